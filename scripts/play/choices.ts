/** What a manager may choose from for the open turn: a short list by number, the usual choice first, all of it legal. */
import { illegalDefense, illegalOffense } from '../../src/baseball/decisions';
import { STRAIGHT_AWAY } from '../../src/baseball/manager/defense';
import { SWING } from '../../src/baseball/manager/offense';
import type { Command } from '../../src/protocol/commands';
import type { DefensiveDecision, OffensiveDecision } from '../../src/protocol/decisions';
import type { Side } from '../../src/protocol/side';
import type { GameView, LineupView, SituationView } from '../../src/protocol/view';

export interface Choice {
  readonly label: string;
  readonly command: Command;
}

function plainDefense({ bases, outs }: SituationView): DefensiveDecision {
  const isFirstAlone = bases[0] !== null && bases[1] === null;
  return {
    ...STRAIGHT_AWAY,
    infieldDepth: bases[0] !== null && outs < 2 ? 'doublePlay' : 'normal',
    hold: isFirstAlone ? [1] : [],
  };
}

type Option<T> = readonly [label: string, change: Partial<T>];

const OFFENSES: readonly Option<OffensiveDecision>[] = [
  ['Swing away', {}],
  ['Put the ball in play', { approach: 'contact' }],
  ['Swing for the fences', { approach: 'power' }],
  ['Wait for a good pitch', { approach: 'patient' }],
  ['Hit and run', { hitAndRun: true }],
  ['Sacrifice bunt', { bunt: 'sacrifice' }],
  ['Squeeze', { bunt: 'squeeze' }],
  ['Steal second', { steal: [1] }],
  ['Steal third', { steal: [2] }],
  ['Double steal', { steal: [1, 2] }],
  ['Steal home', { steal: [3] }],
];

const DEFENSES: readonly Option<DefensiveDecision>[] = [
  ['As usual', {}],
  ['Infield in', { infieldDepth: 'in' }],
  ['Corners in', { infieldDepth: 'cornersIn' }],
  ['Infield back', { infieldDepth: 'normal' }],
  ['Outfield deep', { outfieldDepth: 'deep' }],
  ['Outfield in', { outfieldDepth: 'in' }],
  ['Shift', { alignment: 'shift' }],
  ['Do not hold the runner', { hold: [] }],
  ['Pitch out', { pitchOut: true }],
  ['Walk him intentionally', { intentionalWalk: true }],
];

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Each option once, where the rules allow it. */
function decisions<T extends object>(plain: T, options: readonly Option<T>[], isLegal: (decision: T) => boolean) {
  const all = options.map(([label, change]) => ({ label, decision: { ...plain, ...change } }));
  return all.filter(
    ({ decision }, i) => isLegal(decision) && all.findIndex((other) => same(other.decision, decision)) === i,
  );
}

/** Whether the side bats in the situation. */
export function isBatting(view: GameView, side: Side): boolean {
  const isTop = view.situation?.half !== 'bottom';
  return (isTop !== view.ruleset.homeBatsFirst) === (side === 'away');
}

function offenses(view: GameView, situation: SituationView): Choice[] {
  const { turn } = view;
  return decisions(SWING, OFFENSES, (decision) => illegalOffense(situation, decision) === null).map(
    ({ label, decision }) => ({ label, command: { type: 'SubmitOffense', turn, decision } }),
  );
}

function defenses(view: GameView, situation: SituationView): Choice[] {
  const { turn } = view;
  return decisions(plainDefense(situation), DEFENSES, (decision) => illegalDefense(situation, decision) === null).map(
    ({ label, decision }) => ({ label, command: { type: 'SubmitDefense', turn, decision } }),
  );
}

function pinchHitters(view: GameView, lineup: LineupView): Choice[] {
  const slot = lineup.order.find(({ id }) => id === view.situation?.batter.id)?.slot;
  if (slot === undefined) return [];
  return lineup.bench.map((player) => ({
    label: `Pinch-hit ${player.name}`,
    command: { type: 'RecordSubstitution', player, battingOrderSlot: slot, position: 11 },
  }));
}

function relievers(view: GameView, lineup: LineupView): Choice[] {
  const all = [...lineup.order, ...(lineup.pitcher === null ? [] : [lineup.pitcher])];
  const slot = all.find(({ id }) => id === view.situation?.pitcher?.id)?.slot;
  if (slot === undefined) return [];
  return lineup.bench.map((player) => ({
    label: `Bring in ${player.name} to pitch`,
    command: { type: 'RecordSubstitution', player, battingOrderSlot: slot, position: 1 },
  }));
}

/** What may be decided now, and whom the manager may bring in; empty when it is not his to decide. */
export function choicesFor(view: GameView, side: Side): { decide: readonly Choice[]; substitute: readonly Choice[] } {
  const { situation, dice, lineups } = view;
  const lineup = lineups[side];
  const isOpen = view.status === 'live' && dice?.decided[side] === false;
  if (situation === null || lineup === null || !isOpen) return { decide: [], substitute: [] };
  return isBatting(view, side)
    ? { decide: offenses(view, situation), substitute: pinchHitters(view, lineup) }
    : { decide: defenses(view, situation), substitute: relievers(view, lineup) };
}
