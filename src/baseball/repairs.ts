/**
 * Plays one step away from one that cannot happen: each mends one thing that scorekeepers get wrong, and leaves the
 * rest as it was said. The likeliest comes first; whether a repaired play can happen is asked elsewhere.
 */
import type { ScoredAdvance, ScoredAttempt, ScoredOut, ScoredPlay } from '../protocol/play';
import type { LiveState } from './state';
import { attemptFrom } from './tally';

type Repair = (play: ScoredPlay, occupied: readonly number[]) => ScoredPlay[];

/** The play with other advances; without any when there are none left. */
function withAdvances({ advances: _, ...play }: ScoredPlay, advances: readonly ScoredAdvance[]): ScoredPlay {
  return advances.length === 0 ? play : { ...play, advances: [...advances] };
}

function without<T>(items: readonly T[], item: T): T[] {
  return items.filter((other) => other !== item);
}

function replaced<T>(items: readonly T[], item: T, by: T): T[] {
  return items.map((other) => (other === item ? by : other));
}

/** The bases of which the play says something. */
function mentioned({ outs = [], attempts = [], advances = [] }: ScoredPlay): Set<number> {
  return new Set([
    ...outs.map((out) => out.runner),
    ...attempts.map(attemptFrom),
    ...advances.map((advance) => advance.from),
  ]);
}

/** Runners of whom nothing is said, the one who is furthest ahead first. */
function unmentioned(play: ScoredPlay, occupied: readonly number[]): number[] {
  const named = mentioned(play);
  return occupied.filter((base) => !named.has(base)).reverse();
}

/** Who may have been meant by a base that is empty: a runner one base off. */
function neighbours(base: number, play: ScoredPlay, occupied: readonly number[]): number[] {
  return unmentioned(play, occupied).filter((other) => Math.abs(other - base) === 1);
}

/** A runner from an empty base: another runner was meant, or none. */
const renameAdvance: Repair = (play, occupied) => {
  const advances = play.advances ?? [];
  return advances
    .filter(({ from }) => from > 0 && !occupied.includes(from))
    .flatMap((advance) => [
      ...neighbours(advance.from, play, occupied)
        .filter((from) => from < advance.to)
        .map((from) => withAdvances(play, replaced(advances, advance, { ...advance, from }))),
      withAdvances(play, without(advances, advance)),
    ]);
};

/** A steal from an empty base: another runner's, of the base before him. */
const renameAttempt: Repair = (play, occupied) => {
  const attempts = play.attempts ?? [];
  return attempts
    .filter((attempt) => !occupied.includes(attemptFrom(attempt)))
    .flatMap((attempt) =>
      neighbours(attemptFrom(attempt), play, occupied).map((from) => ({
        ...play,
        attempts: replaced(attempts, attempt, { ...attempt, base: attempt.kind === 'pickoff' ? from : from + 1 }),
      })),
    );
};

/** An out of a runner on an empty base: another runner's, or the batter's alone. */
const renameOut: Repair = (play, occupied) => {
  const outs = play.outs ?? [];
  return outs
    .filter(({ runner }) => runner > 0 && !occupied.includes(runner))
    .flatMap((out) => [
      ...neighbours(out.runner, play, occupied).map((runner) => ({
        ...play,
        outs: replaced(outs, out, { ...out, runner }),
      })),
      onBatterAlone(play, outs),
    ]);
};

/** `64(1)3/GDP` → `643`. */
function onBatterAlone(play: ScoredPlay, outs: readonly ScoredOut[]): ScoredPlay {
  const fielders = outs.flatMap(({ by }) => by.fielders).filter((fielder, i, all) => fielder !== all[i - 1]);
  const { modifiers = [], ...rest } = play;
  const kept = modifiers.filter((modifier) => !/Play$/.test(modifier) && modifier !== 'force');
  return { ...rest, outs: [{ runner: 0, by: { fielders } }], ...(kept.length === 0 ? {} : { modifiers: kept }) };
}

/** Runners in the way of those behind them: they went on too. */
const moveAhead: Repair = (play, occupied) => {
  const attempts = play.attempts ?? [];
  const advances = play.advances ?? [];
  const stolen = attempts.filter(({ kind }) => kind === 'stolenBase');
  const inTheWay = [
    ...stolen.map(({ base }) => base),
    ...advances.filter(({ out }) => out !== true).map(({ to }) => to),
  ];
  return unmentioned(play, occupied)
    .filter((base) => inTheWay.some((to) => to >= base))
    .flatMap((base) => {
      const steal: ScoredAttempt = { kind: 'stolenBase', base: base + 1 };
      const isSteal = stolen.length > 0 && stolen.length === attempts.length;
      const moved = withAdvances(play, [{ from: base, to: base + 1 }, ...advances]);
      return isSteal ? [{ ...play, attempts: [steal, ...attempts] }, moved] : [moved];
    });
};

/** The third out was a force: nobody scored. */
const nobodyScores: Repair = (play) => {
  const advances = play.advances ?? [];
  const kept = advances.filter(({ to, out }) => to !== 4 || out === true);
  return play.kind === 'out' && kept.length < advances.length ? [withAdvances(play, kept)] : [];
};

/** More outs than were left: the first of them ended the half-inning, or the batter's alone did. */
const fewerOuts: Repair = (play) => {
  const { outs = [], modifiers = [] } = play;
  if (outs.length < 2) return [];
  const kept = modifiers.filter((modifier) => !/Play$/.test(modifier));
  return outs.map((out) => ({ ...play, outs: [out], modifiers: out.runner > 0 ? [...kept, 'force'] : kept }));
};

/** `WP.B-1`: a batter who runs has struck out before. */
const thirdStrike: Repair = (play) => {
  const { kind } = play;
  const runs = play.advances?.some(({ from }) => from === 0) === true;
  return runs && (kind === 'wildPitch' || kind === 'passedBall') ? [{ ...play, kind: 'strikeout', plus: kind }] : [];
};

const REPAIRS: readonly Repair[] = [
  renameAdvance,
  renameAttempt,
  renameOut,
  moveAhead,
  nobodyScores,
  fewerOuts,
  thirdStrike,
];

/** A play with more to mend than this is not clear to anybody. */
const REPAIRS_MAX = 12;

export function repairs(state: LiveState, play: ScoredPlay): ScoredPlay[] {
  const occupied = [1, 2, 3].filter((base) => state.bases[base - 1] !== null);
  return REPAIRS.flatMap((repair) => repair(play, occupied)).slice(0, REPAIRS_MAX);
}
