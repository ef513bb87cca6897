import { COMMANDS } from './script';
import { story } from './story';

story(
  'a node that does not own the game: it takes the commands all the same, and the owner stays',
  { nodes: 3, workers: 1 },
  async (cluster) => {
    const first = await cluster.newGame('node-1');
    const { gameId } = first;
    const fan = await cluster.spectate([gameId], 'node-3');
    await first.play(4);
    expect(await cluster.ownerOf(gameId)).toBe('node-1');

    const second = await cluster.join(gameId, 'node-2');
    second.accepted = first.accepted;
    await second.play();

    expect(await cluster.ownerOf(gameId)).toBe('node-1');
    const head = 1 + COMMANDS.length;
    await cluster.waitUntil('a spectator on a third node saw the whole game', () => fan.seqOf(gameId) === head);
  },
);
