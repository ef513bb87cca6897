import type { GameId } from '../../../src/protocol/ids';
import type { CommandAnswer, CommandRequest } from '../../../src/protocol/envelope';
import { MemoryCluster, type MemoryNode } from '../../support/memory-cluster';
import { gameIdOf, openingOf, request, scheduledGame, SCORER, SPECTATOR, strikeout } from '../../support/game-commands';

const GAME = gameIdOf('game-1');

async function clusterWithGame(nodes: number, gameId = GAME): Promise<{ cluster: MemoryCluster; nodes: MemoryNode[] }> {
  const cluster = new MemoryCluster();
  const started: MemoryNode[] = [];
  for (let i = 0; i < nodes; i++) started.push(await cluster.start());
  const created = await started[0]?.node.create(gameId, scheduledGame(), { user: SCORER });
  expect(created).toEqual({ ok: true, duplicate: false });
  return { cluster, nodes: started };
}

async function send(cluster: MemoryCluster, node: MemoryNode, ...requests: CommandRequest[]): Promise<CommandAnswer[]> {
  const answers: CommandAnswer[] = [];
  for (const one of requests) answers.push(await cluster.submit(node, one, SCORER));
  return answers;
}

const outcomes = (answers: readonly CommandAnswer[]): (number | string)[] =>
  answers.map((answer) => (answer.ok ? answer.seq : answer.error.code));

/** What the game's journal and PostgreSQL hold together, as seq → command id. */
async function written(cluster: MemoryCluster, gameId: GameId = GAME): Promise<string[]> {
  await cluster.persist();
  const entries = await cluster.archive.entries(gameId, 0, 1000);
  expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, i) => i + 1));
  return entries.map((entry) => entry.commandId);
}

describe('a node', () => {
  test('a command sent to a node that does not own the game → decided by the owner, answered by the asker', async () => {
    const { cluster, nodes } = await clusterWithGame(2);
    const [first, second] = nodes as [MemoryNode, MemoryNode];
    const answers = await send(cluster, first, ...openingOf(GAME));
    answers.push(...(await send(cluster, second, strikeout(GAME, 1), strikeout(GAME, 2))));
    expect(outcomes(answers)).toEqual([2, 3, 4, 5, 6]);
    expect(cluster.ownersOf(GAME)).toEqual(['node-1']);
    expect(second.facts).not.toContain('acquired cold');
  });

  test('two nodes that claim one game at the same moment → one owner, both commands answered', async () => {
    const { cluster, nodes } = await clusterWithGame(2);
    const [lineups] = [openingOf(GAME)];
    const answers = await cluster.clock.until(
      Promise.all(nodes.map((node, i) => node.node.submit(lineups[i] as CommandRequest, { user: SCORER }))),
    );
    expect(outcomes(answers).sort()).toEqual([2, 3]);
    expect(cluster.ownersOf(GAME)).toHaveLength(1);
    expect(await written(cluster)).toHaveLength(3);
  });

  test('an unknown game → game/not_found, and Redis keeps no fence of it', async () => {
    const { cluster, nodes } = await clusterWithGame(1);
    const unknown = gameIdOf('nowhere');
    const [answer] = await send(cluster, nodes[0] as MemoryNode, strikeout(unknown, 1));
    expect(outcomes([answer as CommandAnswer])).toEqual(['game/not_found']);
    expect(cluster.redis.fences.has(unknown)).toBe(false);
  });

  test('a seat that is not the sender’s → seat/not_yours, nothing changed', async () => {
    const { cluster, nodes } = await clusterWithGame(1);
    const node = nodes[0] as MemoryNode;
    const [first] = openingOf(GAME);
    expect(outcomes([await cluster.submit(node, first as CommandRequest, SPECTATOR)])).toEqual(['seat/not_yours']);
    expect(outcomes([await cluster.submit(node, { ...(first as CommandRequest), seat: 'home' }, SCORER)])).toEqual([
      'seat/not_yours',
    ]);
    expect(await written(cluster)).toHaveLength(1);
  });
});

