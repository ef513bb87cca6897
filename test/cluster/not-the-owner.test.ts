import type { Cluster } from './harness';
import { COMMANDS } from './script';
import { story } from './story';

/** A game that node-1 owns, a second scorekeeper of it at node-2 and a spectator at node-3. */
async function atThreeNodes(cluster: Cluster) {
  const first = await cluster.newGame('node-1');
  const { gameId } = first;
  const fan = await cluster.spectate([gameId], 'node-3');
  await first.play(4);
  expect(await cluster.ownerOf(gameId)).toBe('node-1');

  const second = await cluster.join(gameId, 'node-2');
  second.accepted = first.accepted;
  const wasSeenWhole = (): Promise<void> =>
    cluster.waitUntil('a spectator on a third node saw the whole game', () => {
      return fan.seqOf(gameId) === 1 + COMMANDS.length;
    });
  return { gameId, second, wasSeenWhole };
}

story(
  'a node that does not own the game: it takes the commands all the same, and the owner stays',
  { nodes: 3, workers: 1 },
  async (cluster) => {
    const { gameId, second, wasSeenWhole } = await atThreeNodes(cluster);
    await second.play();
    expect(await cluster.ownerOf(gameId)).toBe('node-1');
    await wasSeenWhole();
  },
);

story(
  'games follow their commands: the game is handed off to the node that they come over, and goes on there',
  { nodes: 3, workers: 1, env: { FOLLOW_AFTER: '4' } },
  async (cluster) => {
    const { gameId, second, wasSeenWhole } = await atThreeNodes(cluster);
    await second.play(10);
    // On the way it is nobody's for a moment.
    const owner = (): Promise<string> => cluster.ownerOf(gameId).catch(() => 'nobody');
    await cluster.waitUntil('the game has followed', async () => (await owner()) === 'node-2');
    await second.play();
    expect(await cluster.ownerOf(gameId)).toBe('node-2');
    await wasSeenWhole();
  },
);
