import { story } from './story';

story(
  'a game that nobody asks for: it leaves memory, and comes back on any node',
  { nodes: 2, workers: 1, env: { IDLE_EVICT_MS: '300' } },
  async (cluster) => {
    const first = await cluster.newGame('node-1');
    const { gameId } = first;
    await first.play(40);

    await cluster.waitUntil('nobody owns the game', async () => (await cluster.ownersOf(gameId)).length === 0);
    await cluster.waitUntil('no node holds it in memory', async () => {
      const reports = await cluster.reports();
      return [...reports.values()].every(({ hotGames }) => hotGames === 0);
    });

    const second = await cluster.join(gameId, 'node-2');
    second.accepted = first.accepted;
    await second.play(60);
    expect(await cluster.ownerOf(gameId)).toBe('node-2');
    first.accepted = second.accepted;
    await first.play();
  },
);
