/** Undo, correction, the game at any seq and advice on unreadable plays, over REST of two nodes. */
import type { Command } from '../../../src/protocol/commands';
import type { GameId } from '../../../src/protocol/ids';
import { EdgeWorld, startEdge, type EdgeNode } from '../../support/edge';
import { codeOf, send, type Reply } from '../../support/http';
import { startRedis, type TestRedis } from '../../support/redis';
import { openGame, SCOREKEEPER } from '../../support/scored-game';

let redis: TestRedis;
let owner: EdgeNode;
let other: EdgeNode;
let keys = 0;

beforeAll(async () => {
  redis = await startRedis();
  const world = new EdgeWorld(redis.url);
  owner = await startEdge(world);
  other = await startEdge(world);
});

afterAll(async () => {
  await other.stop();
  await owner.stop();
  await redis.stop();
});

/** After the opening, seq 4, each play has the next seq. */
async function played(...notations: string[]): Promise<GameId> {
  const gameId = await openGame(owner.rest(SCOREKEEPER));
  for (const [i, notation] of notations.entries()) {
    const reply = await give(owner, gameId, { type: 'RecordPlay', turn: i + 1, notation });
    expect(reply.body).toMatchObject({ ok: true, seq: 5 + i });
  }
  return gameId;
}

function give(edge: EdgeNode, gameId: GameId, command: Command | Record<string, unknown>): Promise<Reply> {
  return send(edge.url, `/api/games/${gameId}/commands`, {
    method: 'POST',
    user: SCOREKEEPER,
    json: command,
    headers: { 'Idempotency-Key': `key-${(keys += 1)}` },
  });
}

const at = (edge: EdgeNode, gameId: string, seq: unknown): Promise<Reply> =>
  send(edge.url, `/api/games/${gameId}/at/${String(seq)}`, { user: 'fan' });

describe('revisions', () => {
  test('a correction at a node that does not own the game → the line score of what counts', async () => {
    const gameId = await played('S8', 'HR', 'K');
    const corrected = await give(other, gameId, { type: 'CorrectPlay', turn: 1, notation: 'E6' });
    expect(corrected.body).toMatchObject({
      ok: true,
      seq: 8,
      update: { events: [{ type: 'HistoryRevised', reason: 'correction', turn: 1 }, {}, {}, {}] },
    });
    const score = await send(owner.url, `/api/games/${gameId}/line-score`, { user: 'fan' });
    expect(score.body).toMatchObject({ seq: 8, lineScore: { away: { runs: 2, hits: 1 }, home: { errors: 1 } } });
  });

  test('an undo → the game stands as before the play', async () => {
    const gameId = await played('S8', 'HR');
    const before = await at(owner, gameId, 5);
    expect((await give(owner, gameId, { type: 'UndoPlay', turn: 2 })).body).toMatchObject({ ok: true, seq: 7 });
    const now = await send(owner.url, `/api/games/${gameId}`, { user: 'fan' });
    expect(now.body['view']).toEqual(before.body['view']);
    const events = await send(owner.url, `/api/games/${gameId}/events?after=5`, { user: 'fan' });
    expect(events.body).toMatchObject({ updates: [{ seq: 6 }, { seq: 7, events: [{ reason: 'undo', turn: 2 }] }] });
    expect(JSON.stringify(events.body)).not.toContain('"state"');
  });

  test('what no longer fits → 422, naming the play; nothing changed', async () => {
    const gameId = await played('S8', 'SB2');
    const reply = await give(owner, gameId, { type: 'CorrectPlay', turn: 1, notation: 'K' });
    expect(reply.status).toBe(422);
    expect(reply.body['error']).toMatchObject({
      code: 'play/no_longer_fits',
      details: { turn: 2, notation: 'SB2', rule: { code: 'play/invalid', message: 'There is no runner on first.' } },
    });
    expect((await send(owner.url, `/api/games/${gameId}`, { user: 'fan' })).body).toMatchObject({ seq: 6 });
  });

  test.each([
    [{ type: 'UndoPlay', turn: 1 }, 409, 'turn/stale'],
    [{ type: 'UndoPlay', turn: 3 }, 409, 'turn/future'],
    [{ type: 'UndoPlay' }, 400, 'request/invalid'],
    [{ type: 'UndoPlay', turn: 2, reason: 'typo' }, 400, 'request/invalid'],
    [{ type: 'CorrectPlay', turn: 1 }, 400, 'request/invalid'],
    [{ type: 'CorrectPlay', turn: 1, notation: 'K', play: { kind: 'strikeout' } }, 400, 'request/invalid'],
    [{ type: 'CorrectPlay', turn: 9, notation: 'K' }, 409, 'turn/future'],
    [{ type: 'CorrectPlay', turn: 1, notation: 'S8.1-2' }, 422, 'play/invalid'],
  ])('%j → %i %s', async (command, status, code) => {
    const gameId = await played('S8', 'K');
    const reply = await give(owner, gameId, command);
    expect([reply.status, codeOf(reply)]).toEqual([status, code]);
  });

  test('from a seat that records nothing → seat/wrong_seat', async () => {
    const gameId = await played('S8');
    const reply = await send(owner.url, `/api/games/${gameId}/commands?seat=home`, {
      method: 'POST',
      user: 'hilda',
      json: { type: 'UndoPlay', turn: 1 },
      headers: { 'Idempotency-Key': 'home-undo' },
    });
    expect(codeOf(reply)).toBe('seat/wrong_seat');
  });
});

