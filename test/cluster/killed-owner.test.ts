import { story } from './story';

const GAMES = 12;

story('kill -9 of owners in the middle of games: they go on elsewhere', { nodes: 3, workers: 2 }, async (cluster) => {
  const keepers = await cluster.newGames(GAMES);
  const gameIds = keepers.map(({ gameId }) => gameId);
  await cluster.spectate(gameIds);
  const ownersOfAll = async (): Promise<string[]> =>
    (await Promise.all(gameIds.map((gameId) => cluster.ownersOf(gameId)))).flat();

  await cluster.during(Promise.all(keepers.map((keeper) => keeper.play(50))), async () => {
    await cluster.waitUntil('every game is under way', () => keepers.every(({ accepted }) => accepted >= 10));
    expect(await ownersOfAll()).toContain('node-1');
    await cluster.kill('node-1');
  });
  await cluster.during(Promise.all(keepers.map((keeper) => keeper.play())), async () => {
    await cluster.waitUntil('every game is under way', () => keepers.every(({ accepted }) => accepted >= 55));
    expect(await ownersOfAll()).toContain('node-2');
    await cluster.kill('node-2');
  });

  // Each game has had commands since the first kill.
  const owners = await Promise.all(keepers.map(({ gameId }) => cluster.ownerOf(gameId)));
  expect(owners).not.toContain('node-1');
});
