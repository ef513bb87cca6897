/**
 * A Redis that falls back to what it had before a failover may hold more of a game than its owner was ever told: entries
 * of an owner before, which the Redis in between had forgotten. They contradict nothing, so nothing is set aside: the
 * game is taken anew, with them.
 */
import { gameIdOf, openingOf, request, scheduledGame, SCORER, strikeout } from '../../support/game-commands';
import { MemoryCluster, type MemoryNode, type RedisCopy } from '../../support/memory-cluster';

interface Story {
  readonly cluster: MemoryCluster;
  readonly second: MemoryNode;
  /** What the first Redis had when the first owner died. */
  readonly former: RedisCopy;
}

const GRACE_MS = 5000;
const GAME = gameIdOf('game-1');

/** Node 1 plays `plays` after the opening, and dies with the Redis that knew; node 2 is left with a copy of before. */
async function afterTheFirst(plays: number, kept: number): Promise<Story> {
  const cluster = new MemoryCluster();
  const [first, second] = [await cluster.start(), await cluster.start()];
  await first.node.create(GAME, scheduledGame(), { user: SCORER });
  for (const one of openingOf(GAME)) await cluster.submit(first, one, SCORER);
  await cluster.persist();
  let replica = cluster.copyOfRedis();
  for (let turn = 1; turn <= plays; turn++) {
    expect(await cluster.submit(first, strikeout(GAME, turn), SCORER)).toMatchObject({ ok: true });
    if (turn === kept) replica = cluster.copyOfRedis();
  }
  const former = cluster.copyOfRedis();
  cluster.crash(first);
  cluster.promote(replica);
  await cluster.clock.advance(GRACE_MS);
  return { cluster, second, former };
}

async function stored(cluster: MemoryCluster): Promise<string[]> {
  await cluster.persist();
  const entries = await cluster.archive.entries(GAME, 4, 10);
  return entries.map(({ commandId }) => commandId);
}

test('entries above the owner’s own are there again → taken anew with them, and nothing is set aside', async () => {
  const { cluster, second, former } = await afterTheFirst(2, 1);
  const looked = await cluster.submit(second, strikeout(GAME, 1), SCORER);
  expect(looked).toMatchObject({ ok: true, duplicate: true, seq: 5 });
  cluster.promote(former);
  await cluster.clock.advance(GRACE_MS);
  expect(await cluster.submit(second, strikeout(GAME, 3), SCORER)).toMatchObject({ ok: true, seq: 7 });
  expect(second.facts).toContain('reclaimed moved');
  expect(await stored(cluster)).toEqual(['play-1', 'play-2', 'play-3']);
  expect(cluster.archive.games.get(GAME)?.quarantine).toBeNull();
});

describe('another’s entry is there in the place of one in doubt', () => {
  const homeRun = (id: string, turn: number) => request(GAME, id, { type: 'RecordPlay', turn, notation: 'HR' });

  /** Node 2 has taken the game; its append has no answer, and the former Redis is back before it has settled that. */
  async function inDoubt() {
    const { cluster, second, former } = await afterTheFirst(1, 0);
    expect(await cluster.submit(second, homeRun('early', 2), SCORER)).toMatchObject({ error: { code: 'turn/future' } });
    cluster.fail('append', 'loseRequest');
    const answer = second.node.submit(homeRun('in-doubt', 1), { user: SCORER });
    await cluster.clock.advance(500);
    cluster.promote(former);
    return { cluster, second, answer };
  }

  test('it is decided anew, on top of that entry, and nothing is set aside', async () => {
    const { cluster, second, answer } = await inDoubt();
    expect(await cluster.clock.until(answer)).toMatchObject({ ok: false, error: { code: 'turn/stale' } });
    expect(await cluster.submit(second, strikeout(GAME, 2), SCORER)).toMatchObject({ ok: true, seq: 6 });
    expect(await stored(cluster)).toEqual(['play-1', 'play-2']);
    expect(cluster.archive.games.get(GAME)?.quarantine).toBeNull();
  });

  test('a worker stores that entry before the owner has heard of it → it is not taken for the one in doubt', async () => {
    const { cluster, answer } = await inDoubt();
    // The first try is told of the other entry; the second puts the fence back, and does not hear so.
    cluster.fail('reassert', 'duplicate', 'loseReply');
    await cluster.clock.advance(1000);
    expect(await stored(cluster)).toEqual(['play-1']);
    expect(await cluster.clock.until(answer)).toMatchObject({ ok: false, error: { code: 'turn/stale' } });
    expect(await stored(cluster)).toEqual(['play-1']);
  });
});
