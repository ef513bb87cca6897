/**
 * Random walks over the legal commands: whatever a scorekeeper may do, undo or correct, no state breaks an invariant.
 *
 * DUGOUT_WALKS lengthens them (games walked, default 25). fast-check prints the seed of a walk that fails.
 */
import fc from 'fast-check';
import type { Command } from '../../../src/protocol/commands';
import { Command as CommandSchema } from '../../../src/protocol/commands';
import type { Ruleset } from '../../../src/protocol/ruleset';
import { needsHistory } from '../../../src/baseball/decide';
import { legalCommands } from '../../../src/baseball/legal-commands';
import { isStarted, type GameState } from '../../../src/baseball/state';
import { checkPlay, checkState, isInOrder, proveGame } from './invariants';
import { newGame, type Scorebook } from './scorebook';
import '../../support/fixed-chance';

const WALKS = Number(process.env['DUGOUT_WALKS'] ?? 25);
const STEPS = 60;
/** Of a hundred steps, those below are plays; from here on whatever else may be done; from there on revisions. */
const OTHERS = 76;
const REVISIONS = 92;

const RULESETS: readonly Partial<Ruleset>[] = [
  {},
  { innings: 2, automaticRunner: { fromInning: 3, base: 2 } },
  { innings: 3, mercy: { runs: 5, afterInning: 1 }, pitcherMinBatters: 3 },
  { innings: 2, homeBatsFirst: true, tieAfterInning: 3 },
];

function isWanted(command: Command, kind: number): boolean {
  if (kind < OTHERS) return command.type === 'RecordPlay';
  if (kind < REVISIONS) return command.type !== 'RecordPlay' && command.type !== 'EndGame' && !needsHistory(command);
  return needsHistory(command);
}

/** Most steps are plays, so that games get somewhere. */
function choose(book: Scorebook, kind: number, which: number): Command | undefined {
  const commands = legalCommands(book.state, 'scorekeeper', kind < REVISIONS ? undefined : book.events);
  const wanted = commands.filter((command) => isWanted(command, kind));
  const pool = wanted.length > 0 ? wanted : commands;
  return pool[which % Math.max(pool.length, 1)];
}

const scoreOf = (state: GameState): number => (isStarted(state) ? state.score.away + state.score.home : 0);

function walk(steps: readonly (readonly [number, number])[], ruleset: Partial<Ruleset>, hasHitter: boolean): void {
  const book = newGame({ ruleset, hasHitter });
  for (const [kind, which] of steps) {
    const command = choose(book, kind, which);
    if (command === undefined) break;
    expect(CommandSchema.parse(command)).toEqual(command);
    const before = scoreOf(book.state);
    const events = book.give(command);
    for (const event of events) if (event.type === 'PlayRecorded') checkPlay(event);
    if (!needsHistory(command)) expect(scoreOf(book.state)).toBeGreaterThanOrEqual(before);
    checkState(book.started, isInOrder(book));
  }
  proveGame(book);
}

describe('walks over the legal commands', () => {
  test(`${WALKS} games of up to ${STEPS} commands: no invariant breaks, replay is the state`, () => {
    const steps = fc.array(fc.tuple(fc.nat(99), fc.nat(9_999)), { minLength: 20, maxLength: STEPS });
    fc.assert(
      fc.property(steps, fc.constantFrom(...RULESETS), fc.boolean(), (each, ruleset, hasHitter) => {
        walk(each, ruleset, hasHitter);
      }),
      { numRuns: WALKS },
    );
  });
});
