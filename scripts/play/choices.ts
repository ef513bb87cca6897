/** What a manager may choose from for the open turn: a short list by number, the usual choice first, all of it legal. */
import { illegalDefense, illegalOffense } from '../../src/baseball/decisions';
import { STRAIGHT_AWAY } from '../../src/baseball/manager/defense';
import { SWING } from '../../src/baseball/manager/offense';
import type { Command } from '../../src/protocol/commands';
import type { DefensiveDecision, OffensiveDecision } from '../../src/protocol/decisions';
import type { Side } from '../../src/protocol/side';
import type { GameView, LineupPlayerView, LineupView, SituationView } from '../../src/protocol/view';
import { BASES, POSITIONS } from './words';

export interface Choice {
  readonly label: string;
  readonly command: Command;
}

/** A choice that asks once more, for instance in whose place. */
export interface Menu {
  readonly label: string;
  readonly choices: readonly Choice[];
}

/** All that a manager may do besides giving up. */
export interface Choices {
  readonly decide: readonly Choice[];
  /** Pinch hitters, or relief pitchers. */
  readonly substitute: readonly Choice[];
  /** Pinch runners, by whom they run for. */
  readonly run: readonly Menu[];
  /** Other fielders, by whose place they take. */
  readonly field: readonly Menu[];
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
  ...steals('Steal second', [1]),
  ...steals('Steal third', [2]),
  ...steals('Double steal', [1, 2]),
  ...steals('Steal home', [3]),
];

/** The batter may help the runner: by meeting the ball, or by taking pitches. */
function steals(label: string, steal: OffensiveDecision['steal']): Option<OffensiveDecision>[] {
  return [
    [label, { steal }],
    [`${label}, and put the ball in play`, { steal, approach: 'contact' }],
    [`${label}, and wait for a good pitch`, { steal, approach: 'patient' }],
  ];
}

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

/** Everybody on the bench for somebody's place in the order. */
function fromBench(
  { bench }: LineupView,
  place: { readonly battingOrderSlot: number; readonly position: number },
  label: (name: string) => string,
): Choice[] {
  return bench.map((player) => ({
    label: label(player.name),
    command: { type: 'RecordSubstitution', player, ...place },
  }));
}

function pinchHitters(view: GameView, lineup: LineupView): Choice[] {
  const slot = lineup.order.find(({ id }) => id === view.situation?.batter.id)?.slot;
  if (slot === undefined) return [];
  return fromBench(lineup, { battingOrderSlot: slot, position: 11 }, (name) => `Pinch-hit ${name}`);
}

function pinchRunners({ bases }: SituationView, lineup: LineupView): Menu[] {
  if (lineup.bench.length === 0) return [];
  return bases.flatMap((runner, i) => {
    const slot = lineup.order.find(({ id }) => id === runner?.id)?.slot;
    if (runner === null || slot === undefined) return [];
    const place = { battingOrderSlot: slot, position: 12 };
    const label = `Run for ${runner.name}, on ${BASES[i + 1] ?? ''}`;
    return [{ label, choices: fromBench(lineup, place, (name) => `${name} runs for ${runner.name}`) }];
  });
}

const inGame = ({ order, pitcher }: LineupView): LineupPlayerView[] =>
  pitcher === null ? [...order] : [...order, pitcher];

function relievers(view: GameView, lineup: LineupView): Choice[] {
  const slot = inGame(lineup).find(({ id }) => id === view.situation?.pitcher?.id)?.slot;
  if (slot === undefined) return [];
  return fromBench(lineup, { battingOrderSlot: slot, position: 1 }, (name) => `Bring in ${name} to pitch`);
}

/** The pitcher is relieved, not replaced here. */
function fielders(lineup: LineupView): Menu[] {
  if (lineup.bench.length === 0) return [];
  const inField = lineup.order.filter(({ position }) => position >= 2 && position <= 9);
  return [...inField]
    .sort((a, b) => a.position - b.position)
    .map(({ name, slot, position }) => {
      const where = POSITIONS[position] ?? '';
      const place = { battingOrderSlot: slot, position };
      const choices = fromBench(lineup, place, (other) => `${other} for ${name}, at ${where}`);
      return { label: `Another for ${name}, at ${where}`, choices };
    });
}

/** Whoever hit or ran for a fielder has no position of his own: he takes the open one, or somebody comes in for him. */
function fillers(lineup: LineupView): Choice[] {
  const position = [1, 2, 3, 4, 5, 6, 7, 8, 9].find((each) => inGame(lineup).every((man) => man.position !== each));
  if (position === undefined) return [];
  const waiting = lineup.order.filter((man) => man.position === 0 || man.position > 10);
  return waiting.flatMap(({ id, name, slot }) => {
    const place = { battingOrderSlot: slot, position };
    const where = POSITIONS[position] ?? '';
    const stays: Choice = {
      label: `${name} stays in, at ${where}`,
      command: { type: 'RecordSubstitution', player: { id, name }, ...place },
    };
    const others = fromBench(lineup, place, (other) => `${other} for ${name}, at ${where}`);
    return position === 1 ? [...others, stays] : [stays, ...others];
  });
}

const NOTHING: Choices = { decide: [], substitute: [], run: [], field: [] };

/** What may be decided now, and whom the manager may bring in; nothing when it is not his to decide. */
export function choicesFor(view: GameView, side: Side): Choices {
  const { situation, dice, lineups } = view;
  if (view.status === 'suspended') return { ...NOTHING, decide: [{ label: 'Go on', command: { type: 'ResumeGame' } }] };
  const lineup = lineups[side];
  const isOpen = view.status === 'live' && dice?.decided[side] === false;
  if (situation === null || lineup === null || !isOpen) return NOTHING;
  if (isBatting(view, side)) {
    const run = pinchRunners(situation, lineup);
    return { ...NOTHING, decide: offenses(view, situation), substitute: pinchHitters(view, lineup), run };
  }
  const open = fillers(lineup);
  if (open.length > 0) return { ...NOTHING, decide: open };
  return {
    ...NOTHING,
    decide: defenses(view, situation),
    substitute: relievers(view, lineup),
    field: fielders(lineup),
  };
}
