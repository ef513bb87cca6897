/** One game as a client follows it: what needs no connection. */
import { Game } from '../../../src/client/game';
import type { GameId } from '../../../src/protocol/ids';
import type { GameView } from '../../../src/protocol/view';

const SERVICE_NOW = 1_800_000_000_000;

test('time left → by the service’s clock as of the join, and by the client’s own steps since', () => {
  let monotonic = 50;
  const game = new Game(
    { gameId: 'g1' as GameId, viewer: 'away', since: undefined },
    {
      clock: { monotonic: () => monotonic, after: () => ({ cancel: () => undefined }) },
      random: { fraction: () => 0, id: () => 'c1' },
      submit: () => Promise.reject(new Error('nothing is submitted')),
      updates: () => Promise.resolve(undefined),
      leave: () => Promise.resolve(),
      onGapMended: () => undefined,
    },
  );
  const deadline = SERVICE_NOW + 30_000;
  expect(game.leftMs(deadline)).toBeUndefined();
  game.caughtUp({ kind: 'view', seq: 1, epoch: 1, now: SERVICE_NOW, view: {} as GameView });
  expect(game.leftMs(deadline)).toBe(30_000);
  monotonic += 12_000;
  expect(game.leftMs(deadline)).toBe(18_000);
  monotonic += 20_000;
  expect(game.leftMs(deadline)).toBe(0);
});