describe('a command id', () => {
  test('sent again → the first answer again, from memory and from PostgreSQL, here and after a takeover', async () => {
    const { cluster, nodes } = await clusterWithGame(2);
    const [first, second] = nodes as [MemoryNode, MemoryNode];
    await send(cluster, first, ...openingOf(GAME));
    const [original] = await send(cluster, first, strikeout(GAME, 1));
    const [fromMemory] = await send(cluster, first, strikeout(GAME, 1));
    expect(fromMemory).toEqual({ ...(original as object), duplicate: true });
    await cluster.persist();
    await send(cluster, first, strikeout(GAME, 2));
    const [fromArchive] = await send(cluster, first, strikeout(GAME, 1));
    expect(fromArchive).toEqual({ ...(original as object), duplicate: true });
    cluster.crash(first);
    await cluster.clock.advance(4000);
    const [afterTakeover] = await send(cluster, second, strikeout(GAME, 1));
    expect(afterTakeover).toEqual({ ...(original as object), duplicate: true });
    expect(cluster.ownersOf(GAME)).toEqual(['node-2']);
  });

  test('used for another command → command/reused, nothing changed', async () => {
    const { cluster, nodes } = await clusterWithGame(1);
    const node = nodes[0] as MemoryNode;
    await send(cluster, node, ...openingOf(GAME), strikeout(GAME, 1));
    const other = request(GAME, 'play-1', { type: 'RecordPlay', turn: 2, notation: 'HR' });
    expect(outcomes(await send(cluster, node, other))).toEqual(['command/reused']);
    expect(await written(cluster)).toHaveLength(5);
  });
});

describe('an append without a certain answer', () => {
  test('its reply is lost → settled with PostgreSQL, accepted once', async () => {
    const { cluster, nodes } = await clusterWithGame(1);
    const node = nodes[0] as MemoryNode;
    await send(cluster, node, ...openingOf(GAME));
    cluster.fail('append', 'loseReply');
    expect(outcomes(await send(cluster, node, strikeout(GAME, 1), strikeout(GAME, 2)))).toEqual([5, 6]);
    expect(node.facts).toContain('reclaimed kept');
    expect((await written(cluster)).slice(4)).toEqual(['play-1', 'play-2']);
  });

  test('it never arrived → put in its place, accepted once', async () => {
    const { cluster, nodes } = await clusterWithGame(1);
    const node = nodes[0] as MemoryNode;
    await send(cluster, node, ...openingOf(GAME));
    cluster.fail('append', 'loseRequest');
    expect(outcomes(await send(cluster, node, strikeout(GAME, 1), strikeout(GAME, 2)))).toEqual([5, 6]);
    expect((await written(cluster)).slice(4)).toEqual(['play-1', 'play-2']);
  });

  test('PostgreSQL is away too → nothing is shown or decided until it is settled, then accepted once', async () => {
    const { cluster, nodes } = await clusterWithGame(1);
    const node = nodes[0] as MemoryNode;
    await send(cluster, node, ...openingOf(GAME));
    cluster.fail('append', 'loseReply');
    cluster.fail('reclaim', ...Array.from({ length: 3 }, () => 'refuse' as const));
    const told = cluster.told.length;
    const answer = node.node.submit(strikeout(GAME, 1), { user: SCORER });
    await cluster.clock.advance(30);
    expect(cluster.told).toHaveLength(told);
    const seen = await node.node.catchup({ gameId: GAME, viewer: 'spectator' }, { user: SPECTATOR });
    expect(seen).toMatchObject({ ok: true, catchup: { seq: 4 } });
    expect(outcomes([await cluster.clock.until(answer)])).toEqual([5]);
    expect(cluster.told).toHaveLength(told + 1);
    expect(await written(cluster)).toHaveLength(5);
  });

  test('Redis refuses it for certain → server/storage, and the same command is accepted later', async () => {
    const { cluster, nodes } = await clusterWithGame(1);
    const node = nodes[0] as MemoryNode;
    await send(cluster, node, ...openingOf(GAME));
    cluster.fail('append', 'refuse');
    const answers = await send(cluster, node, strikeout(GAME, 1), strikeout(GAME, 1));
    expect(outcomes(answers)).toEqual(['server/storage', 5]);
    expect(answers[0]).toMatchObject({ error: { applied: 'no' } });
  });

  test('Redis has lost everything while the owner lives → the owner puts its entries back, nothing is lost', async () => {
    const { cluster, nodes } = await clusterWithGame(1);
    const node = nodes[0] as MemoryNode;
    await send(cluster, node, ...openingOf(GAME));
    await cluster.persist();
    await send(cluster, node, strikeout(GAME, 1), strikeout(GAME, 2));
    cluster.loseRedis();
    expect(outcomes(await send(cluster, node, strikeout(GAME, 3)))).toEqual([7]);
    expect((await written(cluster)).slice(4)).toEqual(['play-1', 'play-2', 'play-3']);
  });
});

