/**
 * The lineup of the day: who plays where against this pitcher's arm, in which order they bat, who starts, who sits on
 * the bench.
 *
 * The eight positions (and the designated hitter) are filled so that bats and gloves together are worth most, which is
 * an assignment small enough to be solved outright; the order follows The Book (Tango, 2006): the best bats first,
 * second and fourth, whoever gets on base before whoever drives in.
 */
import type { PlayerId } from '../../protocol/ids';
import type { Lineup, Starter } from '../../protocol/lineup';
import type { Ruleset } from '../../protocol/ruleset';
import { assert } from '../assert';
import type { TeamCards } from '../cards/team-cards';
import { scoutingOf, type Arm, type Scouted, type TeamScouting } from './scouting';

export interface LineupOptions {
  readonly ruleset: Ruleset;
  /** The arm of the opponents' starter, where it is known. */
  readonly opponentThrows: Arm;
  /** Who must start; null: the best starter who is available. */
  readonly starter: PlayerId | null;
  /** Who cannot play today: pitchers who need rest, players who are hurt. */
  readonly unavailable: ReadonlySet<PlayerId>;
}

const PITCHER = 1;
const DESIGNATED_HITTER = 10;
const FIELD = [2, 3, 4, 5, 6, 7, 8, 9];

/** A lineup that the ruleset accepts, from any set of cards that holds enough players. */
export function chooseLineup(cards: TeamCards, options: LineupOptions): Lineup {
  const { ruleset, unavailable, opponentThrows } = options;
  const scouting = scoutingOf(cards);
  const starter = chooseStarter(cards, options);
  const all = unavailable.size === 0 ? scouting.all : scouting.all.filter(({ player }) => !unavailable.has(player.id));
  const bats = hittersFor(all, starter);
  const designatedHitter = ruleset.designatedHitter && bats.length >= FIELD.length + 1;
  const hitters = battingOrder(scouting, bats, { designatedHitter, arm: opponentThrows });
  const order: Starter[] = hitters.map(({ player, position }) => ({ player: player.player, position }));
  if (!designatedHitter) order.push({ player: starter.player, position: PITCHER });
  const playing = new Set([starter, ...hitters.map(({ player }) => player)]);
  const bench = all.filter((each) => !playing.has(each)).map(({ player }) => player);
  return {
    order,
    ...(designatedHitter ? { pitcher: starter.player } : {}),
    bench: bench.slice(0, Math.max(0, ruleset.rosterMax - playing.size)),
  };
}

/** Who is named to, else the best starter, else the worst reliever, else whoever comes last. */
export function chooseStarter(
  cards: TeamCards,
  { starter, unavailable }: Pick<LineupOptions, 'starter' | 'unavailable'>,
): Scouted {
  const { players, starters, relievers, all } = scoutingOf(cards);
  const named = starter === null ? undefined : players.get(starter);
  const isHere = ({ player }: Scouted): boolean => !unavailable.has(player.id);
  const pitcher = named ?? starters.find(isHere) ?? relievers.findLast(isHere) ?? all.findLast(isHere);
  assert(pitcher !== undefined, 'a team without players');
  return pitcher;
}

/** Position players; pitchers only when there are too few. */
function hittersFor(all: readonly Scouted[], starter: Scouted): Scouted[] {
  const others = all.filter((each) => each !== starter);
  const hitters = others.filter(({ pitches }) => !pitches);
  if (hitters.length >= FIELD.length) return hitters;
  const more = others.filter(({ pitches }) => pitches).slice(0, FIELD.length - hitters.length);
  assert(hitters.length + more.length >= FIELD.length, 'too few players for a lineup');
  return [...hitters, ...more];
}

interface Day {
  readonly designatedHitter: boolean;
  readonly arm: Arm;
}

/** The orders that were found, by who could play and against whom: most days are alike. */
const FOUND = new WeakMap<TeamScouting, Map<string, readonly Placed[]>>();
const FOUND_MAX = 64;

