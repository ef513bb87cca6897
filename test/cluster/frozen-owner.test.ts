import { story } from './story';

const GAMES = 6;

story(
  'a frozen owner, thawed after its games were taken over: it refuses, and drops them',
  { nodes: 3, workers: 1 },
  async (cluster) => {
    const keepers = await Promise.all(Array.from({ length: GAMES }, () => cluster.newGame('node-1')));
    const gameIds = keepers.map(({ gameId }) => gameId);
    await Promise.all(['node-1', 'node-2', 'node-3'].map((node) => cluster.spectate(gameIds, node)));
    const others = await Promise.all(gameIds.map((gameId) => cluster.join(gameId, 'node-2')));
    const ownersOfAll = (): Promise<string[]> => Promise.all(gameIds.map((gameId) => cluster.ownerOf(gameId)));
    await Promise.all(keepers.map((keeper) => keeper.play(20)));
    expect(await ownersOfAll()).toEqual(gameIds.map(() => 'node-1'));

    // These have commands under way when node-1 stops, wherever each of them just is.
    const underWay = Promise.all(keepers.map((keeper) => keeper.play(60)));
    await cluster.during(underWay, async () => {
      await cluster.waitUntil('all play', () => keepers.every(({ accepted }) => accepted > 20));
      cluster.freeze('node-1');
      // The same commands under the same ids, elsewhere: what was accepted before is answered as before.
      await Promise.all(others.map((other) => other.play(40)));
      expect(await ownersOfAll()).not.toContain('node-1');

      // This one is at the frozen node's door when it wakes up.
      const [keeper] = keepers;
      const late = keeper?.send(20, 'late');
      cluster.thaw('node-1');
      expect(await late).toMatchObject({ ok: false, error: { code: 'turn/stale' } });
    });

    await cluster.waitUntil('the thawed node holds no game', async () => {
      const report = (await cluster.reports()).get('node-1');
      return report?.hotGames === 0;
    });
    expect(await ownersOfAll()).not.toContain('node-1');
    await Promise.all(keepers.map((keeper) => keeper.play()));
  },
);