describe('the game at a seq', () => {
  test('each seq, from both nodes → as it was then', async () => {
    const gameId = await played('S8', 'HR');
    await give(owner, gameId, { type: 'UndoPlay', turn: 2 });
    for (const edge of [owner, other]) {
      const seen = [];
      for (const seq of [1, 4, 5, 6, 7]) seen.push((await at(edge, gameId, seq)).body);
      expect(seen).toMatchObject([
        { ok: true, gameId, seq: 1, head: 7, view: { status: 'scheduled', turn: 0 } },
        { seq: 4, view: { status: 'live', turn: 1 } },
        { seq: 5, view: { turn: 2, situation: { bases: [{ id: 'a1' }, null, null] } } },
        { seq: 6, view: { turn: 3, score: { away: 2 } } },
        { seq: 7, view: { turn: 2, score: { away: 0 } } },
      ]);
    }
    expect(await owner.rest('fan').gameAt(gameId, 6)).toMatchObject({ ok: true, view: { score: { away: 2 } } });
  });

  test.each([0, -1, 6, 123456789012345])('seq %i → 404 with the seqs that there are', async (seq) => {
    const gameId = await played('S8');
    const reply = await at(other, gameId, seq);
    expect(reply.status).toBe(404);
    expect(reply.body['error']).toMatchObject({ code: 'game/no_such_seq', details: { seq, first: 1, head: 5 } });
  });

  test.each(['x', '1.5', '1e3', '%20', '9999999999999999'])('seq "%s" → request/invalid', async (seq) => {
    const gameId = await played();
    expect(codeOf(await at(owner, gameId, seq))).toBe('request/invalid');
  });

  test('an unknown game, a parameter, another method', async () => {
    const gameId = await played();
    expect(codeOf(await at(owner, 'nowhere', 1))).toBe('game/not_found');
    expect(codeOf(await at(owner, gameId, '1?as=home'))).toBe('request/invalid');
    const posted = await send(owner.url, `/api/games/${gameId}/at/1`, { method: 'POST', user: 'fan', json: {} });
    expect(codeOf(posted)).toBe('request/method_not_allowed');
  });
});

test('a play that cannot be read → where, what was expected, and what may have been meant', async () => {
  const gameId = await played('S8');
  const refusal = async (notation: string): Promise<unknown> =>
    (await give(owner, gameId, { type: 'RecordPlay', turn: 2, notation })).body['error'];
  expect(await refusal('6-4-3')).toMatchObject({
    code: 'play/notation',
    details: { part: '6-4-3', position: 0, didYouMean: '64(1)3/GDP', expected: 'fielders without hyphens, e.g. 63' },
  });
  expect(await refusal('GO 5-3')).toMatchObject({ code: 'play/notation', details: { didYouMean: '53/G' } });
  expect(await refusal('D7.2-H')).toMatchObject({
    code: 'play/invalid',
    details: { part: '2-H', position: 3, didYouMean: 'D7.1-H' },
  });
});