describe('an idle owner', () => {
  test('Redis has lost everything, and nobody sends a command → the owner looks, and puts its entries back', async () => {
    const { cluster, nodes } = await clusterWithGame(1);
    const node = nodes[0] as MemoryNode;
    await send(cluster, node, ...openingOf(GAME), strikeout(GAME, 1));
    cluster.loseRedis();
    await cluster.clock.advance(4000);
    expect(node.facts).toContain('reclaimed kept');
    expect((await written(cluster)).slice(1)).toEqual(['lineup-away', 'lineup-home', 'start', 'play-1']);
  });

  test('its last entry had no answer and PostgreSQL was away → settled without another command', async () => {
    const { cluster, nodes } = await clusterWithGame(1);
    const node = nodes[0] as MemoryNode;
    await send(cluster, node, ...openingOf(GAME));
    cluster.fail('append', 'loseReply');
    cluster.fail('reclaim', ...Array.from({ length: 120 }, () => 'refuse' as const));
    const answer = await cluster.submit(node, strikeout(GAME, 1), SCORER);
    expect(answer).toMatchObject({ ok: false, error: { code: 'command/unknown', applied: 'unknown' } });
    cluster.faults.clear();
    await cluster.clock.advance(4000);
    expect((await written(cluster)).at(-1)).toBe('play-1');
  });
});

describe('a Redis that changed', () => {
  test('it was away past every session and lost what it had → the owners put it back under new sessions', async () => {
    const { cluster, nodes } = await clusterWithGame(2);
    const [first, second] = nodes as [MemoryNode, MemoryNode];
    await send(cluster, first, ...openingOf(GAME), strikeout(GAME, 1));
    cluster.fail('beat', ...Array.from({ length: 20 }, () => 'refuse' as const));
    await cluster.clock.advance(4000);
    expect(first.facts).toContain('session lost');
    cluster.loseRedis();
    cluster.faults.clear();
    expect(outcomes(await send(cluster, second, strikeout(GAME, 2)))).toEqual([6]);
    expect(cluster.ownersOf(GAME)).toEqual(['node-1']);
    expect((await written(cluster)).slice(4)).toEqual(['play-1', 'play-2']);
  });

  test('its owner is dead → nobody takes the game before the owner would have had the time to speak up', async () => {
    const { cluster, nodes } = await clusterWithGame(2);
    const [first, second] = nodes as [MemoryNode, MemoryNode];
    await send(cluster, first, ...openingOf(GAME));
    await cluster.persist();
    cluster.crash(first);
    cluster.loseRedis();
    const lostAt = cluster.clock.monotonic();
    expect(outcomes(await send(cluster, second, strikeout(GAME, 1)))).toEqual([5]);
    expect(cluster.clock.monotonic() - lostAt).toBeGreaterThanOrEqual(5000);
  });
});

