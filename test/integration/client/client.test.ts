import type { AnswerFact, Client, ClientOptions } from '../../../src/client/client';
import type { Game } from '../../../src/client/game';
import type { GameStep } from '../../../src/client/order';
import type { GameId } from '../../../src/protocol/ids';
import { EdgeWorld, startEdge, type EdgeNode } from '../../support/edge';
import { startRedis, type TestRedis } from '../../support/redis';
import { homeRun, openGame, SCOREKEEPER } from '../../support/scored-game';
import { startSwitchboard, type Switchboard } from '../../support/switchboard';
import { until } from '../../support/until';

let redis: TestRedis;
let world: EdgeWorld;
let one: EdgeNode;
let two: EdgeNode;
let board: Switchboard;
let gameId: GameId;
const clients: Client[] = [];

beforeAll(async () => {
  redis = await startRedis();
  world = new EdgeWorld(redis.url);
  [one, two] = await Promise.all([startEdge(world), startEdge(world)]);
  board = await startSwitchboard(one.url);
});

beforeEach(async () => {
  board.plug(one.url);
  gameId = await openGame(one.rest(SCOREKEEPER));
});

afterEach(() => clients.splice(0).forEach((client) => client.close()));

afterAll(async () => {
  await board.stop();
  await Promise.all([one.stop(), two.stop()]);
  await redis.stop();
});

function open(user: string, options: Partial<ClientOptions> = {}): Client {
  const client = one.client(user, { url: board.url, ...options });
  clients.push(client);
  return client;
}

async function watch(client: Client, as: 'scorekeeper' | 'spectator' = 'spectator', since?: number): Promise<Game> {
  const joined = await client.join(gameId, as, since);
  if (!joined.ok) throw new Error(joined.error.message);
  return joined.game;
}

/** The steps of a game as they come. */
function stepsOf(game: Game): GameStep[] {
  const steps: GameStep[] = [];
  game.onStep((step) => steps.push(step));
  return steps;
}

const seqsOf = (steps: readonly GameStep[]) =>
  steps.map((step) => (step.kind === 'update' ? step.update.seq : -step.seq));

async function playFrom(game: Game, first: number, count: number): Promise<void> {
  for (let turn = first; turn < first + count; turn += 1) {
    expect(await game.command(homeRun(turn))).toMatchObject({ ok: true, seq: 4 + turn });
  }
}

describe('following a game', () => {
  test('join → the view; then each update once, for every loop', async () => {
    const [scorer, fan] = [await watch(open(SCOREKEEPER), 'scorekeeper'), await watch(open('fan'))];
    expect(fan.view).toMatchObject({ status: 'live', turn: 1 });
    const loop = fan.updates();
    await playFrom(scorer, 1, 3);
    const seqs: number[] = [];
    for await (const step of loop) {
      if (step.kind === 'update') seqs.push(step.update.seq);
      if (seqs.length === 3) break;
    }
    expect(seqs).toEqual([5, 6, 7]);
    expect(scorer.seq).toBe(7);
  });

  test('join with since → the run that was missed, as steps', async () => {
    const scorer = await watch(open(SCOREKEEPER), 'scorekeeper');
    await playFrom(scorer, 1, 2);
    const fan = await watch(open('fan'), 'spectator', 4);
    expect(fan.seq).toBe(6);
  });

  test('the connection is cut, again and again → the steps go on without a gap', async () => {
    const client = open('fan');
    const [scorer, fan] = [await watch(open(SCOREKEEPER, { url: one.url }), 'scorekeeper'), await watch(client)];
    const steps = stepsOf(fan);
    for (const round of [0, 1, 2]) {
      await playFrom(scorer, 1 + round * 4, 2);
      await until('the fan is connected again', () => client.counters.connects === round + 1);
      board.cut();
      board.plug(round % 2 === 0 ? two.url : one.url);
      await playFrom(scorer, 3 + round * 4, 2);
    }
    await until('the fan is at the head', () => fan.seq === 16);
    expect(seqsOf(steps)).toEqual(Array.from({ length: 12 }, (_, n) => n + 5));
    expect(client.counters.disconnects).toBe(3);
  });

  test('a broadcast that was lost → the next one shows the gap, and it is mended', async () => {
    const client = open('fan');
    const [scorer, fan] = [await watch(open(SCOREKEEPER), 'scorekeeper'), await watch(client)];
    const steps = stepsOf(fan);
    await playFrom(scorer, 1, 1);
    await until('the first came', () => fan.seq === 5);
    const lost = jest.spyOn(one.realtime.broadcast, 'committed').mockImplementation(() => undefined);
    await playFrom(scorer, 2, 1);
    lost.mockRestore();
    await playFrom(scorer, 3, 1);
    await until('the gap is mended', () => fan.seq === 7);
    expect(seqsOf(steps)).toEqual([5, 6, 7]);
    expect(client.counters.gapsMended).toBe(1);
  });

  test('the node drains → the client goes elsewhere in the time it has, and no question of its own is lost', async () => {
    const leaving = await startEdge(world);
    board.plug(leaving.url);
    const client = open(SCOREKEEPER);
    const scorer = await watch(client, 'scorekeeper');
    const steps = stepsOf(scorer);
    await playFrom(scorer, 1, 2);
    board.plug(two.url);
    leaving.realtime.drain({ reconnectWithinMs: 500 });
    const drained = leaving.node.drain(1000);
    let turn = 3;
    while (client.counters.connects < 2) {
      await playFrom(scorer, turn, 1);
      turn += 1;
    }
    await playFrom(scorer, turn, 1);
    expect(seqsOf(steps)).toEqual(Array.from({ length: turn }, (_, i) => i + 5));
    expect(client.counters.retries).toBe(0);
    await drained;
    await leaving.stop();
  });

  test('for await over the events, through a cut connection → each once, in order', async () => {
    const client = open('fan');
    const [scorer, fan] = [await watch(open(SCOREKEEPER, { url: one.url }), 'scorekeeper'), await watch(client)];
    const playing = (async () => {
      await playFrom(scorer, 1, 2);
      board.cut();
      board.plug(two.url);
      await playFrom(scorer, 3, 3);
    })();
    const turns: number[] = [];
    for await (const event of fan.events()) {
      if (event.type === 'PlayRecorded') turns.push(event.turn);
      if (turns.length === 5) break;
    }
    await playing;
    expect(turns).toEqual([1, 2, 3, 4, 5]);
  });

  test('left → the loops end', async () => {
    const fan = await watch(open('fan'));
    const loop = fan.updates();
    await fan.leave();
    expect(await loop.next()).toEqual({ done: true, value: undefined });
  });
});

