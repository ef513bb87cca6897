/** The rules by which a recorded game was played, from what its file says. */
import type { Ruleset } from '../protocol/ruleset';
import { wholeNumber } from './text';

/** What the records of a game showed while they were read. */
export interface GameTraits {
  readonly info: ReadonlyMap<string, string>;
  /** Somebody started in slot 0. */
  readonly hasPitcherSlot: boolean;
  /** A starter is named twice in his lineup: as pitcher and as designated hitter. */
  readonly hasTwoWayStarter: boolean;
  /** A player came back after he had left. */
  readonly hasReEntry: boolean;
  /** The first inning with a `radj` record, and its base. */
  readonly automaticRunner: { readonly inning: number; readonly base: number } | null;
}

export function gameRuleset(traits: GameTraits): Ruleset {
  const { info } = traits;
  const innings = Math.max(wholeNumber(info.get('innings'), 20), 0) || 9;
  const tiebreaker = wholeNumber(info.get('tiebreaker'), 3);
  const runner = traits.automaticRunner ?? (tiebreaker > 0 ? { inning: innings + 1, base: tiebreaker } : null);
  return {
    name: `mlb-${(info.get('date') ?? '').slice(0, 4) || 'unknown'}`,
    innings,
    designatedHitter: info.get('usedh')?.toLowerCase() === 'true' || traits.hasPitcherSlot,
    pitcherMayBeDesignatedHitter: traits.hasTwoWayStarter,
    homeBatsFirst: info.get('htbf')?.toLowerCase() === 'true',
    automaticRunner: runner === null ? null : { fromInning: Math.max(runner.inning, 2), base: runner.base },
    tieAfterInning: null,
    mercy: null,
    reEntry: traits.hasReEntry,
    rosterMax: 60,
    pitcherMinBatters: 0,
  };
}
