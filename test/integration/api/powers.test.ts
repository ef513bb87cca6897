/** Who may make games in a league and hand in cards: the role in the token says it. */
import { averageCardSet } from '../../../src/baseball/cards/average';
import { cardSetIdOf } from '../../../src/cluster/card-set-id';
import { issueToken } from '../../../src/platform/tokens';
import { Identity } from '../../../src/protocol/identity';
import { LeagueId } from '../../../src/protocol/ids';
import { CARD_SET_IDS, diceSchedule, storeCards } from '../../support/dice-game';
import { AUTH_SECRET, EdgeWorld, startEdge, type EdgeNode } from '../../support/edge';
import { codeOf, send, type Reply } from '../../support/http';
import { startRedis, type TestRedis } from '../../support/redis';

const CLOSED = LeagueId.parse('pd');
const OPEN = LeagueId.parse('friends');

let redis: TestRedis;
let world: EdgeWorld;
let strict: EdgeNode;
let open: EdgeNode;
let keys = 0;

beforeAll(async () => {
  redis = await startRedis();
  world = new EdgeWorld(redis.url);
  const closedLeagues = [CLOSED];
  strict = await startEdge(world, { config: { auth: 'token', closedLeagues } });
  open = await startEdge(world, { config: { auth: 'open' } });
  await storeCards(world.cardSets);
});

afterAll(async () => {
  await open.stop();
  await strict.stop();
  await redis.stop();
});

async function post(path: string, role: string, json: unknown): Promise<Reply> {
  const identity = Identity.parse({ user: `${role}-1`, role });
  const token = await issueToken({ secret: AUTH_SECRET, identity, ttlS: 60 });
  const headers = { authorization: `Bearer ${token}`, 'Idempotency-Key': `powers-${(keys += 1)}` };
  return await send(strict.url, path, { method: 'POST', json, headers });
}

const gameIn = (league: LeagueId) => ({ ...diceSchedule(), league });

describe('a game in a closed league', () => {
  test.each(['commissioner', 'operator'])('by a %s → made', async (role) => {
    expect((await post('/api/games', role, gameIn(CLOSED))).status).toBe(201);
  });

  test('by a player → league/closed, naming the league; nothing is made', async () => {
    const before = world.archive.games.size;
    const reply = await post('/api/games', 'player', gameIn(CLOSED));
    expect([reply.status, codeOf(reply)]).toEqual([403, 'league/closed']);
    expect(reply.body['error']).toMatchObject({ details: { league: CLOSED } });
    expect(world.archive.games.size).toBe(before);
  });

  test('by a player, as a fork of a game in an open one → league/closed', async () => {
    const made = await post('/api/games', 'player', gameIn(OPEN));
    const { mode, seats, dice } = diceSchedule();
    const fork = { seq: 1, mode, seats, dice };
    const path = `/api/games/${String(made.body['gameId'])}/forks`;
    expect(codeOf(await post(path, 'player', { ...fork, league: CLOSED }))).toBe('league/closed');
    expect((await post(path, 'player', fork)).status).toBe(201);
  });

  test('by a player, as a rematch → league/closed', async () => {
    const seats = { home: 'player-1', commissioner: 'commissioner-1' };
    const made = await post('/api/games', 'commissioner', { ...gameIn(CLOSED), seats });
    const path = `/api/games/${String(made.body['gameId'])}/rematch`;
    expect(codeOf(await post(path, 'player', {}))).toBe('league/closed');
  });
});

test('a game in another league, by a player → made', async () => {
  expect((await post('/api/games', 'player', gameIn(OPEN))).status).toBe(201);
});

describe('a card set', () => {
  const another = averageCardSet('pd', 'NEW');

  test('from a player → auth/forbidden, and nothing is stored', async () => {
    const reply = await post('/api/card-sets', 'player', another);
    expect([reply.status, codeOf(reply)]).toEqual([403, 'auth/forbidden']);
    expect(await world.cardSets.find(cardSetIdOf(another))).toBeUndefined();
  });

  test('that is stored already, from a player → told what it is called', async () => {
    const reply = await post('/api/card-sets', 'player', averageCardSet('pd', 'AWY'));
    expect(reply.body).toMatchObject({ ok: true, cardSetId: CARD_SET_IDS.away });
  });

  test.each(['commissioner', 'operator'])('from a %s → stored', async (role) => {
    expect((await post('/api/card-sets', role, another)).status).toBe(201);
  });

  test('from anybody where the service runs open → stored', async () => {
    const json = averageCardSet('pd', 'OTH');
    expect((await send(open.url, '/api/card-sets', { method: 'POST', user: 'ann', json })).status).toBe(201);
  });

  test('is read by players', async () => {
    const identity = Identity.parse({ user: 'ann', role: 'player' });
    const token = await issueToken({ secret: AUTH_SECRET, identity, ttlS: 60 });
    const headers = { authorization: `Bearer ${token}` };
    expect((await send(strict.url, `/api/card-sets/${CARD_SET_IDS.away}`, { headers })).status).toBe(200);
  });
});
