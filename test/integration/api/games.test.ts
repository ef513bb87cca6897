import { EdgeWorld, startEdge, type EdgeNode } from '../../support/edge';
import { codeOf, send } from '../../support/http';
import { startRedis, type TestRedis } from '../../support/redis';
import { homeRun, lineupOf, openGame, scheduleInput, SCOREKEEPER } from '../../support/scored-game';
import { until } from '../../support/until';
import type { StatsAnswer } from '../../../src/protocol/rest';

let redis: TestRedis;
let edge: EdgeNode;

beforeAll(async () => {
  redis = await startRedis();
  edge = await startEdge(new EdgeWorld(redis.url));
});

afterAll(async () => {
  await edge.stop();
  await redis.stop();
});

const create = (key: string, input: unknown = scheduleInput()) =>
  send(edge.url, '/api/games', { method: 'POST', user: 'ann', json: input, headers: { 'Idempotency-Key': key } });

describe('games: create', () => {
  test('a schedule → 201 with the game’s id and where it is', async () => {
    const reply = await create('create-1');
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ ok: true, duplicate: false });
    expect(reply.headers.get('location')).toBe(`/api/games/${String(reply.body['gameId'])}`);
  });

  test('the same key again → the same game, not another one', async () => {
    const first = await create('create-2');
    const again = await create('create-2');
    expect(again.status).toBe(200);
    expect(again.body).toEqual({ ok: true, gameId: first.body['gameId'], duplicate: true });
  });

  test('the same key with other content → game/exists', async () => {
    await create('create-3');
    const other = await create('create-3', scheduleInput({ ruleset: 'mlb-2020' }));
    expect([other.status, codeOf(other)]).toEqual([409, 'game/exists']);
  });

  test('the same key of another user → another game', async () => {
    const first = await create('create-4');
    const other = await send(edge.url, '/api/games', {
      method: 'POST',
      user: 'bob',
      json: scheduleInput(),
      headers: { 'Idempotency-Key': 'create-4' },
    });
    expect(other.status).toBe(201);
    expect(other.body['gameId']).not.toBe(first.body['gameId']);
  });

  test('without a key → a game each time', async () => {
    const post = () => send(edge.url, '/api/games', { method: 'POST', user: 'ann', json: scheduleInput() });
    const [one, two] = await Promise.all([post(), post()]);
    expect(one.body['gameId']).not.toBe(two.body['gameId']);
  });

  test('a team against itself → the rules refuse it', async () => {
    const { away } = scheduleInput().teams;
    const reply = await create('create-5', scheduleInput({ teams: { away, home: away } }));
    expect([reply.status, codeOf(reply)]).toEqual([400, 'request/invalid']);
  });
});

describe('games: list', () => {
  test('by league, in pages → each game once, newest first', async () => {
    const made: unknown[] = [];
    for (const n of [1, 2, 3, 4, 5]) {
      const reply = await create(`list-${n}`, { ...scheduleInput(), league: 'pages' });
      made.unshift(reply.body['gameId']);
    }
    const seen: string[] = [];
    let cursor: string | null = '';
    do {
      const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await send(edge.url, `/api/games?league=pages&limit=2${more}`, { user: 'ann' });
      const page = body as { games: { gameId: string }[]; next: string | null };
      seen.push(...page.games.map(({ gameId }) => gameId));
      cursor = page.next;
    } while (cursor !== null);
    expect(new Set(seen)).toEqual(new Set(made));
    expect(seen).toHaveLength(5);
  });

  test('by a status that nothing has → an empty page', async () => {
    const page = await send(edge.url, '/api/games?status=final&league=pages', { user: 'ann' });
    expect(page.body).toEqual({ ok: true, games: [], next: null });
  });

  test.each(['limit=0', 'limit=ten', 'status=won', 'colour=red', 'cursor=', 'cursor=bogus'])(
    '?%s → request/invalid',
    async (query) => {
      const reply = await send(edge.url, `/api/games?${query}`, { user: 'ann' });
      expect([reply.status, codeOf(reply)]).toEqual([400, 'request/invalid']);
    },
  );
});

