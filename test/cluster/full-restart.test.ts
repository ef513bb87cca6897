import { story } from './story';

const GAMES = 8;

story(
  'a full restart in the middle of games: they go on where they were',
  { nodes: 3, workers: 2, stores: 'own' },
  async (cluster) => {
    const keepers = await cluster.newGames(GAMES);
    const all = [...cluster.running];
    const hasOneAccepted = (count: number): boolean => keepers.some(({ accepted }) => accepted >= count);

    // In order, first: everybody hands off and ends, and comes again.
    await cluster.during(Promise.all(keepers.map((keeper) => keeper.play(50))), async () => {
      await cluster.waitUntil('games are under way', () => hasOneAccepted(10));
      await cluster.stop(...all);
      await cluster.start(...all);
    });

    // Then all at once, and the stores too.
    await cluster.during(Promise.all(keepers.map((keeper) => keeper.play())), async () => {
      await cluster.waitUntil('games are under way', () => hasOneAccepted(55));
      await cluster.kill(...all);
      await cluster.stopStores();
      await cluster.startStores();
      await cluster.start(...all);
    });
  },
);
