/**
 * A season's schedule: every team plays every day, each against all others in turn, in series of three games, as often
 * at home as away.
 *
 * The pairs of a round come from the circle method: one team stays, the others go round it.
 */

export interface Fixture {
  /** From 0 on; a team plays once a day. */
  readonly day: number;
  /** Numbers of teams. */
  readonly away: number;
  readonly home: number;
}

const SERIES = 3;

/** The pairs of one round; with an odd number of teams one of them rests. */
function pairsOf(round: number, teams: number): [number, number][] {
  const places = teams + (teams % 2);
  const others = places - 1;
  const at = (place: number): number => (place === 0 ? 0 : ((place - 1 + round) % others) + 1);
  const pairs: [number, number][] = [];
  for (let place = 0; place < places / 2; place++) {
    const one = at(place);
    const other = at(places - 1 - place);
    if (one < teams && other < teams) pairs.push([one, other]);
  }
  return pairs;
}

/** The first `games` games among so many teams (two or more), in the order of their days. */
export function* fixturesOf(teams: number, games: number): Generator<Fixture> {
  const rounds = teams + (teams % 2) - 1;
  let left = games;
  for (let day = 0; left > 0; day++) {
    const series = Math.floor(day / SERIES);
    const cycle = Math.floor(series / rounds);
    for (const [one, other] of pairsOf(series % rounds, teams)) {
      if (left === 0) return;
      // Each hosts half of the others, and the other half next time round.
      const isLowerHost = (one + other + cycle) % 2 === 0;
      const home = isLowerHost ? Math.min(one, other) : Math.max(one, other);
      yield { day, away: one + other - home, home };
      left -= 1;
    }
  }
}
