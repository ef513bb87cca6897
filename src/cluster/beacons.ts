/**
 * Head beacons: how far a game has come, said now and then to whoever looks on. They go out for a while after a game's
 * last command, so that whoever missed it hears of it several times.
 */
import type { Owner } from './owner';
import type { Broadcast, Clock } from './ports';

const WINDOW_MS = 60_000;

export interface BeaconDeps {
  readonly clock: Clock;
  readonly broadcast: Broadcast;
}

export function sendBeacons(owners: Iterable<Owner>, { clock, broadcast }: BeaconDeps): void {
  const since = clock.monotonic() - WINDOW_MS;
  for (const { game, committedAt } of owners) {
    if (game !== undefined && committedAt > since) broadcast.head(game.gameId, game.seq, game.claim.epoch);
  }
}
