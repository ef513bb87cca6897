/**
 * The cards of a dice game: what a team's players can do, as a manager at a table would read it.
 *
 * A *card set* is one team's players for one kind of league, and never changes: its id is the hash of its content.
 * Both kinds share a player's fielding, running, bunting and a pitcher's battery; they differ in the charts.
 *
 * - `sba`, compact: one chart a player. One d20 picks the line: 1–10 is a line of the batter's chart, 11–20 of the
 *   pitcher's. A second d20 is the split within the line.
 * - `pd`, full: a face against left-handers and one against right-handers. A d6 picks card and column (1–3 the
 *   batter's, 4–6 the pitcher's), 2d6 pick the row (2–12), a d20 is the split.
 *
 * What a cell may hold is in `card-cells.ts`; what follows from it, and the dice of the checks, in docs/cards.md.
 */
import { z } from 'zod';
import { CELL_MAX, readCell } from './card-cells';
import { refused } from './envelope';
import { PlayerId, TeamId } from './ids';
import type { Parsed } from './invalid';
import { Hand } from './lineup';
import { plainText } from './text';

/**
 * What can be wrong with a card set. `missing`: a column or field is not there; `unknown`: one is there that no card has;
 * `chances`: numbers of one die do not add up; `result`: a cell's word that no card has; `position`: one that is not
 * 1–9; `twice`: a position or a player; `roster`: too few or too many players, nobody who pitches or catches; `value`:
 * anything else that a field cannot hold.
 */
export const CardProblemKind = z.enum([
  'missing',
  'unknown',
  'chances',
  'result',
  'position',
  'twice',
  'roster',
  'value',
]);
export type CardProblemKind = z.infer<typeof CardProblemKind>;

interface Wrong {
  readonly problem: CardProblemKind;
  readonly message: string;
  readonly path?: (string | number)[];
}

/** A problem that no schema knows by itself. */
function complain(context: z.core.$RefinementCtx, { problem, message, path }: Wrong): void {
  context.addIssue({ code: 'custom', message, params: { problem }, ...(path === undefined ? {} : { path }) });
}

/** One cell of a chart, e.g. `1-7 K, 8-20 G6?`; see `card-cells.ts`. */
export const Cell = z
  .string()
  .max(CELL_MAX)
  .superRefine((text, context) => {
    const reading = readCell(text);
    if (!reading.ok) complain(context, { problem: reading.problem, message: reading.reason });
  });

/** A column of a `pd` chart: a cell for each sum of two d6. */
export const PdColumn = z.strictObject({
  2: Cell,
  3: Cell,
  4: Cell,
  5: Cell,
  6: Cell,
  7: Cell,
  8: Cell,
  9: Cell,
  10: Cell,
  11: Cell,
  12: Cell,
});
export type PdColumn = z.infer<typeof PdColumn>;

/** A batter's face: columns 1–3 of the d6. */
export const PdBatterChart = z.strictObject({ 1: PdColumn, 2: PdColumn, 3: PdColumn });
export type PdBatterChart = z.infer<typeof PdBatterChart>;

/** A pitcher's face: columns 4–6 of the d6. */
export const PdPitcherChart = z.strictObject({ 4: PdColumn, 5: PdColumn, 6: PdColumn });
export type PdPitcherChart = z.infer<typeof PdPitcherChart>;

/** A batter's chart: lines 1–10 of the d20. */
export const SbaBatterChart = z.strictObject({
  1: Cell,
  2: Cell,
  3: Cell,
  4: Cell,
  5: Cell,
  6: Cell,
  7: Cell,
  8: Cell,
  9: Cell,
  10: Cell,
});
export type SbaBatterChart = z.infer<typeof SbaBatterChart>;

/** A pitcher's chart: lines 11–20 of the d20. */
export const SbaPitcherChart = z.strictObject({
  11: Cell,
  12: Cell,
  13: Cell,
  14: Cell,
  15: Cell,
  16: Cell,
  17: Cell,
  18: Cell,
  19: Cell,
  20: Cell,
});
export type SbaPitcherChart = z.infer<typeof SbaPitcherChart>;

