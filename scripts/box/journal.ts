/** The events of a game: of a file, by playing it; of the service, by asking it. */
import { existsSync } from 'node:fs';
import { RestClient } from '../../src/client/rest';
import { systemClock, systemRandom } from '../../src/platform/clock';
import type { GameEvent } from '../../src/protocol/events';
import { GameId, UserId } from '../../src/protocol/ids';
import { playGame } from '../../src/retrosheet/play-game';
import { UsageError } from '../cluster/verbs';
import { readSources } from '../replay/sources';
import { findTarget } from '../replay/target';
import type { BoxOptions } from './options';

const NAMED_MAX = 5;

/** @throws UsageError when there is no such file or game, or more than one; Error when the service does not answer */
export async function journalOf({ what, game, url }: BoxOptions): Promise<readonly GameEvent[]> {
  return existsSync(what) ? journalOfFile(what, game) : journalOfService(what, url);
}

function journalOfFile(path: string, wanted: string | undefined): readonly GameEvent[] {
  const { games, problems } = readSources([path]);
  const found = wanted === undefined ? games : games.filter(({ game }) => game.id === wanted);
  const [only] = found;
  const ids = games.map(({ game }) => game.id);
  const some = `${ids.slice(0, NAMED_MAX).join(', ')}${ids.length > NAMED_MAX ? ', …' : ''}`;
  if (only === undefined) {
    const reasons = problems.map(({ file, line, reason }) => `${file}:${line}: ${reason}`);
    if (wanted === undefined) throw new UsageError(['There is no game to play.', ...reasons].join('\n'));
    throw new UsageError([`${path} has no game ${wanted}; it has ${some || 'none'}.`, ...reasons].join('\n'));
  }
  if (found.length > 1) throw new UsageError(`${path} has ${ids.length} games: name one with --game (${some}).`);
  const { events, refusal } = playGame(only.game);
  if (refusal !== null) throw new Error(`${only.file}:${refusal.line}: ${refusal.rejection.message}`);
  return events;
}

async function journalOfService(id: string, wanted: string | undefined): Promise<readonly GameEvent[]> {
  const gameId = GameId.safeParse(id);
  if (!gameId.success) throw new UsageError(`There is no file ${id}, and a game's id it is not.`);
  const { url } = await findTarget(process.env, wanted);
  const credential = { user: UserId.parse('box') };
  const rest = new RestClient({ url, credential, clock: systemClock, random: systemRandom });
  const events: GameEvent[] = [];
  for (let after: number | null = 0; after !== null;) {
    const page = await rest.events(gameId.data, after);
    if (!page.ok) throw new Error(`${url}: ${page.error.message} (${page.error.code})`);
    events.push(...page.updates.flatMap((update) => update.events));
    after = page.next;
  }
  return events;
}
