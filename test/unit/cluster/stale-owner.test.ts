/**
 * An owner that others have taken from, or may have, without its having heard so: what it has is shown to nobody. And one
 * that may not leave yet, because only it has what was last played; and one whose reclaim came half the way.
 */
import type { CatchupAnswer } from '../../../src/protocol/socket';
import { gameIdOf, openingOf, scheduledGame, SCORER, SPECTATOR, strikeout } from '../../support/game-commands';
import {
  LIMITS,
  type Link,
  MemoryCluster,
  type MemoryClusterOptions,
  type MemoryNode,
} from '../../support/memory-cluster';
import type { Weather } from '../../support/wires';

const GAME = gameIdOf('game-1');

/** Two nodes; the first owns a game that stands at 4, and PostgreSQL has it. */
async function ownedByTheFirst(options: MemoryClusterOptions = {}) {
  const cluster = new MemoryCluster(options);
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
  const { cluster, first, second } = await ownedByTheFirst({ link: () => link });
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

test('a play is on its way when the game is to be evicted → it stays until PostgreSQL has that too', async () => {
  const cluster = new MemoryCluster({ limits: { idleEvictMs: 900 } });
  const only = await cluster.start();
  await only.node.create(GAME, scheduledGame(), { user: SCORER });
  for (const one of openingOf(GAME)) await cluster.submit(only, one, SCORER);
  await cluster.persist();
  cluster.fail('append', 'loseRequest');
  expect(await cluster.submit(only, strikeout(GAME, 1), SCORER)).toMatchObject({ ok: true, seq: 5 });
  await cluster.clock.advance(500);
  expect(only.facts).not.toContain('released eviction');
  cluster.loseRedis();
  expect(await cluster.submit(only, strikeout(GAME, 2), SCORER)).toMatchObject({ ok: true, seq: 6 });
  await cluster.persist();
  expect((await cluster.archive.entries(GAME, 4, 10)).map(({ commandId }) => commandId)).toEqual(['play-1', 'play-2']);
  await cluster.clock.advance(5000);
  expect(only.facts).toContain('released eviction');
});

test('the session is lost while a play is on its way → the owner stays, and puts it back when Redis forgets', async () => {
  const slowly: Weather = ({ verb }) => ({ thereMs: 0, backMs: verb === 'append' ? 900 : 0 });
  const { cluster, first } = await ownedByTheFirst({ weather: slowly });
  // By then it has looked, and knows that PostgreSQL has everything.
  await cluster.clock.advance(4000);
  const played = first.node.submit(strikeout(GAME, 1), { user: SCORER });
  await cluster.clock.advance(100);
  cluster.redis.sessions.clear();
  expect(await cluster.clock.until(played)).toMatchObject({ ok: true, seq: 5 });
  expect(first.facts).toContain('session lost');
  cluster.loseRedis();
  expect(await cluster.submit(first, strikeout(GAME, 2), SCORER)).toMatchObject({ ok: true, seq: 6 });
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

test('Redis rolls back to the owner before, who takes the game again → the later owner shows what he has', async () => {
  const { cluster, first, second } = await ownedByTheFirst({ limits: { followAfter: 1, sessionTtlMs: 20_000 } });
  const copy = cluster.copyOfRedis();
  expect(await cluster.submit(second, strikeout(GAME, 1), SCORER)).toMatchObject({ ok: true, seq: 5 });
  await cluster.persist();
  await cluster.clock.advance(500);
  expect(first.facts).toContain('released handOff');
  expect(await cluster.submit(second, strikeout(GAME, 2), SCORER)).toMatchObject({ ok: true, seq: 6 });
  await cluster.persist();
  // By then the second has looked, and knows that PostgreSQL has everything.
  await cluster.clock.advance(4000);
  cluster.promote(copy);
  // By then the time of grace is over, and the first has forgotten whom it gave the game to.
  await cluster.clock.advance(40_000);
  expect(await cluster.submit(first, strikeout(GAME, 3), SCORER)).toMatchObject({ ok: true, seq: 7 });
  expect(await shownBy(cluster, second)).toMatchObject({ ok: true, catchup: { seq: 7 } });
});

test('PostgreSQL’s fence was raised and Redis said no, then fell back to where it matches → what is played is stored', async () => {
  let isFull = false;
  const fault = (verb: string) => (isFull && verb === 'reassert' ? 'refuse' : undefined);
  const weather: Weather = ({ verb }) => ({ fault: fault(verb), thereMs: 0, backMs: 0 });
  const { cluster, first } = await ownedByTheFirst({ weather });
  const before = cluster.copyOfRedis();
  expect(await cluster.submit(first, strikeout(GAME, 1), SCORER)).toMatchObject({ ok: true, seq: 5 });
  const after = cluster.copyOfRedis();
  cluster.promote(before);
  isFull = true;
  expect(await shownBy(cluster, first)).toMatchObject({ ok: false });
  isFull = false;
  cluster.promote(after);
  expect(await cluster.submit(first, strikeout(GAME, 2), SCORER)).toMatchObject({ ok: true, seq: 6 });
  await cluster.persist();
  expect((await cluster.archive.entries(GAME, 4, 10)).map(({ commandId }) => commandId)).toEqual(['play-1', 'play-2']);
});
