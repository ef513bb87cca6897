/** How tired a pitcher is: the level (0–4) from which marked results of his card turn against him. */
import type { PlayerCard } from '../../protocol/cards';

/** A pitcher's work so far. */
export interface Mound {
  /** Batters whom he has faced in this game. */
  readonly battersFaced: number;
  /** He began the game. */
  readonly isStarter: boolean;
  /** Days of rest that he lacks. */
  readonly missingRestDays: number;
}

const BATTERS_A_TIME_THROUGH = 9;
/** What a player endures who is not meant to pitch, or not in this role. */
const UNUSED_TO = { starter: 15, reliever: 4 } as const;
const TIRED = 3;
const SPENT = 4;
/** Batters between tired and spent. */
const LAST_EFFORT = 5;

/** Levels: a starter's times through the order (0, 1, 2), 3 beyond his endurance, 4 well beyond; missing rest adds. */
export function fatigueLevel(pitching: PlayerCard['pitching'], mound: Mound): number {
  const { battersFaced, isStarter, missingRestDays } = mound;
  const role = isStarter ? 'starter' : 'reliever';
  const endures = pitching?.endurance[role] ?? UNUSED_TO[role];
  const passes = isStarter ? Math.min(2, Math.floor(battersFaced / BATTERS_A_TIME_THROUGH)) : 0;
  const isTired = battersFaced >= endures;
  const spent = battersFaced >= endures + LAST_EFFORT;
  const level = spent ? SPENT : isTired ? TIRED : passes;
  return Math.min(SPENT, level + missingRestDays);
}
