/** Cards of a season: what is counted, how it is drawn to the mean, and that every card of it can be played with. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSources } from '../../../scripts/replay/sources';
import { battersFaced, cardsOfSeason, plateAppearances } from '../../../src/baseball/cards/from-season';
import { LEAGUE_RATES, type Side2 } from '../../../src/baseball/cards/league-2019';
import { battingRates, pitchingRates, type CardRates } from '../../../src/baseball/cards/rates';
import { asOf2019, regressed, seasonMean } from '../../../src/baseball/cards/regression';
import { countGame, noPlate, noSeason, type PlateCounts } from '../../../src/baseball/cards/season-counts';
import { endsPlateAppearance } from '../../../src/baseball/play-kinds';
import { parseCardSet, type CardKind, type PlayerCard } from '../../../src/protocol/cards';
import type { GameEvent, PlayRecorded } from '../../../src/protocol/events';
import { playGame } from '../../../src/retrosheet/play-game';

const EXAMPLES = join(__dirname, '../../../examples');
const SEASON = join(process.env['DUGOUT_RETROSHEET'] ?? 'no folder', '2019');

const gamesIn = (folder: string): (readonly GameEvent[])[] =>
  readSources([folder]).games.map(({ game }) => playGame(game).events);

function counted(games: readonly (readonly GameEvent[])[]): ReturnType<typeof noSeason> {
  const counts = noSeason();
  for (const events of games) countGame(counts, events);
  return counts;
}

const isRolled = (event: GameEvent): event is PlayRecorded =>
  event.type === 'PlayRecorded' &&
  endsPlateAppearance(event.kind) &&
  event.kind !== 'intentionalWalk' &&
  event.bunt !== true;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

test('season counts: each plate appearance is one batter’s and one pitcher’s; nine fielders stand behind each out', () => {
  const games = gamesIn(EXAMPLES);
  const { players } = counted(games);
  const rolled = games.flat().filter(isRolled).length;
  const outs = sum(games.flat().map((event) => (event.type === 'PlayRecorded' ? event.outsMade : 0)));
  const all = [...players.values()];
  expect(rolled).toBeGreaterThan(300);
  expect(sum(all.map(plateAppearances))).toBe(rolled);
  expect(sum(all.map(battersFaced))).toBe(rolled);
  expect(sum(all.flatMap(({ fielding }) => [...fielding.values()].map((at) => at.outs)))).toBe(9 * outs);
  expect(sum(all.map(({ outings }) => outings.starts))).toBe(2 * games.length);
});

const MEANS = { L: LEAGUE_RATES.R.L, R: LEAGUE_RATES.R.R };
const seen = (counts: Partial<PlateCounts>): PlateCounts => ({ ...noPlate(), ...counts });
const homeRuns = (PA: number, HR: number): number =>
  regressed('batting', { L: noPlate(), R: seen({ PA, HR, inPlay: PA, F: PA }) }, MEANS).R.HR;

test('regression: nothing seen → the mean; a home run in one time at bat → hardly more; 700 → mostly his own', () => {
  expect(homeRuns(0, 0)).toBeCloseTo(MEANS.R.HR, 6);
  expect(homeRuns(1, 1)).toBeLessThan(1.2 * MEANS.R.HR);
  expect(homeRuns(700, 70)).toBeGreaterThan(0.08);
  expect(homeRuns(700, 70)).toBeLessThan(0.1);
});

test('regression: who is better against left-handers in few times at bat keeps little of the difference', () => {
  const counts = { L: seen({ PA: 50, K: 0 }), R: seen({ PA: 450, K: 105 }) };
  const rates = regressed('batting', counts, MEANS);
  expect(rates.L.K).toBeLessThan(rates.R.K);
  expect(rates.L.K).toBeGreaterThan(0.8 * rates.R.K);
});

test('season mean: two cards of the mean make the mean again, in a season unlike 2019', () => {
  const mean = seasonMean(seen({ PA: 50_000, K: 6_000, BB: 5_000, HR: 1_000, '1B': 9_000 }), 'R', 'R');
  const stated = asOf2019(mean, mean, LEAGUE_RATES.R.R);
  for (const name of ['K', 'BB', 'HR', '1B'] as const) {
    const half = 2 * stated[name] - LEAGUE_RATES.R.R[name];
    expect((half + half) / 2).toBeCloseTo(mean[name], 6);
  }
});

/** Chances that nobody has, in a whole season or in one plate appearance. */
const BOUNDS: Readonly<Record<Exclude<keyof CardRates, 'groundBalls'>, readonly [number, number]>> = {
  K: [0.03, 0.75],
  BB: [0, 0.2],
  HBP: [0, 0.05],
  '1B': [0.03, 0.25],
  '2B': [0, 0.1],
  '3B': [0, 0.03],
  HR: [0, 0.1],
  woba: [0.08, 0.48],
};

