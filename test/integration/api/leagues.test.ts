import type { GameId, LeagueId, TeamId } from '../../../src/protocol/ids';
import type { FacesSpread } from '../../../src/protocol/dice-proof';
import type { GameEvent } from '../../../src/protocol/events';
import type { GameResult } from '../../../src/protocol/league';
import { fairlyPlayed } from '../../unit/baseball/fair-game';
import { EdgeWorld, startEdge, type EdgeNode } from '../../support/edge';
import { gameIdOf } from '../../support/game-commands';
import { startRedis, type TestRedis } from '../../support/redis';

const RESULT: GameResult = {
  gameId: 'g1' as GameId,
  away: { id: 'OWL' as TeamId, name: 'Owls', runs: 3 },
  home: { id: 'ELK' as TeamId, name: 'Elks', runs: 1 },
  winner: 'away',
};

const FAIR = gameIdOf('fair');
const FOUL = gameIdOf('foul');
const PLAYED = [FAIR, FOUL];

/** Of both: the rolls follow from the first one's id, not from the second's. */
const EVENTS = fairlyPlayed(FAIR);

const rollsOf = (events: readonly GameEvent[]): number =>
  events.reduce((sum, event) => sum + (event.type === 'PlayRecorded' ? (event.dice?.rolls.length ?? 0) : 0), 0);

describe('GET /api/leagues/:league', () => {
  let redis: TestRedis;
  let node: EdgeNode;
  const asked: [LeagueId, number][] = [];
  beforeAll(async () => {
    redis = await startRedis();
    node = await startEdge(new EdgeWorld(redis.url), {
      leagues: {
        newestSeason: (league) => Promise.resolve(league === 'sba' ? 2026 : null),
        results: (league, season) => {
          asked.push([league, season]);
          return Promise.resolve([RESULT]);
        },
        playerTotals: () => Promise.resolve([]),
        diceGames: (_league, { cursor, limit }) =>
          Promise.resolve({ games: cursor === undefined ? PLAYED.slice(0, limit) : PLAYED.slice(limit), next: 'more' }),
        eventsOf: () => Promise.resolve(EVENTS),
      },
    });
  });
  afterAll(async () => {
    await node.stop();
    await redis.stop();
  });

  async function get(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${node.url}${path}`, { headers: { authorization: 'Bearer open:ann' } });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  test('standings without a season → the newest one', async () => {
    const { status, body } = await get('/api/leagues/sba/standings');
    expect(status).toBe(200);
    expect(body).toMatchObject({ ok: true, league: 'sba', season: 2026 });
    expect(body['standings']).toMatchObject([
      { team: { id: 'OWL' }, wins: 1 },
      { team: { id: 'ELK' }, losses: 1 },
    ]);
    expect(asked.at(-1)).toEqual(['sba', 2026]);
  });

  test('standings of a season → that one', async () => {
    const { body } = await get('/api/leagues/sba/standings?season=2019');
    expect(body['season']).toBe(2019);
    expect(asked.at(-1)).toEqual(['sba', 2019]);
  });

  test('leaders → each category; a league without a completed game → none', async () => {
    const { body } = await get('/api/leagues/sba/leaders?limit=3');
    expect(body['categories']).toHaveLength(18);
    const empty = await get('/api/leagues/pd/leaders');
    expect(empty.body).toEqual({ ok: true, league: 'pd', season: null, categories: [] });
  });

  test('dice → the spread of its games together, and those whose dice do not hold', async () => {
    const { status, body } = await get('/api/leagues/sba/dice?limit=2');
    const rolls = rollsOf(EVENTS);
    const [d8] = body['spread'] as FacesSpread[];
    expect(status).toBe(200);
    expect(body).toMatchObject({ ok: true, league: 'sba', season: 2026, games: 2, failing: [FOUL], next: 'more' });
    expect([d8?.faces, d8?.rolls, d8?.degrees]).toEqual([8, 2 * rolls, 7]);
  });

  test('dice of fewer games, and of none', async () => {
    expect((await get('/api/leagues/sba/dice?limit=1')).body).toMatchObject({ games: 1, failing: [] });
    const empty = await get('/api/leagues/pd/dice');
    const nothing = { games: 0, failing: [], spread: [], next: null };
    expect(empty.body).toEqual({ ok: true, league: 'pd', season: null, ...nothing });
  });

  test.each([
    ['a number of games out of bounds', '/api/leagues/sba/dice?limit=201'],
    ['a season that is no year', '/api/leagues/sba/standings?season=last'],
    ['an unknown parameter', '/api/leagues/sba/leaders?sort=up'],
    ['a limit out of bounds', '/api/leagues/sba/leaders?limit=0'],
    ['a league that cannot be', '/api/leagues/%20%20/standings'],
  ])('%s → request/invalid', async (_, path) => {
    const { status, body } = await get(path);
    expect([status, (body['error'] as { code: string }).code]).toEqual([400, 'request/invalid']);
  });
});
