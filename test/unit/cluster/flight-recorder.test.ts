/** What a game's record of ownership says after the moves that a cluster can make. */
import type { OwnershipMove } from '../../../src/protocol/ownership';
import { retryQuarantined } from '../../../src/cluster/quarantine';
import { MemoryCatalog } from '../../../src/store/memory/catalog';
import { MemoryFences } from '../../../src/store/memory/fences';
import { MemoryJournal } from '../../../src/store/memory/journal';
import { gameIdOf, openingOf, scheduledGame, SCORER, strikeout } from '../../support/game-commands';
import { MemoryCluster, type MemoryNode } from '../../support/memory-cluster';

const GAME = gameIdOf('game-1');

async function opened(nodeCount: number): Promise<{ cluster: MemoryCluster; nodes: MemoryNode[] }> {
  const cluster = new MemoryCluster();
  const nodes: MemoryNode[] = [];
  for (let i = 0; i < nodeCount; i++) nodes.push(await cluster.start());
  await nodes[0]?.node.create(GAME, scheduledGame(), { user: SCORER });
  for (const one of openingOf(GAME)) await cluster.submit(nodes[0] as MemoryNode, one, SCORER);
  return { cluster, nodes };
}

/** Oldest epoch first. */
async function movesOf(cluster: MemoryCluster): Promise<readonly OwnershipMove[]> {
  const { moves } = await new MemoryCatalog({ archive: cluster.archive }).ownership(GAME, { limit: 100 });
  return [...moves].reverse();
}

const told = async (cluster: MemoryCluster): Promise<string[]> =>
  (await movesOf(cluster)).map(({ kind, reason, node }) => `${kind} ${reason} by ${node}`);

describe('the record of a game', () => {
  test('taken cold, its owner dies, the next one drains → every move with epoch, session, node and reason', async () => {
    const { cluster, nodes } = await opened(3);
    const [first, second, third] = nodes as [MemoryNode, MemoryNode, MemoryNode];
    const sessions = nodes.map(({ node }) => node.sessionId());
    cluster.crash(first);
    await cluster.submit(second, strikeout(GAME, 1), SCORER);
    await cluster.clock.until(second.node.drain(5000));
    await cluster.submit(third, strikeout(GAME, 2), SCORER);
    expect(await told(cluster)).toEqual([
      'acquired cold by node-1',
      'acquired takeover by node-2',
      'released handOff by node-2',
      'acquired handOff by node-3',
    ]);
    expect((await movesOf(cluster)).map(({ session }) => session)).toEqual([0, 1, 1, 2].map((i) => sessions[i]));
    const epochs = (await movesOf(cluster)).map(({ epoch }) => epoch);
    expect(epochs[1]).toBe(epochs[2]);
    expect(new Set(epochs).size).toBe(3);
  });

  test('idle → released by eviction, acquired cold when it is asked for again', async () => {
    const { cluster, nodes } = await opened(1);
    await cluster.persist();
    await cluster.clock.advance(180_000);
    await cluster.submit(nodes[0] as MemoryNode, strikeout(GAME, 1), SCORER);
    expect((await told(cluster)).slice(1)).toEqual(['released eviction by node-1', 'acquired cold by node-1']);
  });

  test('an append without an answer → reclaimed unanswered; Redis forgot → reclaimed refused or forgotten', async () => {
    const { cluster, nodes } = await opened(1);
    const node = nodes[0] as MemoryNode;
    cluster.fail('append', 'loseReply');
    await cluster.submit(node, strikeout(GAME, 1), SCORER);
    cluster.loseRedis();
    await cluster.submit(node, strikeout(GAME, 2), SCORER);
    await cluster.clock.advance(5000);
    const reasons = (await movesOf(cluster)).flatMap(({ kind, reason }) => (kind === 'reclaimed' ? [reason] : []));
    expect(reasons.slice(0, 2)).toEqual(['unanswered', expect.stringMatching(/^(refused|forgotten|session)$/)]);
  });

  test('PostgreSQL does not take the note of a release → the hand-off goes on, and the note is tried again', async () => {
    const { cluster, nodes } = await opened(2);
    const [first] = nodes as [MemoryNode, MemoryNode];
    cluster.fail('noteReleased', 'refuse');
    await cluster.clock.until(first.node.drain(5000));
    expect(await told(cluster)).toEqual([
      'acquired cold by node-1',
      'released handOff by node-1',
      'acquired handOff by node-2',
    ]);
    expect(first.facts.filter((fact) => fact.startsWith('failed recorder'))).toHaveLength(1);
  });

  test('nor later, and the node ends → it ends, and the failures are told', async () => {
    const { cluster, nodes } = await opened(2);
    const [first] = nodes as [MemoryNode, MemoryNode];
    cluster.fail('noteReleased', ...Array<'refuse'>(20).fill('refuse'));
    await cluster.clock.until(first.node.drain(5000));
    expect(await told(cluster)).toEqual(['acquired cold by node-1', 'acquired handOff by node-2']);
    expect(first.facts.filter((fact) => fact.startsWith('failed recorder'))).toHaveLength(3);
  });

  test('an answer to the note is lost → noted once', async () => {
    const { cluster, nodes } = await opened(2);
    const [first] = nodes as [MemoryNode, MemoryNode];
    cluster.fail('noteReleased', 'loseReply');
    await cluster.clock.until(first.node.drain(5000));
    expect((await told(cluster)).filter((move) => move.startsWith('released'))).toEqual(['released handOff by node-1']);
  });
});