/** Who plays where, in the order in which they bat; without the pitcher. */
function battingOrder(
  scouting: TeamScouting,
  bats: readonly Scouted[],
  { designatedHitter, arm }: Day,
): readonly Placed[] {
  const orders = FOUND.get(scouting) ?? new Map<string, readonly Placed[]>();
  FOUND.set(scouting, orders);
  const key = `${arm} ${designatedHitter} ${bats.map(({ player }) => player.id).join(' ')}`;
  const found = orders.get(key);
  if (found !== undefined) return found;
  const positions = designatedHitter ? [...FIELD, DESIGNATED_HITTER] : FIELD;
  const order = inOrder(assigned(bats, positions, arm), arm);
  if (orders.size >= FOUND_MAX) orders.clear();
  orders.set(key, order);
  return order;
}

interface Placed {
  readonly player: Scouted;
  readonly position: number;
}

/** Who bats for whom nobody stands in the field: a glove is worth nothing there. */
const worthAt = (player: Scouted, position: number, arm: Arm): number =>
  player.versus[arm] + (position === DESIGNATED_HITTER ? 0 : (player.fielding[position] ?? 0));

/** The assignment of players to positions that is worth most, found over all subsets of the positions. */
function assigned(players: readonly Scouted[], positions: readonly number[], arm: Arm): Placed[] {
  const full = (1 << positions.length) - 1;
  const worth = new Float64Array((players.length + 1) * (full + 1)).fill(-Infinity);
  const choice = new Int8Array((players.length + 1) * (full + 1)).fill(-1);
  const at = (player: number, filled: number): number => player * (full + 1) + filled;
  worth[at(0, 0)] = 0;
  players.forEach((player, i) => {
    for (let filled = 0; filled <= full; filled++) {
      const so = worth[at(i, filled)] ?? -Infinity;
      if (so === -Infinity) continue;
      if (so > (worth[at(i + 1, filled)] ?? -Infinity)) {
        worth[at(i + 1, filled)] = so;
        choice[at(i + 1, filled)] = -1;
      }
      positions.forEach((position, p) => {
        const next = filled | (1 << p);
        const more = so + worthAt(player, position, arm);
        if (next === filled || more <= (worth[at(i + 1, next)] ?? -Infinity)) return;
        worth[at(i + 1, next)] = more;
        choice[at(i + 1, next)] = p;
      });
    }
  });
  return chosen(players, positions, (player, filled) => choice[at(player, filled)] ?? -1);
}

/** The way back through the choices, from all positions filled to none. */
function chosen(
  players: readonly Scouted[],
  positions: readonly number[],
  choiceAt: (player: number, filled: number) => number,
): Placed[] {
  const placed: Placed[] = [];
  let filled = (1 << positions.length) - 1;
  for (let i = players.length; i > 0; i--) {
    const p = choiceAt(i, filled);
    const player = players[i - 1];
    const position = positions[p];
    if (player === undefined || position === undefined) continue;
    placed.push({ player, position });
    filled &= ~(1 << p);
  }
  assert(filled === 0, 'a position without a player');
  return placed;
}

/** The places in the order by how much they matter: the best bat second, then fourth, first, third, fifth … */
const BY_IMPORTANCE = [2, 4, 1, 3, 5, 6, 7, 8, 9];

function inOrder(players: readonly Placed[], arm: Arm): Placed[] {
  const best = [...players].sort((a, b) => b.player.versus[arm] - a.player.versus[arm]);
  const order: Placed[] = [];
  best.forEach((each, rank) => (order[(BY_IMPORTANCE[rank] ?? 9) - 1] = each));
  const filled = order.filter((each) => each !== undefined);
  return leadingOff(filled);
}

/** Of the first and the third, the one who gets on base more often leads off. */
function leadingOff(order: Placed[]): Placed[] {
  const [first, , third] = order;
  if (first === undefined || third === undefined || first.player.onBase >= third.player.onBase) return order;
  const swapped = [...order];
  swapped[0] = third;
  swapped[2] = first;
  return swapped;
}
