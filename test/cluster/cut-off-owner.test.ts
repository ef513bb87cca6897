import { story } from './story';

const GAMES = 4;

story(
  'an owner cut off from Redis: its games go on elsewhere, and it drops them',
  { nodes: 3, workers: 1, isWired: true },
  async (cluster) => {
    const keepers = await Promise.all(Array.from({ length: GAMES }, () => cluster.newGame('node-1')));
    const gameIds = keepers.map(({ gameId }) => gameId);
    await Promise.all(['node-1', 'node-2'].map((node) => cluster.spectate(gameIds, node)));
    const others = await Promise.all(gameIds.map((gameId) => cluster.join(gameId, 'node-2')));
    const ownersOfAll = (): Promise<string[]> => Promise.all(gameIds.map((gameId) => cluster.ownerOf(gameId)));

    await cluster.during(Promise.all(keepers.map((keeper) => keeper.play())), async () => {
      await cluster.waitUntil('all play', () => keepers.every(({ accepted }) => accepted >= 10));
      expect(await ownersOfAll()).toEqual(gameIds.map(() => 'node-1'));
      cluster.cutRedis('node-1');
      // The same commands under the same ids, through another node: what was accepted is answered as before.
      await Promise.all(others.map((other) => other.play(70)));
      expect(await ownersOfAll()).not.toContain('node-1');
      cluster.mendRedis('node-1');
    });

    expect(await ownersOfAll()).not.toContain('node-1');
  },
);
