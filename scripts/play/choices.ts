/** What a manager may choose from for the open turn: a short list by number, the usual choice first, all of it legal. */
import { illegalDefense, illegalOffense } from '../../src/baseball/decisions';
import { STRAIGHT_AWAY } from '../../src/baseball/manager/defense';
import { SWING } from '../../src/baseball/manager/offense';
import type { Command } from '../../src/protocol/commands';
import type { DefensiveDecision, OffensiveDecision } from '../../src/protocol/decisions';
import type { Side } from '../../src/protocol/side';
import type { GameView, LineupPlayerView, LineupView, SituationView } from '../../src/protocol/view';
import { POSITIONS } from './words';

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

const inGame = ({ order, pitcher }: LineupView): LineupPlayerView[] =>
  pitcher === null ? [...order] : [...order, pitcher];

function relievers(view: GameView, lineup: LineupView): Choice[] {
  const slot = inGame(lineup).find(({ id }) => id === view.situation?.pitcher?.id)?.slot;
  if (slot === undefined) return [];
  return lineup.bench.map((player) => ({
    label: `Bring in ${player.name} to pitch`,
    command: { type: 'RecordSubstitution', player, battingOrderSlot: slot, position: 1 },
  }));
}

/** Whoever hit or ran for a fielder has no position of his own: he takes the open one, or somebody comes in for him. */
function fillers(lineup: LineupView): Choice[] {
  const position = [1, 2, 3, 4, 5, 6, 7, 8, 9].find((each) => inGame(lineup).every((man) => man.position !== each));
  if (position === undefined) return [];
  const waiting = lineup.order.filter((man) => man.position === 0 || man.position > 10);
  return waiting.flatMap(({ id, name, slot }) => {
    const place = { type: 'RecordSubstitution', battingOrderSlot: slot, position } as const;
    const where = POSITIONS[position] ?? '';
    const stays = { label: `${name} stays in, at ${where}`, command: { ...place, player: { id, name } } };
    const others = lineup.bench.map((player) => ({
      label: `${player.name} for ${name}, at ${where}`,
      command: { ...place, player },
    }));
    return position === 1 ? [...others, stays] : [stays, ...others];
  });
}

/** What may be decided now, and whom the manager may bring in; empty when it is not his to decide. */
export function choicesFor(view: GameView, side: Side): { decide: readonly Choice[]; substitute: readonly Choice[] } {
  const { situation, dice, lineups } = view;
  const lineup = lineups[side];
  const isOpen = view.status === 'live' && dice?.decided[side] === false;
  if (situation === null || lineup === null || !isOpen) return { decide: [], substitute: [] };
  if (isBatting(view, side)) return { decide: offenses(view, situation), substitute: pinchHitters(view, lineup) };
  const open = fillers(lineup);
  if (open.length > 0) return { decide: open, substitute: [] };
  return { decide: defenses(view, situation), substitute: relievers(view, lineup) };
}