describe('game: look and play', () => {
  test('both lineups and the start → a live game with turn 1 open', async () => {
    const created = await create('play-1');
    const gameId = String(created.body['gameId']);
    for (const side of ['away', 'home'] as const) {
      const put = await send(edge.url, `/api/games/${gameId}/lineups/${side}`, {
        method: 'PUT',
        user: SCOREKEEPER,
        json: lineupOf(side),
      });
      expect(put.body).toMatchObject({ ok: true });
    }
    await send(edge.url, `/api/games/${gameId}/commands`, {
      method: 'POST',
      user: SCOREKEEPER,
      json: { type: 'StartGame' },
      headers: { 'Idempotency-Key': 'start' },
    });
    const view = await send(edge.url, `/api/games/${gameId}`, { user: 'fan' });
    expect(view.body).toMatchObject({ ok: true, gameId, seq: 4, view: { status: 'live', turn: 1 } });
  });

  test('a manager sets his own lineup from his own seat', async () => {
    const gameId = String((await create('play-2')).body['gameId']);
    const put = (user: string, seat: string) =>
      send(edge.url, `/api/games/${gameId}/lineups/home?seat=${seat}`, { method: 'PUT', user, json: lineupOf('home') });
    expect((await put('hilda', 'home')).body).toMatchObject({ ok: true, seq: 2 });
    expect(codeOf(await put('anton', 'home'))).toBe('seat/not_yours');
  });

  test('a command under the same key again → the first answer again', async () => {
    const gameId = await openGame(edge.rest(SCOREKEEPER));
    const play = () =>
      send(edge.url, `/api/games/${gameId}/commands`, {
        method: 'POST',
        user: SCOREKEEPER,
        json: homeRun(1),
        headers: { 'Idempotency-Key': 'play-1' },
      });
    const first = await play();
    const again = await play();
    expect(first.body).toMatchObject({ ok: true, seq: 5 });
    expect(again.body).toMatchObject({ ok: true, seq: 5, duplicate: true });
  });

  test('events after a seq, a page at a time → every update once, up to the head', async () => {
    const gameId = await openGame(edge.rest(SCOREKEEPER));
    for (const turn of [1, 2, 3]) {
      await edge.rest(SCOREKEEPER).command(gameId, { seat: 'scorekeeper', command: homeRun(turn) });
    }
    const page = (after: unknown) =>
      send(edge.url, `/api/games/${gameId}/events?after=${String(after)}&limit=3`, { user: 'fan' });
    const first = await page(0);
    const second = await page(first.body['next']);
    const third = await page(second.body['next']);
    const seqs = [first, second, third].map(({ body }) => (body['updates'] as { seq: number }[]).map(({ seq }) => seq));
    expect(seqs).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
    expect(third.body).toMatchObject({ seq: 7, next: null });
  });

  test('the line score → runs by inning', async () => {
    const gameId = await openGame(edge.rest(SCOREKEEPER));
    await edge.rest(SCOREKEEPER).command(gameId, { seat: 'scorekeeper', command: homeRun(1) });
    const reply = await send(edge.url, `/api/games/${gameId}/line-score`, { user: 'fan' });
    expect(reply.body).toMatchObject({
      ok: true,
      seq: 5,
      lineScore: { away: { runs: 1, hits: 1 }, home: { runs: 0 } },
    });
  });

  test('the box score → each batter’s and pitcher’s line', async () => {
    const gameId = await openGame(edge.rest(SCOREKEEPER));
    await edge.rest(SCOREKEEPER).command(gameId, { seat: 'scorekeeper', command: homeRun(1) });
    const reply = await send(edge.url, `/api/games/${gameId}/box-score`, { user: 'fan' });
    expect(reply.body).toMatchObject({ ok: true, gameId, seq: 5 });
    const text = JSON.stringify(reply.body['boxScore']);
    expect(text).toContain('"homeRuns":1');
  });

  test('a seat’s eyes are for its holder', async () => {
    const gameId = await openGame(edge.rest(SCOREKEEPER));
    const asHome = (user: string) => send(edge.url, `/api/games/${gameId}?as=home`, { user });
    expect((await asHome('hilda')).status).toBe(200);
    expect(codeOf(await asHome('anton'))).toBe('seat/not_yours');
  });
});

test('statistics: active games, lineups and sockets, by league and status, per node and in all', async () => {
  await openGame(edge.rest(SCOREKEEPER));
  const reply = await send(edge.url, '/api/stats', { user: 'ann' });
  expect(reply.body).toMatchObject({ ok: true, stored: { byLeague: { pages: 5 } } });
  const { nodes } = reply.body as { nodes: { node: string; address: string }[] };
  expect(nodes).toHaveLength(1);
  expect(nodes[0]).toMatchObject({ node: 'edge', address: edge.url });
});

test('statistics of two nodes → each one’s own games, and the sums of both', async () => {
  const world = new EdgeWorld(redis.url);
  const pair = [await startEdge(world), await startEdge(world)] as const;
  const [one, two] = pair;
  const counts = async (): Promise<StatsAnswer> =>
    (await send(two.url, '/api/stats', { user: 'ann' })).body as unknown as StatsAnswer;
  await openGame(one.rest(SCOREKEEPER));
  await openGame(two.rest(SCOREKEEPER));
  await openGame(two.rest(SCOREKEEPER));
  await until('both have reported their games', async () => (await counts()).active.games === 3);

  const { active, nodes } = await counts();
  const ofGames = (games: number) => ({
    games,
    lineups: 2 * games,
    byLeague: { test: games },
    byStatus: { live: games },
  });
  expect(active).toMatchObject(ofGames(3));
  expect(nodes.find(({ address }) => address === one.url)).toMatchObject(ofGames(1));
  expect(nodes.find(({ address }) => address === two.url)).toMatchObject(ofGames(2));
  const ofNode = ['address', 'node', 'session', 'sinceBeatMs', 'startedAt'];
  expect(Object.keys(nodes[0] ?? {}).sort()).toEqual([...Object.keys(active), ...ofNode].sort());
  await Promise.all(pair.map((node) => node.stop()));
});
