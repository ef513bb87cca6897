/** An owner that others have taken from, or may have, without its having heard so: what it has is shown to nobody. */
import type { CatchupAnswer } from '../../../src/protocol/socket';
import { gameIdOf, openingOf, scheduledGame, SCORER, SPECTATOR, strikeout } from '../../support/game-commands';
import { LIMITS, type Link, MemoryCluster, type MemoryNode } from '../../support/memory-cluster';

const GAME = gameIdOf('game-1');

/** Two nodes; the first owns a game that stands at 4, and PostgreSQL has it. */
async function ownedByTheFirst(link: () => Link = () => 'ok') {
  const cluster = new MemoryCluster({ link });
  const [first, second] = [await cluster.start(), await cluster.start()];
  await first.node.create(GAME, scheduledGame(), { user: SCORER });
  for (const one of openingOf(GAME)) await cluster.submit(first, one, SCORER);
  await cluster.persist();
  return { cluster, first, second };
}

const shownBy = (cluster: MemoryCluster, { node }: MemoryNode): Promise<CatchupAnswer> =>
  cluster.clock.until(node.catchup({ gameId: GAME, viewer: 'spectator' }, { user: SPECTATOR }));

test('taken from early, and awake before its session would have expired → it shows what the new owner has', async () => {
  let link: Link = 'ok';
  const { cluster, first, second } = await ownedByTheFirst(() => link);
  cluster.freeze(first);
  link = 'refuse';
  expect(await cluster.submit(second, strikeout(GAME, 1), SCORER)).toMatchObject({ ok: true, seq: 5 });
  link = 'ok';
  cluster.thaw(first);
  await cluster.clock.advance(LIMITS.sessionBeatMs);
  expect(cluster.clock.monotonic()).toBeLessThan(LIMITS.sessionTtlMs);
  expect(await shownBy(cluster, first)).toMatchObject({ ok: true, catchup: { seq: 5 } });
  expect(first.facts).toContain('session lost');
});

test('it lets the game go, and the answer of the release is lost → it shows what the new owner has', async () => {
  const { cluster, first, second } = await ownedByTheFirst();
  cluster.fail('release', 'loseReply');
  const drained = first.node.drain(5000);
  await cluster.clock.advance(20);
  expect(await cluster.submit(second, strikeout(GAME, 1), SCORER)).toMatchObject({ ok: true, seq: 5 });
  expect(await shownBy(cluster, first)).toMatchObject({ ok: true, catchup: { seq: 5 } });
  expect(first.facts).not.toContain('released handOff');
  await cluster.clock.until(drained);
});
