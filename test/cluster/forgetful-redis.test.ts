import { story } from './story';

const GAMES = 8;

story(
  'Redis forgets everything while games are played: what only it had comes back from the owners',
  { nodes: 3, workers: 0 },
  async (cluster) => {
    const keepers = await cluster.newGames(GAMES);
    await cluster.spectate(keepers.map(({ gameId }) => gameId));

    // No worker runs: PostgreSQL has nothing of what was played.
    await cluster.during(Promise.all(keepers.map((keeper) => keeper.play(60))), async () => {
      await cluster.waitUntil('games are under way', () => keepers.every(({ accepted }) => accepted >= 20));
      await cluster.flushRedis();
    });

    await cluster.start('worker-1', 'worker-2');
    await Promise.all(keepers.map((keeper) => keeper.play()));
  },
);
