import { story } from './story';

const GAMES = 24;

story('SIGTERM of an owner under load: not one command fails', { nodes: 3, workers: 2 }, async (cluster) => {
  const keepers = await cluster.newGames(GAMES);
  const gameIds = keepers.map(({ gameId }) => gameId);
  await cluster.spectate(gameIds);
  const ownersOfAll = async (): Promise<string[]> =>
    (await Promise.all(gameIds.map((gameId) => cluster.ownersOf(gameId)))).flat();

  await cluster.during(Promise.all(keepers.map((keeper) => keeper.play())), async () => {
    await cluster.waitUntil('every game is under way', () => keepers.every(({ accepted }) => accepted >= 10));
    expect(await ownersOfAll()).toContain('node-1');
    await cluster.stop('node-1');
  });

  expect(await ownersOfAll()).not.toContain('node-1');
});