/** A number of a d20 check, 0 (never) to 20 (always). */
const OutOf20 = z.int().min(0).max(20);
/** A number of a d100 check, 0 (never) to 100 (always). */
const OutOf100 = z.int().min(0).max(100);
/** A correction of a d20 check, in numbers of the d20. */
const Correction = z.int().min(-8).max(8);

/** What a player is at one position. A position that is not on his card he plays with range 5 and error 25. */
export const FieldingRating = z.strictObject({
  /** 1–9, Retrosheet's numbering. A card names each at most once. */
  position: z.int().min(1).max(9),
  /** How much he reaches, 1 (best) to 5; 3 is the average. Each step is one number of the d20 of a range check. */
  range: z.int().min(1).max(5),
  /** Out of 100 balls that he must make a play on (a `?` on a card), how many he misplays. Average: 10–20 in the infield, 3 outside. */
  error: OutOf100,
  /**
   * His throw, −8 (weak) to +8; 0 is the average, and right for everybody whose throw does not matter. A catcher's is
   * taken off the number of a runner who steals; an outfielder's, three times, off the d100 number of a runner who
   * tries for an extra base.
   */
  arm: Correction,
});
export type FieldingRating = z.infer<typeof FieldingRating>;

export const RunningRatings = z.strictObject({
  /** Of 100 times that he is on first with second open, in how many plate appearances he is sent. Average: 6. */
  attempts: OutOf100,
  /** The d20 number up to which he gets a good lead. Average: 12. */
  lead: OutOf20,
  /** The d20 number up to which he is safe at second after a good lead; without one it is 7 lower. Average: 18. */
  steal: OutOf20,
  /** How he runs the bases, 1–20; 10 is the average. Each step is two numbers of the d100 of an extra base. */
  advance: z.int().min(1).max(20),
});
export type RunningRatings = z.infer<typeof RunningRatings>;

export const BuntingRatings = z.strictObject({
  /** The d20 number up to which his bunt is a good one. Average: 13; a pitcher who practises: 14. */
  bunt: OutOf20,
  /** The d20 number up to which he meets the ball with the runner going (hit-and-run). Average: 15. */
  hitAndRun: OutOf20,
});
export type BuntingRatings = z.infer<typeof BuntingRatings>;

/** What a batter brings to the plate besides his chart. */
const battingRatings = {
  /**
   * True: the column or line always falls on his own card (4–6 count as 1–3, 11–20 as 1–10). For whoever hits far
   * worse than his opponents' cards could tell, as most pitchers do.
   */
  own: z.boolean(),
  /** The d20 number up to which a home run on the *pitcher's* card is one for him too; else a long fly. Usually 20. */
  power: OutOf20,
};

export const EnduranceRating = z.strictObject({
  /** Batters whom he faces as a starter before he tires; null: he does not start. Average: 26. */
  starter: z.int().min(1).max(60).nullable(),
  /** Batters whom he faces in relief before he tires; null: he does not relieve. Average: 8. */
  reliever: z.int().min(1).max(60).nullable(),
  /** Days that he needs between two games at his best: 4 for a starter, 0 or 1 for a reliever. */
  restDays: z.int().min(0).max(9),
});
export type EnduranceRating = z.infer<typeof EnduranceRating>;

/** A pitcher's hand in what happens before the pitch. The d100 numbers are those of the battery check. */
const pitchingRatings = {
  endurance: EnduranceRating,
  /** Taken off a runner's lead number, −8 to +8; 0 is the average (left-handers: about +2). */
  hold: Correction,
  /** Out of 100 battery checks, how many are wild pitches. Average: 44. */
  wildPitch: OutOf100,
  /** Out of 100 battery checks, how many are balks. Average: 4. */
  balk: OutOf100,
  /** Out of 100 battery checks with a runner whom he holds, how many are pick-offs. Average: 8. */
  pickoff: OutOf100,
};

interface BatteryNumbers {
  readonly wildPitch: number;
  readonly balk: number;
  readonly pickoff: number;
}

