/** The proof of imported cards: what is passed, what is missed, and what so few games or batters cannot prove. */
import { join } from 'node:path';
import { correlation, Prover, type Proof } from '../../../scripts/import/proof';
import { proofTeams } from '../../../scripts/import/proof-teams';
import { realGameOf, type RealGame } from '../../../scripts/import/real-game';
import { canBeRerun, rerun, type Rerun } from '../../../scripts/import/rerun';
import { readSources } from '../../../scripts/replay/sources';
import { cardsOfSeason } from '../../../src/baseball/cards/from-season';
import { countGame, noSeason } from '../../../src/baseball/cards/season-counts';
import type { GameEvent } from '../../../src/protocol/events';
import { playGame } from '../../../src/retrosheet/play-game';

const EXAMPLES = join(__dirname, '../../../examples');
const EVENTS: readonly (readonly GameEvent[])[] = readSources([EXAMPLES]).games.map(
  ({ game }) => playGame(game).events,
);
const COUNTS = noSeason();
for (const events of EVENTS) countGame(COUNTS, events);
const GAMES: readonly RealGame[] = EVENTS.flatMap(realGameOf);
const { sets: SETS } = cardsOfSeason('pd', 2024, COUNTS);

const line = (slope: number): [number, number][] => [1, 2, 5].map((x) => [x, slope * x + 3]);
const SQUARE = [0, 1].flatMap((x) => [0, 1].map((y): [number, number] => [x, y]));

test('correlation: of a straight line 1 or −1, of the corners of a square 0, of what does not vary 0', () => {
  expect(correlation(line(2))).toBeCloseTo(1, 12);
  expect(correlation(line(-2))).toBeCloseTo(-1, 12);
  expect(correlation(SQUARE)).toBeCloseTo(0, 12);
  expect(correlation(line(0))).toBe(0);
});

/** A proof by the real games themselves, as often as it takes to be more than chance, with other runs. */
function proofWith(runsTimes: number, times: number, minPlateAppearances: number): Proof {
  const games = Array.from({ length: times }, () => GAMES).flat();
  const prover = new Prover(games);
  const again = EVENTS.map((events, i): Rerun => {
    const game = GAMES[i];
    if (game === undefined) throw new Error('a game that was not played to an end');
    const { away, home } = game.runs;
    return { game, events, runs: { away: away * runsTimes, home: home * runsTimes } };
  });
  for (let i = 0; i < times; i++) again.forEach((rerun) => prover.add(rerun));
  return prover.proof(COUNTS, minPlateAppearances);
}

test('proof: runs off by 5 % and more → missed; by less → passed; too few games → unproven, however far off', () => {
  expect(proofWith(1.04, 50, 1).league.verdict).toBe('passed');
  expect(proofWith(1.06, 50, 1).league.verdict).toBe('missed');
  expect(proofWith(0.94, 50, 1).league.verdict).toBe('missed');
  expect(proofWith(1.5, 1, 1).league.verdict).toBe('unproven');
});

test('proof: batters who get back what they did → r 1, passed; fewer than twenty of them → unproven', () => {
  const { batters } = proofWith(1, 1, 1);
  expect(batters.count).toBeGreaterThan(36);
  expect([batters.r, batters.verdict]).toEqual([expect.closeTo(1, 12), 'passed']);
  expect(proofWith(1, 1, 400).batters).toMatchObject({ count: 0, verdict: 'unproven' });
});

test('rerun: the same pairs and the same nine behind the same starters, each as often as asked; twice the same', () => {
  const cards = proofTeams(SETS, GAMES);
  expect(GAMES.filter((game) => canBeRerun(game, cards))).toEqual(GAMES);
  const play = (): Rerun[] => [...rerun({ games: GAMES, cards, times: 2, seed: 7 })];
  const played = play();
  expect(played).toHaveLength(2 * GAMES.length);
  for (const { game, events } of played) {
    const [scheduled] = events;
    if (scheduled?.type !== 'GameScheduled') throw new Error('a game without a beginning');
    expect([scheduled.teams.away.id, scheduled.teams.home.id]).toEqual([game.teams.away, game.teams.home]);
    const lineups = events.flatMap((event) => (event.type === 'LineupSet' ? [event] : []));
    for (const { side, lineup } of lineups) {
      const { order, pitcher } = game.lineups[side];
      expect(lineup.order.map(({ player, position }) => [player.id, position])).toEqual(
        order.map(({ player, position }) => [player.id, position]),
      );
      expect(lineup.pitcher?.id).toBe(pitcher?.id);
    }
  }
  expect(play().map(({ runs }) => runs)).toEqual(played.map(({ runs }) => runs));
});

test('rerun: a game in which somebody began who has no card → cannot be', () => {
  const [first] = GAMES;
  const cards = new Map(proofTeams(SETS, GAMES));
  const team = first === undefined ? undefined : cards.get(first.teams.home);
  const starter = first?.lineups.home.order[0];
  if (first === undefined || team === undefined || starter === undefined) throw new Error('no game');
  const players = new Map(team.players);
  players.delete(starter.player.id);
  cards.set(first.teams.home, { ...team, players });
  expect(canBeRerun(first, cards)).toBe(false);
});