describe('a journal that contradicts its owner', () => {
  /** Two commands are accepted; then the journal holds another one where the last of them was. */
  async function contradicted(): Promise<{ cluster: MemoryCluster; node: MemoryNode }> {
    const { cluster, nodes } = await opened(1);
    await cluster.persist();
    const node = nodes[0] as MemoryNode;
    await cluster.submit(node, strikeout(GAME, 1), SCORER);
    const stream = cluster.redis.streamOf(GAME);
    const [item] = stream.splice(0, 1);
    if (item === undefined) throw new Error('nothing was journaled');
    stream.push({ ...item, command: 'other' as never, body: item.body.replace('"play-1"', '"other"') });
    return { cluster, node };
  }

  const retry = (cluster: MemoryCluster) => {
    const journal = new MemoryJournal({ world: cluster.redis });
    const fences = new MemoryFences({ world: cluster.redis });
    return retryQuarantined({ node: 'worker-1', journal, fences, writer: cluster.archive, batchEntriesMax: 100 }, GAME);
  };

  test('found when its next append is in doubt → the game is frozen with both truths, the command is unknown', async () => {
    const { cluster, node } = await contradicted();
    cluster.fail('append', 'loseRequest');
    const answer = await cluster.submit(node, strikeout(GAME, 2), SCORER);
    expect(answer).toMatchObject({ ok: false, error: { code: 'command/unknown', applied: 'unknown' } });
    expect(node.facts).toContain('reclaimed diverged');
    expect(node.facts).toContain('lost diverged');
    expect((await told(cluster)).slice(-1)).toEqual(['quarantined diverged by node-1']);
    const aside = await new MemoryJournal({ world: cluster.redis }).quarantinedEntries(GAME);
    expect(aside.map(({ seq, body }) => [seq, (JSON.parse(body) as { commandId: string }).commandId])).toEqual([
      [5, 'other'],
      [5, 'play-1'],
    ]);
    expect(await retry(cluster)).toMatchObject({ status: 'kept', cause: 'diverged', needsOwner: false });
    const later = await cluster.submit(node, strikeout(GAME, 3), SCORER);
    expect(later).toMatchObject({ ok: false, error: { code: 'game/quarantined' } });
  });

  test('the stores fail while it is being frozen → the next look does it', async () => {
    const { cluster, node } = await contradicted();
    cluster.fail('append', 'loseRequest');
    cluster.fail('quarantine', 'refuse');
    void node.node.submit(strikeout(GAME, 2), { user: SCORER });
    await cluster.clock.advance(10_000);
    expect(cluster.redis.fences.get(GAME)?.quarantined).toBe(true);
    expect((await told(cluster)).filter((move) => move.startsWith('quarantined'))).toHaveLength(1);
  });

  test('a Redis that rolled back sets aside what was let go → the next acquire marks it, and it is tried again', async () => {
    const { cluster, nodes } = await opened(2);
    const [first, second] = nodes as [MemoryNode, MemoryNode];
    await cluster.persist();
    await cluster.clock.until(first.node.drain(5000));
    const journal = new MemoryJournal({ world: cluster.redis });
    await journal.quarantine(GAME);
    cluster.crash(second);
    const third = await cluster.start();
    const refused = await cluster.submit(third, strikeout(GAME, 1), SCORER);
    expect(refused).toMatchObject({ ok: false, error: { code: 'game/quarantined' } });
    expect(cluster.archive.games.get(GAME)?.quarantine).not.toBeNull();
    expect(await retry(cluster)).toEqual({ status: 'released', stored: 0 });
    expect(await cluster.submit(third, strikeout(GAME, 1), SCORER)).toMatchObject({ ok: true, seq: 5 });
  });
});