describe('an owner that dies', () => {
  test('crashed, its link refused and its beats missed → taken over before its session expires, no entry lost', async () => {
    const { cluster, nodes } = await clusterWithGame(2);
    const [first, second] = nodes as [MemoryNode, MemoryNode];
    await send(cluster, first, ...openingOf(GAME), strikeout(GAME, 1));
    cluster.crash(first);
    const crashedAt = cluster.clock.monotonic();
    expect(outcomes(await send(cluster, second, strikeout(GAME, 2)))).toEqual([6]);
    expect(cluster.clock.monotonic() - crashedAt).toBeLessThan(2500);
    expect(second.facts).toContain('acquired takeover');
    expect((await written(cluster)).slice(4)).toEqual(['play-1', 'play-2']);
  });

  test('frozen past its session, then thawed → it has dropped its games, and decides nothing', async () => {
    const { cluster, nodes } = await clusterWithGame(2);
    const [first, second] = nodes as [MemoryNode, MemoryNode];
    await send(cluster, first, ...openingOf(GAME));
    cluster.freeze(first);
    expect(outcomes(await send(cluster, second, strikeout(GAME, 1)))).toEqual([5]);
    cluster.thaw(first);
    await cluster.clock.advance(1000);
    expect(first.facts).toContain('session lost');
    expect(first.facts).toContain('lost fenced');
    expect(outcomes(await send(cluster, first, strikeout(GAME, 2)))).toEqual([6]);
    expect(cluster.ownersOf(GAME)).toEqual(['node-2']);
    expect((await written(cluster)).slice(4)).toEqual(['play-1', 'play-2']);
  });

  test('frozen in the middle of an append, thawed after the takeover → its command is accepted once', async () => {
    const { cluster, nodes } = await clusterWithGame(2);
    const [first, second] = nodes as [MemoryNode, MemoryNode];
    await send(cluster, first, ...openingOf(GAME));
    const inFlight = first.node.submit(strikeout(GAME, 1), { user: SCORER });
    cluster.freeze(first);
    const again = await send(cluster, second, strikeout(GAME, 1), strikeout(GAME, 2));
    expect(outcomes(again)).toEqual([5, 6]);
    cluster.thaw(first);
    const late = await cluster.clock.until(inFlight);
    expect(outcomes([late])).toEqual([5]);
    expect((await written(cluster)).slice(4)).toEqual(['play-1', 'play-2']);
  });
});

describe('an acquire that stops half-way', () => {
  test('fence written, PostgreSQL silent → the next command finishes it, at whichever node it arrives', async () => {
    const { cluster, nodes } = await clusterWithGame(2);
    const [first, second] = nodes as [MemoryNode, MemoryNode];
    cluster.fail('claim', 'refuse');
    expect(outcomes(await send(cluster, first, openingOf(GAME)[0] as CommandRequest))).toEqual(['server/storage']);
    expect(cluster.redis.fences.get(GAME)?.session).toBe(first.node.sessionId());
    expect(outcomes(await send(cluster, second, ...openingOf(GAME)))).toEqual([2, 3, 4]);
    expect(cluster.ownersOf(GAME)).toEqual(['node-1']);
  });

  test('its node is dead → adopted by whoever is asked to', async () => {
    const { cluster, nodes } = await clusterWithGame(2);
    const [first, second] = nodes as [MemoryNode, MemoryNode];
    await send(cluster, first, ...openingOf(GAME));
    cluster.crash(first);
    await cluster.clock.until(second.node.adopt(GAME));
    expect(cluster.ownersOf(GAME)).toEqual(['node-2']);
    expect(await written(cluster)).toHaveLength(4);
  });
});

