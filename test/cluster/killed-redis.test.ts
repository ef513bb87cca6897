import { story } from './story';

const GAMES = 8;

story(
  'kill -9 of Redis while games are played: nothing is lost',
  { nodes: 3, workers: 2, stores: 'own' },
  async (cluster) => {
    const keepers = await cluster.newGames(GAMES);
    await cluster.spectate(keepers.map(({ gameId }) => gameId));

    await cluster.during(Promise.all(keepers.map((keeper) => keeper.play())), async () => {
      await cluster.waitUntil('games are under way', () => keepers.every(({ accepted }) => accepted >= 10));
      await cluster.killRedis();
      await cluster.startRedis();
    });
  },
);