describe('commands', () => {
  test('the connection is cut under a command → sent again under its id, applied once', async () => {
    const facts: AnswerFact[] = [];
    const client = open(SCOREKEEPER, { attemptMs: 200, onAnswer: (fact) => facts.push(fact) });
    const scorer = await watch(client, 'scorekeeper');
    board.hold();
    const answer = scorer.command(homeRun(1), { commandId: 'once' });
    board.cut();
    expect(await answer).toMatchObject({ ok: true, seq: 5 });
    expect(await scorer.command(homeRun(1), { commandId: 'once' })).toMatchObject({ seq: 5, duplicate: true });
    expect(facts[0]).toMatchObject({ commandId: 'once', attempts: 2 });
    expect(client.counters.retries).toBeGreaterThanOrEqual(1);
  });

  test('no node for longer than the deadline → command/timeout, not an exception', async () => {
    const client = open(SCOREKEEPER, { deadlineMs: 300 });
    const scorer = await watch(client, 'scorekeeper');
    board.plug('http://127.0.0.1:1');
    board.cut();
    expect(await scorer.command(homeRun(1))).toMatchObject({ ok: false, error: { code: 'command/timeout' } });
  });

  test('a rule says no → the refusal, once', async () => {
    const client = open(SCOREKEEPER);
    const scorer = await watch(client, 'scorekeeper');
    expect(await scorer.command({ ...homeRun(1), notation: 'S8.2-H' })).toMatchObject({
      error: { code: 'play/invalid' },
    });
    expect(client.counters.retries).toBe(0);
  });

  test('decided on an old view → the refusal, and the client catches up', async () => {
    const [late, scorer] = [
      await watch(open(SCOREKEEPER), 'scorekeeper'),
      await watch(open(SCOREKEEPER), 'scorekeeper'),
    ];
    const lost = jest.spyOn(one.realtime.broadcast, 'committed').mockImplementation(() => undefined);
    await playFrom(scorer, 1, 1);
    lost.mockRestore();
    expect(await late.command(homeRun(1))).toMatchObject({ error: { code: 'turn/stale', retry: 'resync' } });
    await until('the late one has caught up', () => late.seq === 5);
  });

  test('over a limit → waits as long as it is told, then succeeds', async () => {
    const strict = await startEdge(world, { config: { rateGamePerS: 2 } });
    const client = strict.client(SCOREKEEPER);
    clients.push(client);
    const scorer = await watch(client, 'scorekeeper');
    await playFrom(scorer, 1, 5);
    expect(client.counters.retries).toBeGreaterThanOrEqual(1);
    await strict.stop();
  });

  test('as a spectator, too large, or under an id that cannot be → refused before it is sent', async () => {
    const fan = await watch(open('fan'));
    expect(await fan.command(homeRun(1))).toMatchObject({ error: { code: 'seat/not_seated' } });
    const scorer = await watch(open(SCOREKEEPER), 'scorekeeper');
    expect(await scorer.command(homeRun(1), { commandId: 'a b' })).toMatchObject({
      error: { code: 'request/invalid' },
    });
    expect(await scorer.command({ ...homeRun(1), notation: 'x'.repeat(70_000) })).toMatchObject({
      error: { code: 'request/too_large' },
    });
  });
});

describe('connecting', () => {
  test('a game that is not there → the refusal', async () => {
    expect(await open('fan').join('nope' as GameId, 'spectator')).toMatchObject({ error: { code: 'game/not_found' } });
  });

  test('a credential that is refused → says so at once, and for every question', async () => {
    const client = open('a b');
    expect(await client.connect()).toMatchObject({ error: { code: 'auth/missing' } });
    expect(await client.join(gameId, 'spectator')).toMatchObject({ error: { code: 'auth/missing' } });
  });

  test('no node at all → command/timeout within the deadline', async () => {
    const client = open('fan', { url: 'http://127.0.0.1:1' });
    expect(await client.connect(200)).toMatchObject({ error: { code: 'command/timeout' } });
  });

  test('closed → whoever still waits is told', async () => {
    const client = open('fan', { url: 'http://127.0.0.1:1' });
    const waiting = client.join(gameId, 'spectator');
    client.close();
    expect(await waiting).toMatchObject({ ok: false });
  });
});