function outOfBounds(card: PlayerCard): string[] {
  const hands: readonly Side2[] = ['L', 'R'];
  const faces = hands.flatMap((hand) => [
    battingRates(card, hand),
    ...(card.pitching === null ? [] : [pitchingRates(card, hand)]),
  ]);
  return faces.flatMap((rates) =>
    Object.entries(BOUNDS).flatMap(([name, [low, high]]) => {
      const rate = rates[name as keyof typeof BOUNDS];
      return rate >= low && rate <= high ? [] : [`${card.player.name} ${name} ${rate}`];
    }),
  );
}

function expectPlausible(kind: CardKind, folder: string, teams: number): void {
  const { sets, leftOut } = cardsOfSeason(kind, 2019, counted(gamesIn(folder)));
  expect([sets.length, leftOut]).toEqual([teams, []]);
  for (const set of sets) expect(parseCardSet(set)).toMatchObject({ ok: true });
  const cards: PlayerCard[] = sets.flatMap((set): readonly PlayerCard[] => set.players);
  expect(cards.flatMap(outOfBounds)).toEqual([]);
  expect(new Set(cards.map(({ player }) => player.id)).size).toBe(cards.length);
  for (const set of sets) expect(set.players.some(({ pitching }) => pitching?.endurance.starter != null)).toBe(true);
}

test.each(['pd', 'sba'] as const)(
  '%s cards of the examples: valid, and every rate one that a player can have',
  (kind) => {
    expectPlausible(kind, EXAMPLES, 4);
  },
);

test('a team of whom nearly nothing is known: left out, and named', () => {
  const counts = counted(gamesIn(EXAMPLES));
  const [first] = counts.teams.values();
  if (first === undefined) throw new Error('no teams');
  first.seen.clear();
  const { sets, leftOut } = cardsOfSeason('pd', 2024, counts);
  expect(sets).toHaveLength(3);
  expect(leftOut).toEqual([{ team: first, players: 0 }]);
});

test('a traded player: on the set of the team that he played for last, with all of his season', () => {
  const [game] = gamesIn(EXAMPLES);
  const [scheduled, ...events] = game ?? [];
  if (scheduled?.type !== 'GameScheduled') throw new Error('no game');
  const { away, home } = scheduled.teams;
  const on = (date: string, teams: typeof scheduled.teams): GameEvent[] => [
    { ...scheduled, teams, info: { ...scheduled.info, date } },
    ...events,
  ];
  // In August everybody plays for the other team; the files need not come in the order of their days.
  const counts = counted([on('2024/08/01', { away: home, home: away }), on('2024/05/01', { away, home })]);
  const once = counted([on('2024/05/01', { away, home })]);
  const { sets } = cardsOfSeason('pd', 2024, counts);
  const batter = events.flatMap((event) => (event.type === 'PlayRecorded' ? [event.batter] : []))[0];
  if (batter === undefined) throw new Error('no batter');
  const teams = sets.filter(({ players }) => players.some(({ player }) => player.id === batter));
  expect(teams.map(({ team }) => team.id)).toEqual([home.id]);
  const seen = [counts, once].map(({ players }) => players.get(batter)).flatMap((of) => (of === undefined ? [] : [of]));
  const [both = 0, one = 0] = seen.map(plateAppearances);
  expect(one).toBeGreaterThan(0);
  expect(both).toBe(2 * one);
});

if (existsSync(SEASON)) {
  test('pd cards of real games: valid, plausible, nobody on two teams', () => expectPlausible('pd', SEASON, 30));
} else {
  test('real games: left out, DUGOUT_RETROSHEET names no folder', () => {
    expect(existsSync(SEASON)).toBe(false);
  });
}
