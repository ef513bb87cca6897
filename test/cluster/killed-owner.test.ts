import { story } from './story';

const GAMES = 12;

story('kill -9 of owners in the middle of games: they go on elsewhere', { nodes: 3, workers: 2 }, async (cluster) => {
  const keepers = await cluster.newGames(GAMES);
  await cluster.spectate(keepers.map(({ gameId }) => gameId));

  await cluster.during(Promise.all(keepers.map((keeper) => keeper.play(50))), async () => {
    await cluster.waitUntil('every game is under way', () => keepers.every(({ accepted }) => accepted >= 10));
    await cluster.kill('node-1');
  });
  await cluster.during(Promise.all(keepers.map((keeper) => keeper.play())), async () => {
    await cluster.waitUntil('every game is under way', () => keepers.every(({ accepted }) => accepted >= 55));
    await cluster.kill('node-2');
  });

  // Each game has had commands since the first kill.
  const owners = await Promise.all(keepers.map(({ gameId }) => cluster.ownerOf(gameId)));
  expect(owners).not.toContain('node-1');
});
