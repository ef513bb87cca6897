import { story } from './story';

const GAMES = 25;

story(
  'two nodes claim a game at the same moment: one owner, one history',
  { nodes: 3, workers: 1 },
  async (cluster) => {
    for (let round = 0; round < GAMES; round += 1) {
      const one = await cluster.newGame('node-1');
      const other = await cluster.join(one.gameId, 'node-2');

      // Nobody owns the game yet: each of the two commands makes its node take it.
      const lineups = await Promise.all([one.send(0, 'away-lineup'), other.send(1, 'home-lineup')]);
      expect(lineups.map(({ ok }) => ok)).toEqual([true, true]);

      // The same command through both, under one id: accepted once, answered twice.
      const starts = await Promise.all([one.send(2, 'start'), other.send(2, 'start')]);
      expect(starts.map((answer) => answer.ok && answer.seq)).toEqual([4, 4]);

      // One turn, two answers: one stands, the other is refused by name.
      const plays = await Promise.all([one.send(3, 'mine'), other.send(3, 'yours')]);
      expect(plays.map((answer) => (answer.ok ? 'ok' : answer.error.code)).sort()).toEqual(['ok', 'turn/stale']);

      await cluster.waitUntil('the game has one owner', async () => (await cluster.ownersOf(one.gameId)).length === 1);
    }
  },
);
