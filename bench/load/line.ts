/** How a player of the benchmark reaches the service: by name, where it runs open. */
import type { RestOptions } from '../../src/client/rest';
import { systemClock, systemRandom } from '../../src/platform/clock';
import type { UserId } from '../../src/protocol/ids';

type Line = Pick<RestOptions, 'url' | 'credential' | 'clock' | 'random'>;

export function lineOf(url: string, user: UserId): Line {
  return { url, credential: { user }, clock: systemClock, random: systemRandom };
}
