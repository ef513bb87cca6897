/**
 * A turn resolved: from the cards, both decisions, the situation and the dice, to exactly one play.
 *
 * Pure. The order is that of the field: an intentional walk needs no dice; then whoever steals; then, with runners on,
 * what the battery does before the pitch; then a bunt, or the roll on the cards, with what the approach, the fielders,
 * the park and the runners make of it. A play that does not end the plate appearance (a steal, a wild pitch …) ends
 * the turn all the same: both managers decide anew.
 */
import type { ScoredPlay } from '../../protocol/play';
import type { Dice } from '../dice';
import type { DiceSituation } from '../dice-rules';
import type { DiceRecord } from '../../protocol/dice';
import { resolveResult } from './batted-ball';
import { resolveBattery } from './battery';
import { resolveBunt } from './bunts';
import { PITCH_OUT_WALK } from './charts';
import { endAtWinningRun } from './moves';
import { namedResult, readCards, withApproach, withSituation } from './read-card';
import { resolveMissedHitAndRun, resolveSteal } from './steal';
import { Table } from './table';

/** What happened, and why. */
export interface Resolved {
  readonly play: ScoredPlay;
  readonly dice: DiceRecord;
}

/** The batter meets the ball while the runner goes; null: he does, and the play is read from the cards. */
function hitAndRun(table: Table): ScoredPlay | null {
  if (!table.offense.hitAndRun) return null;
  const { hitAndRun: skill } = table.batterCard.bunting;
  const number = table.defense.pitchOut ? 0 : skill;
  const roll = table.roll(20, 'hit-and-run');
  const isMet = roll <= number;
  const result = isMet ? 'he meets it' : 'he misses, the runner is on his own';
  table.write({ card: table.batter.id, kind: 'hit-and-run', column: 'd20', row: number, split: roll, result });
  return isMet ? null : resolveMissedHitAndRun(table);
}

/** A pitch-out with nobody going is a ball thrown away. */
function pitchOut(table: Table): ScoredPlay | null {
  const { defense, offense } = table;
  if (!defense.pitchOut || offense.hitAndRun) return null;
  const roll = table.roll(20, 'pitch-out');
  const isWalk = roll <= PITCH_OUT_WALK;
  const result = isWalk ? 'the ball that makes a walk' : 'a ball';
  table.write({ card: table.pitcher.id, kind: 'pitch-out', column: 'd20', row: PITCH_OUT_WALK, split: roll, result });
  return isWalk ? { kind: 'walk' } : null;
}

function plateAppearance(table: Table): ScoredPlay {
  const read = withApproach(table, withSituation(table, readCards(table)));
  if (!table.offense.hitAndRun) return resolveResult(table, read);
  // With the runner going he puts the ball on the ground, or short of the fence.
  if (read.is.kind === 'K') return resolveResult(table, namedResult('G4'));
  if (read.is.kind === 'HR') return resolveResult(table, namedResult(`2B-L${read.is.fielder}`));
  return resolveResult(table, read);
}

function resolvePlay(table: Table): ScoredPlay {
  const { defense, offense } = table;
  if (defense.intentionalWalk) return { kind: 'intentionalWalk' };
  if (offense.steal.length > 0) return resolveSteal(table);
  if (!table.hasRunners) return plateAppearance(table);
  const before = resolveBattery(table) ?? hitAndRun(table) ?? pitchOut(table);
  if (before !== null) return before;
  return offense.bunt === 'none' ? plateAppearance(table) : resolveBunt(table);
}

/** One turn: the play that it brings, and the dice that brought it. Both decisions must be legal. */
export function resolveTurn(situation: DiceSituation, dice: Dice): Resolved {
  const table = new Table(situation, dice);
  const play = endAtWinningRun(table, resolvePlay(table));
  return { play, dice: table.record };
}
