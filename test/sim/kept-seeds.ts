/**
 * Seeds that failed once, and what they found. They are tried for ever. What a seed does depends on the plans that
 * plan.ts makes: whoever changes those looks for seeds that find the same again, with the mend taken back.
 */
export const KEPT_SEEDS: readonly { readonly seed: number; readonly found: string }[] = [
  { seed: 43, found: 'a reader was shown what PostgreSQL had, while a Redis that forgot hid the owner who had more' },
  { seed: 208, found: 'an owner from whom others had taken, early or after a stall, still showed what it had' },
  { seed: 227, found: 'a node that had lost its session showed games of it under the next' },
  { seed: 233, found: 'a node that had lost its session showed games of it, until it looked whose they were' },
  {
    seed: 276,
    found: 'a Redis rolled back to the owner before, who took the game again; the later owner still showed it',
  },
  { seed: 3_014_811, found: 'a game was evicted while its lane committed a play, which Redis then forgot' },
  { seed: 2_000_525, found: 'a node whose games were taken early woke up, beat, and showed them' },
];

/** The same, of storms. */
export const KEPT_STORMS: readonly { readonly seed: number; readonly found: string }[] = [
  { seed: 111, found: 'a node dropped a game while its lane committed a play, which Redis then forgot' },
  { seed: 113, found: 'the same' },
  { seed: 287, found: 'the same' },
  {
    seed: 6054,
    found: 'Redis forgot and was full for longer than the grace, so that its owner could put nothing back',
  },
  {
    seed: 5435,
    found: 'PostgreSQL’s fence was raised, Redis was full, then fell back to where its own matched: not stored',
  },
  { seed: 7377, found: 'a command came into the lane while its owner settled a doubt on its way out, and was shown' },
];
