import { COMMANDS } from './script';
import { story } from './story';

story(
  'commands over another node than the owner: the game is handed off to it, and goes on there',
  { nodes: 3, workers: 1, env: { FOLLOW_AFTER: '4' } },
  async (cluster) => {
    const first = await cluster.newGame('node-1');
    const { gameId } = first;
    const fan = await cluster.spectate([gameId], 'node-3');
    await first.play(4);
    expect(await cluster.ownerOf(gameId)).toBe('node-1');

    const second = await cluster.join(gameId, 'node-2');
    second.accepted = first.accepted;
    await second.play(10);
    // On the way it is nobody's for a moment.
    const owner = (): Promise<string> => cluster.ownerOf(gameId).catch(() => 'nobody');
    await cluster.waitUntil('the game has followed', async () => (await owner()) === 'node-2');
    await second.play();

    expect(await cluster.ownerOf(gameId)).toBe('node-2');
    const head = 1 + COMMANDS.length;
    await cluster.waitUntil('a spectator on a third node saw the whole game', () => fan.seqOf(gameId) === head);
  },
);