describe('an owner that lets go', () => {
  test('drained → a peer has the game at once, and commands to the draining node still arrive', async () => {
    const { cluster, nodes } = await clusterWithGame(2);
    const [first, second] = nodes as [MemoryNode, MemoryNode];
    await send(cluster, first, ...openingOf(GAME));
    await cluster.clock.until(first.node.drain(5000));
    expect(first.node.isReady()).toBe(false);
    expect(cluster.ownersOf(GAME)).toEqual(['node-2']);
    expect(second.facts).toContain('acquired handOff');
    expect(outcomes(await send(cluster, first, strikeout(GAME, 1)))).toEqual([5]);
    await first.node.stop();
    expect(outcomes(await send(cluster, second, strikeout(GAME, 2)))).toEqual([6]);
  });

  test('drained in the middle of commands → each is answered once, none is lost', async () => {
    const { cluster, nodes } = await clusterWithGame(2);
    const [first] = nodes as [MemoryNode, MemoryNode];
    await send(cluster, first, ...openingOf(GAME));
    const plays = [1, 2, 3].map((turn) => first.node.submit(strikeout(GAME, turn), { user: SCORER }));
    const drained = first.node.drain(5000);
    const later = first.node.submit(strikeout(GAME, 4), { user: SCORER });
    expect(outcomes(await cluster.clock.until(Promise.all([...plays, later])))).toEqual([5, 6, 7, 8]);
    await cluster.clock.until(drained);
    expect((await written(cluster)).slice(4)).toEqual(['play-1', 'play-2', 'play-3', 'play-4']);
  });

  test('both nodes drain → each finishes, and the game is nobody’s', async () => {
    const { cluster, nodes } = await clusterWithGame(2);
    const [first, second] = nodes as [MemoryNode, MemoryNode];
    await send(cluster, first, ...openingOf(GAME));
    await cluster.clock.until(Promise.all([first.node.drain(5000), second.node.drain(5000)]));
    expect(cluster.redis.fences.get(GAME)?.session ?? null).toBeNull();
    expect(await written(cluster)).toHaveLength(4);
  });

  test('idle → it leaves memory only when PostgreSQL has all of it, and comes back with the next command', async () => {
    const { cluster, nodes } = await clusterWithGame(1);
    const node = nodes[0] as MemoryNode;
    await send(cluster, node, ...openingOf(GAME));
    await cluster.clock.advance(120_000);
    expect(node.facts).not.toContain('released eviction');
    await cluster.persist();
    await cluster.clock.advance(60_000);
    expect(node.facts).toContain('released eviction');
    expect(cluster.redis.fences.has(GAME)).toBe(false);
    const view = await cluster.clock.until(
      node.node.catchup({ gameId: GAME, viewer: 'spectator' }, { user: SPECTATOR }),
    );
    const now = cluster.clock.now();
    expect(view).toMatchObject({ ok: true, catchup: { kind: 'view', seq: 4, now, view: { status: 'live' } } });
    expect(cluster.redis.fences.has(GAME)).toBe(false);
    expect(outcomes(await send(cluster, node, strikeout(GAME, 1)))).toEqual([5]);
  });
});

describe('limits', () => {
  test('more commands than a lane takes → game/busy for the rest, the others in order', async () => {
    const { cluster, nodes } = await clusterWithGame(1);
    const node = nodes[0] as MemoryNode;
    await send(cluster, node, ...openingOf(GAME));
    const plays = Array.from({ length: 12 }, (_, i) => node.node.submit(strikeout(GAME, i + 1), { user: SCORER }));
    const answers = outcomes(await cluster.clock.until(Promise.all(plays)));
    expect(answers.slice(0, 9)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13]);
    expect(answers.slice(9)).toEqual(['game/busy', 'game/busy', 'game/busy']);
  });

  test('more games than memory may hold → the ones used longest ago leave, once they are stored', async () => {
    const cluster = new MemoryCluster({ limits: { hotGamesMax: 2 } });
    const node = await cluster.start();
    const ids = ['a', 'b', 'c'].map(gameIdOf);
    for (const id of ids) await node.node.create(id, scheduledGame(), { user: SCORER });
    const first = (id: GameId): CommandRequest => openingOf(id)[0] as CommandRequest;
    expect(outcomes(await send(cluster, node, first(ids[0] as GameId), first(ids[1] as GameId)))).toEqual([2, 2]);
    expect(outcomes(await send(cluster, node, first(ids[2] as GameId)))).toEqual(['server/overloaded']);
    await cluster.persist();
    expect(outcomes(await send(cluster, node, first(ids[2] as GameId)))).toEqual([2]);
    expect(node.facts.filter((fact) => fact === 'released eviction').length).toBeGreaterThan(0);
  });

  test('entries of one tick → one append for their partition', async () => {
    const cluster = new MemoryCluster();
    const node = await cluster.start();
    const ids = Array.from({ length: 40 }, (_, i) => gameIdOf(`game-${i}`));
    for (const id of ids) {
      await node.node.create(id, scheduledGame(), { user: SCORER });
      await send(cluster, node, openingOf(id)[0] as CommandRequest);
    }
    node.facts.length = 0;
    const second = ids.map((id) => node.node.submit(openingOf(id)[1] as CommandRequest, { user: SCORER }));
    expect(outcomes(await cluster.clock.until(Promise.all(second)))).toEqual(ids.map(() => 3));
    const batches = node.facts.filter((fact) => fact.startsWith('batch '));
    expect(batches).toHaveLength(cluster.redis.partitions);
  });
});
