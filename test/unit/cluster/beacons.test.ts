/** When a game's head is said to whoever looks on. */
import { Beacons } from '../../../src/cluster/beacons';
import type { HotGame } from '../../../src/cluster/hot-game';
import { VirtualClock } from '../../support/virtual-clock';

const EVERY_MS = 5_000;
const QUIET_MS = 500;

const gameAt = (seq: number): HotGame => ({ gameId: 'g1', seq, claim: { epoch: 7 } }) as HotGame;

describe('head beacons', () => {
  let clock: VirtualClock;
  let beacons: Beacons;
  let said: { at: number; seq: number; epoch: number }[];
  let owner: { game: HotGame | undefined };
  let suspicions: number;

  beforeEach(() => {
    clock = new VirtualClock();
    said = [];
    suspicions = 0;
    owner = { game: gameAt(3) };
    beacons = new Beacons({
      clock,
      headBeaconMs: EVERY_MS,
      generation: { suspicions: () => suspicions },
      broadcast: { head: (_gameId, seq, epoch) => void said.push({ at: clock.monotonic(), seq, epoch }) },
    });
    beacons.start();
  });

  test('quiet after a command → half a second later, then every five for a minute', async () => {
    beacons.committed(owner);
    await clock.advance(120_000);
    expect(said.map(({ at }) => at)).toEqual(Array.from({ length: 12 }, (_, n) => QUIET_MS + n * EVERY_MS));
    expect(said[0]).toEqual({ at: QUIET_MS, seq: 3, epoch: 7 });
  });

  test('commands follow one another → none before they stop, and then the head as it is', async () => {
    for (let seq = 4; seq <= 20; seq += 1) {
      owner.game = gameAt(seq);
      beacons.committed(owner);
      await clock.advance(400);
    }
    expect(said).toEqual([]);
    await clock.advance(QUIET_MS);
    expect(said.map(({ seq }) => seq)).toEqual([20]);
  });

  test('taken from another → once', async () => {
    beacons.taken(owner);
    await clock.advance(120_000);
    expect(said.map(({ at }) => at)).toEqual([QUIET_MS]);
  });

  test('Redis was away and is back → half a second later, not when the next would have been due', async () => {
    beacons.committed(owner);
    await clock.advance(2_000);
    suspicions += 1;
    await clock.advance(2_000);
    expect(said.map(({ at }) => at)).toEqual([QUIET_MS, 2_625]);
  });

  test('somebody hears again → at once, each game once', async () => {
    beacons.committed(owner);
    await clock.advance(2_000);
    beacons.hasten();
    beacons.hasten();
    await clock.advance(3_000);
    expect(said.map(({ at }) => at)).toEqual([QUIET_MS, 2_125]);
  });

  test('very many games at once → a thousand a round', async () => {
    for (let n = 0; n < 2_500; n += 1) beacons.committed({ game: gameAt(n) });
    await clock.advance(1_000);
    const rounds = [500, 625, 750].map((round) => said.filter(({ at }) => at === round).length);
    expect(rounds).toEqual([1_000, 1_000, 500]);
    expect(new Set(said.map(({ seq }) => seq)).size).toBe(2_500);
  });

  test('lost meanwhile → not a word more', async () => {
    beacons.committed(owner);
    await clock.advance(QUIET_MS);
    owner.game = undefined;
    await clock.advance(60_000);
    expect(said).toHaveLength(1);
  });
});
