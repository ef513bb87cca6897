import { EdgeWorld, startEdge, type EdgeNode } from '../../support/edge';
import { codeOf, send, type Sent } from '../../support/http';
import { startRedis, type TestRedis } from '../../support/redis';
import { homeRun, lineupOf, openGame, scheduleInput, SCOREKEEPER } from '../../support/scored-game';
import type { GameId } from '../../../src/protocol/ids';

let redis: TestRedis;
let edge: EdgeNode;
let gameId: GameId;

beforeAll(async () => {
  redis = await startRedis();
  edge = await startEdge(new EdgeWorld(redis.url));
  gameId = await openGame(edge.rest(SCOREKEEPER));
});

afterAll(async () => {
  await edge.stop();
  await redis.stop();
});

/** State and seq, as anybody can see them. */
/** All that is told of the game, but for what time it is. */
const snapshot = async () => {
  const { now, ...rest } = (await send(edge.url, `/api/games/${gameId}`, { user: 'fan' })).body;
  expect(now).toEqual(expect.any(Number));
  return rest;
};

let keys = 0;
const command = (json: unknown, more: Sent & { readonly seat?: string } = {}) =>
  send(edge.url, `/api/games/${gameId}/commands?seat=${more.seat ?? 'scorekeeper'}`, {
    method: 'POST',
    user: SCOREKEEPER,
    json,
    ...more,
    headers: { 'Idempotency-Key': `bad-${(keys += 1)}`, ...more.headers },
  });

describe('bad input: refused by its own code, and nothing changes', () => {
  const lineup = lineupOf('home');
  const pitchers = { ...lineup, order: lineup.order.map((starter) => ({ ...starter, position: 1 })) };
  const twice = { ...lineup, order: lineup.order.map((starter) => ({ ...starter, player: lineup.order[0]!.player })) };
  const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;

  const cases: readonly [string, string, number, () => ReturnType<typeof send>][] = [
    ['a runner from an empty base', 'play/invalid', 422, () => command({ ...homeRun(2), notation: 'S8.2-H' })],
    ['four outs', 'play/invalid', 422, () => command({ ...homeRun(2), notation: '64(1)3(2)5(3)/GTP' })],
    ['a play that cannot be read', 'play/notation', 422, () => command({ ...homeRun(2), notation: 'QQ?!' })],
    ['a stale turn', 'turn/stale', 409, () => command(homeRun(1))],
    ['a turn that has not opened', 'turn/future', 409, () => command(homeRun(99))],
    [
      'a lineup after the start',
      'game/already_started',
      409,
      () => command({ type: 'SetLineup', side: 'home', lineup }),
    ],
    ['a wrong type', 'request/invalid', 400, () => command({ ...homeRun(1), turn: 'one' })],
    ['an unknown field', 'request/invalid', 400, () => command({ ...homeRun(1), cheat: true })],
    ['an unknown command', 'request/invalid', 400, () => command({ type: 'Win' })],
    ['no body', 'request/unsupported_media', 415, () => command(undefined)],
    ['null', 'request/invalid', 400, () => command(null)],
    ['half a JSON', 'request/malformed_json', 400, () => command(undefined, { raw: '{"type":' })],
    ['30,000 brackets deep', 'request/invalid', 400, () => command(undefined, { raw: deep })],
    ['a prototype', 'request/invalid', 400, () => command(undefined, { raw: '{"__proto__":{},"type":"StartGame"}' })],
    ['1 MB of JSON', 'request/too_large', 413, () => command({ type: 'StartGame', pad: 'x'.repeat(1_000_000) })],
    [
      'a form',
      'request/unsupported_media',
      415,
      () => command(undefined, { raw: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    ],
    [
      'a charset that is none',
      'request/unsupported_media',
      415,
      () => command(undefined, { raw: '{}', headers: { 'content-type': 'application/json; charset=martian' } }),
    ],
    ['a seat that is not yours', 'seat/not_yours', 403, () => command(homeRun(1), { user: 'mallory' })],
    ['a seat for another command', 'seat/wrong_seat', 403, () => command(homeRun(1), { user: 'hilda', seat: 'home' })],
    ['a seat that is none', 'request/invalid', 400, () => command(homeRun(1), { seat: 'umpire' })],
    [
      'a key with a blank',
      'request/invalid',
      400,
      () => command(homeRun(1), { headers: { 'Idempotency-Key': 'a b' } }),
    ],
    ['no key', 'request/invalid', 400, () => command(homeRun(1), { headers: { 'Idempotency-Key': '' } })],
  ];

  beforeAll(async () => {
    // Turn 1 is answered: from here on it is stale.
    expect((await command(homeRun(1))).status).toBe(200);
  });

  test.each(cases)('%s → %s', async (_title, code, status, ask) => {
    const before = await snapshot();
    const reply = await ask();
    expect([reply.status, codeOf(reply)]).toEqual([status, code]);
    expect(reply.body['error']).toEqual(expect.objectContaining({ code, applied: 'no' }));
    expect(await snapshot()).toEqual(before);
  });

  test('a command id used twice with different content → command/reused', async () => {
    const headers = { 'Idempotency-Key': 'once' };
    expect((await command(homeRun(2), { headers })).status).toBe(200);
    const before = await snapshot();
    const reply = await command({ ...homeRun(2), notation: 'K' }, { headers });
    expect([reply.status, codeOf(reply)]).toEqual([409, 'command/reused']);
    expect(await snapshot()).toEqual(before);
  });

  test.each([
    ['nine pitchers', pitchers],
    ['a player twice', twice],
  ])('a lineup with %s → lineup/invalid', async (_title, bad) => {
    const created = await edge.rest('ann').create(scheduleInput());
    if (!created.ok) throw new Error(created.error.message);
    const path = `/api/games/${created.gameId}`;
    const reply = await send(edge.url, `${path}/lineups/home`, { method: 'PUT', user: SCOREKEEPER, json: bad });
    expect([reply.status, codeOf(reply)]).toEqual([422, 'lineup/invalid']);
    expect((await send(edge.url, path, { user: 'fan' })).body).toMatchObject({ seq: 1 });
  });

  test.each(['/api/games/nope', '/api/games/nope/events', '/api/games/nope/line-score', '/api/games/%7Bx%7D'])(
    'an unknown game: %s → game/not_found',
    async (path) => {
      const reply = await send(edge.url, path, { user: 'fan' });
      expect([reply.status, codeOf(reply)]).toEqual([404, 'game/not_found']);
    },
  );

  test('a game that is over → game/over', async () => {
    const over = await openGame(edge.rest(SCOREKEEPER));
    const rest = edge.rest(SCOREKEEPER);
    const ended = await rest.command(over, { seat: 'scorekeeper', command: { type: 'EndGame', reason: 'called' } });
    expect(ended).toMatchObject({ ok: true });
    expect(await rest.command(over, { seat: 'scorekeeper', command: homeRun(1) })).toMatchObject({
      error: { code: 'game/over' },
    });
  });
});
