/** Questions for games that are not: each moment PostgreSQL is asked once, and nobody waits for a game that is there. */
import { gameIdOf, openingOf, scheduledGame, SCORER, SPECTATOR, strikeout } from '../../support/game-commands';
import { MemoryCluster, type MemoryNode } from '../../support/memory-cluster';

const GAME = gameIdOf('game-1');

let asked: number;
/** How long PostgreSQL's answers are on their way. */
let backMs: number;
let cluster: MemoryCluster;
let first: MemoryNode;
let second: MemoryNode;

beforeEach(async () => {
  backMs = 0;
  cluster = new MemoryCluster({
    weather: ({ store }) => {
      if (store !== 'postgres') return { thereMs: 0, backMs: 0 };
      asked += 1;
      return { thereMs: 0, backMs };
    },
  });
  [first, second] = [await cluster.start(), await cluster.start()];
  await cluster.clock.advance(1);
  asked = 0;
});

const look = (node: MemoryNode) =>
  cluster.clock.until(node.node.catchup({ gameId: GAME, viewer: 'spectator' }, { user: SPECTATOR }));

const notFound = { ok: false, error: { code: 'game/not_found', details: { gameId: GAME } } };

test('asked for again and again → PostgreSQL is asked once a moment', async () => {
  for (let i = 0; i < 100; i += 1) {
    expect(await look(first)).toMatchObject(notFound);
    expect(await cluster.submit(first, strikeout(GAME, 1), SCORER)).toMatchObject(notFound);
  }
  expect(asked).toBe(1);
  await cluster.clock.advance(501);
  expect(await look(first)).toMatchObject(notFound);
  expect(asked).toBe(2);
});

test('created here after it was asked for → it is there at once', async () => {
  expect(await look(first)).toMatchObject(notFound);
  await first.node.create(GAME, scheduledGame(), { user: SCORER });
  const [opening] = openingOf(GAME);
  expect(await cluster.submit(first, opening!, SCORER)).toMatchObject({ ok: true });
});

test('created here while somebody asks for it → it is there at once', async () => {
  backMs = 100;
  const asking = first.node.catchup({ gameId: GAME, viewer: 'spectator' }, { user: SPECTATOR });
  await cluster.clock.advance(1);
  backMs = 0;
  await cluster.clock.until(first.node.create(GAME, scheduledGame(), { user: SCORER }));
  expect(await cluster.clock.until(asking)).toMatchObject(notFound);
  expect(await look(first)).toMatchObject({ ok: true });
});

test('created elsewhere after it was asked for → it is there a moment later', async () => {
  expect(await look(second)).toMatchObject(notFound);
  await first.node.create(GAME, scheduledGame(), { user: SCORER });
  await cluster.clock.advance(501);
  expect(await look(second)).toMatchObject({ ok: true });
});