/** The numbers of one d100 lie one after the other: together they are 100 at most. */
function onOneDie({ wildPitch, balk, pickoff }: BatteryNumbers, context: z.core.$RefinementCtx): void {
  const sum = wildPitch + balk + pickoff;
  if (sum <= 100) return;
  const message = `the chances do not add up: wildPitch, balk and pickoff are ${sum} of 100 together`;
  complain(context, { problem: 'chances', path: ['wildPitch'], message });
}

/** A catcher's hand in it; null for whoever never catches. Out of 100 battery checks, the passed balls. Average: 8. */
export const CatchingRating = z.strictObject({ passedBall: OutOf100 });
export type CatchingRating = z.infer<typeof CatchingRating>;

/** A person on a card; unlike in a scored game, both hands are known. */
export const CardPlayer = z.strictObject({
  id: PlayerId,
  name: plainText(80).min(1),
  bats: Hand,
  throws: z.enum(['L', 'R']),
});
export type CardPlayer = z.infer<typeof CardPlayer>;

/** At most 9 positions, each once. */
const Fielding = z
  .array(FieldingRating)
  .max(9)
  .superRefine((ratings, context) => {
    ratings.forEach(({ position }, i) => {
      if (ratings.findIndex((other) => other.position === position) === i) return;
      complain(context, {
        problem: 'twice',
        path: [i, 'position'],
        message: `position ${position} is on the card twice`,
      });
    });
  });

const ratings = {
  player: CardPlayer,
  /** The positions that he plays. Empty: he only bats (or runs). */
  fielding: Fielding,
  catching: CatchingRating.nullable(),
  running: RunningRatings,
  bunting: BuntingRatings,
};

export const SbaPlayerCard = z.strictObject({
  ...ratings,
  batting: z.strictObject({ ...battingRatings, chart: SbaBatterChart }),
  /** Null: he does not pitch. */
  pitching: z
    .strictObject({ ...pitchingRatings, chart: SbaPitcherChart })
    .superRefine(onOneDie)
    .nullable(),
});
export type SbaPlayerCard = z.infer<typeof SbaPlayerCard>;

export const PdPlayerCard = z.strictObject({
  ...ratings,
  /** Faces by the arm of the pitcher. */
  batting: z.strictObject({ ...battingRatings, vsL: PdBatterChart, vsR: PdBatterChart }),
  /** Faces by the side from which the batter bats; null: he does not pitch. */
  pitching: z
    .strictObject({ ...pitchingRatings, vsL: PdPitcherChart, vsR: PdPitcherChart })
    .superRefine(onOneDie)
    .nullable(),
});
export type PdPlayerCard = z.infer<typeof PdPlayerCard>;

export type PlayerCard = SbaPlayerCard | PdPlayerCard;

/** How the computer manages this team: each 0 (cautious, seldom) to 10 (bold, often); 5 is the league's habit. */
export const ManagerTendencies = z.strictObject({
  steal: z.int().min(0).max(10),
  bunt: z.int().min(0).max(10),
  hitAndRun: z.int().min(0).max(10),
  intentionalWalk: z.int().min(0).max(10),
  infieldIn: z.int().min(0).max(10),
  pinchHit: z.int().min(0).max(10),
  /** How soon a pitcher is relieved. */
  hook: z.int().min(0).max(10),
  /** How much the order and the relief follow the opponents' hands. */
  platoon: z.int().min(0).max(10),
});
export type ManagerTendencies = z.infer<typeof ManagerTendencies>;

/** The team's ground, for games that it plays at home; by the side from which the batter bats. */
export const Park = z.strictObject({
  name: plainText(80).min(1),
  /** The d20 number up to which a `HR-…?` leaves the park; 10 is the average. */
  homeRun: z.strictObject({ L: OutOf20, R: OutOf20 }),
  /** The d20 number up to which a `1B-…?` falls in; 10 is the average. */
  single: z.strictObject({ L: OutOf20, R: OutOf20 }),
});
export type Park = z.infer<typeof Park>;

const team = {
  v: z.literal(1),
  team: z.strictObject({ id: TeamId, name: plainText(80).min(1) }),
  /** The season that the cards tell of; null for players who never lived. */
  season: z.int().min(1871).max(2999).nullable(),
  park: Park,
  tendencies: ManagerTendencies,
};

const CATCHER = 2;

/** 9–60 players, each once; somebody pitches, and somebody catches. */
const roster = <Card extends z.ZodType<PlayerCard>>(card: Card): z.ZodArray<Card> =>
  z
    .array(card)
    .min(9)
    .max(60)
    .superRefine((cards, context) => {
      cards.forEach(({ player }, i) => {
        if (cards.findIndex((other) => other.player.id === player.id) === i) return;
        complain(context, { problem: 'twice', path: [i, 'player', 'id'], message: `${player.id} has two cards` });
      });
      if (cards.every(({ pitching }) => pitching === null)) {
        complain(context, { problem: 'roster', message: 'nobody pitches: every card has "pitching": null' });
      }
      if (!cards.some(({ fielding }) => fielding.some(({ position }) => position === CATCHER))) {
        complain(context, { problem: 'roster', message: 'nobody catches: no card has position 2 in its fielding' });
      }
    });

export const CardSet = z.discriminatedUnion('kind', [
  z.strictObject({ ...team, kind: z.literal('sba'), players: roster(SbaPlayerCard) }),
  z.strictObject({ ...team, kind: z.literal('pd'), players: roster(PdPlayerCard) }),
]);
export type CardSet = z.infer<typeof CardSet>;
export type CardKind = CardSet['kind'];

const FIRST_PROBLEMS = 5;

/** A card set, or `cards/invalid` with `details.problems`, each typed: of which player, which field, and why. */
export function parseCardSet(input: unknown): Parsed<CardSet> {
  const result = CardSet.safeParse(input);
  if (result.success) return { ok: true, value: result.data };
  const problems = result.error.issues.slice(0, FIRST_PROBLEMS).map((issue) => problemOf(issue, input));
  const [first] = problems;
  const where = first === undefined ? '' : ` ${first.player ?? 'The set'}, ${first.field}: ${first.reason}.`;
  return refused('cards/invalid', {
    message: `The card set breaks a rule of the cards.${where}`,
    details: { ...(first === undefined ? {} : { problem: first.problem }), problems },
  });
}

export interface CardProblem {
  /** Null: it is the team's own field. */
  readonly player: string | null;
  /** e.g. `batting.vsL.2.7`: column 2, row 7 of the face against left-handers. */
  readonly field: string;
  readonly problem: CardProblemKind;
  /** In words. */
  readonly reason: string;
}

function problemOf(issue: z.core.$ZodIssue, input: unknown): CardProblem {
  const { path, message } = issue;
  const isOfPlayer = path[0] === 'players' && path.length > 1;
  const field = (isOfPlayer ? path.slice(2) : path).map(String).join('.').slice(0, 200);
  const player = isOfPlayer ? playerNamed(input, path[1]) : null;
  return { player, field, problem: kindOf(issue, input), reason: message.slice(0, 200) };
}

function kindOf(issue: z.core.$ZodIssue, input: unknown): CardProblemKind {
  const { code, path } = issue;
  if (code === 'custom') return CardProblemKind.catch('value').parse(issue.params?.['problem']);
  if (code === 'unrecognized_keys') return 'unknown';
  if (valueAt(input, path) === undefined) return 'missing';
  if (path.at(-1) === 'position') return 'position';
  return path.length === 1 && path[0] === 'players' ? 'roster' : 'value';
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], input);
}

/** The id that the card gives itself, or its place in the set. */
function playerNamed(input: unknown, place: PropertyKey | undefined): string {
  const named = z.object({ players: z.array(z.unknown()) }).safeParse(input);
  const card = z.object({ player: z.object({ id: z.string() }) });
  const read = card.safeParse(named.success ? named.data.players[Number(place)] : undefined);
  return read.success ? read.data.player.id.slice(0, 60) : `player ${String(place)}`;
}
