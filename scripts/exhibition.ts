/**
 * `npm run exhibition`: games of two computers, side by side through a running service, each followed over a socket to
 * its end; then each is replayed from PostgreSQL, and must come to the state that the service tells.
 */
import { isDeepStrictEqual } from 'node:util';
import { replay } from '../src/baseball/replay';
import { viewFor } from '../src/baseball/view';
import { Client } from '../src/client/client';
import type { GameStep } from '../src/client/order';
import { systemClock, systemRandom } from '../src/platform/clock';
import type { CardKind } from '../src/protocol/cards';
import { type GameId, UserId } from '../src/protocol/ids';
import { parseFlags } from './cluster/options';
import { UsageError } from './cluster/verbs';
import { accepted, createGame, exhibitionTeams, handIn, restClient, type Opponents } from './play/table';
import { eachOf } from './replay/each-of';
import { Progress } from './replay/progress';
import { StoredGames } from './replay/stored';
import { findTarget, type Target } from './replay/target';

const HELP = `npm run exhibition -- [--games N] [--at-once N] [--cards pd|sba] [--stall s] [--url http://…]

Lets the computer play itself: N games (default 20), so many at once (default 200), through the cluster that runs here
or the service that --url names. A game in which nothing happens for --stall seconds (default 60) has failed. Where the
database can be read, each game is replayed from it afterwards. Exit status 1: a game stalled, or differs.
`;

const OPTIONS = {
  games: { type: 'string', default: '20' },
  'at-once': { type: 'string', default: '200' },
  cards: { type: 'string', default: 'pd' },
  stall: { type: 'string', default: '60' },
  url: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const MS_PER_S = 1000;
const STORED_WITHIN_MS = 30_000;
const COMMISSIONER = 'exhibition';

function whole(flag: string, text: string, max: number): number {
  const value = Number(text);
  if (!/^\d{1,6}$/.test(text) || value < 1 || value > max) {
    throw new UsageError(`${flag} wants a whole number from 1 to ${max}, not "${text}".`);
  }
  return value;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** A game that came to its end, at this seq. */
interface Ended {
  readonly gameId: GameId;
  readonly seq: number;
}

/** What came of a game: its end, or what went wrong with it. */
type Played = Ended | { readonly fault: string };

interface Running {
  readonly target: Target;
  readonly opponents: Opponents;
  readonly stallMs: number;
  readonly progress: Progress;
}

/** Creates a game and follows it to its end. Never throws: what befalls one game is no reason to end the others. */
async function playOne(client: Client, running: Running): Promise<Played> {
  try {
    return await playToItsEnd(client, running);
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  } finally {
    running.progress.gameDone();
  }
}

async function playToItsEnd(client: Client, { target, opponents, stallMs, progress }: Running): Promise<Played> {
  const gameId = await createGame(restClient(target.url, COMMISSIONER), opponents, {
    managers: { away: { kind: 'computer' }, home: { kind: 'computer' } },
    seats: { commissioner: UserId.parse(COMMISSIONER) },
  });
  const { game } = accepted(await client.join(gameId, 'spectator'));
  const stalled = new StallWatch(stallMs, () => void game.leave());
  let isOver = game.view?.status === 'final';
  let happenedAt = performance.now();
  const steps = game.updates();
  while (!isOver) {
    const next = await steps.next();
    if (next.done === true) break;
    const now = performance.now();
    stalled.seen();
    if (isPlay(next.value)) {
      progress.acked({ tookMs: now - happenedAt, isPlay: true });
      happenedAt = now;
    }
    isOver = endsIn(next.value);
  }
  stalled.end();
  if (!isOver) return { fault: `${gameId}: it stalled` };
  const { seq } = game;
  await game.leave();
  return { gameId, seq };
}

const isPlay = (step: GameStep): boolean =>
  step.kind === 'update' && step.update.events.some(({ type }) => type === 'PlayRecorded');

/** A gap that was bridged by a view may have held the end. */
const endsIn = (step: GameStep): boolean =>
  step.kind === 'view'
    ? step.view.status === 'final'
    : step.update.events.some(({ type }) => type === 'SecretRevealed');

/** Calls when nothing was seen for a while. */
class StallWatch {
  private timer: NodeJS.Timeout;

  constructor(
    private readonly afterMs: number,
    private readonly stalled: () => void,
  ) {
    this.timer = setTimeout(stalled, afterMs);
  }

  seen(): void {
    this.end();
    this.timer = setTimeout(this.stalled, this.afterMs);
  }

  end(): void {
    clearTimeout(this.timer);
  }
}

/** What is wrong with a game as PostgreSQL has it; null when nothing is. */
async function faultOf({ gameId }: Ended, stored: StoredGames, url: string): Promise<string | null> {
  const events = (await stored.entries(gameId)).flatMap((entry) => entry.events);
  const served = accepted(await restClient(url, COMMISSIONER).game(gameId));
  if (served.view.status !== 'final') return `the service says that it is ${served.view.status}`;
  const replayed: unknown = JSON.parse(JSON.stringify(viewFor(replay(events), 'spectator')));
  return isDeepStrictEqual(replayed, served.view) ? null : 'replayed from PostgreSQL it is another game';
}

async function check(played: readonly Played[], target: Target): Promise<number> {
  const ended = played.filter((game) => 'gameId' in game);
  for (const game of played) if ('fault' in game) say(game.fault);
  let faults = played.length - ended.length;
  if (target.databaseUrl === undefined) {
    say(
      `${ended.length} of ${played.length} games ended. The database could not be read: nothing was replayed from it.`,
    );
    return faults;
  }
  const stored = new StoredGames(target.databaseUrl);
  try {
    await stored.whenStored(new Map(ended.map(({ gameId, seq }) => [gameId, seq])), STORED_WITHIN_MS);
    for (const game of ended) {
      const fault = await faultOf(game, stored, target.url);
      if (fault === null) continue;
      faults += 1;
      say(`${game.gameId}: ${fault}`);
    }
    say(`${played.length - faults} of ${played.length} games ended, and are the same when replayed from PostgreSQL`);
    return faults;
  } finally {
    await stored.close();
  }
}

async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseFlags({ args: [...argv], options: OPTIONS });
  if (values.help === true) {
    say(HELP);
    return 0;
  }
  const games = whole('--games', values.games, 100_000);
  const atOnce = whole('--at-once', values['at-once'], 5_000);
  const kind: CardKind = values.cards === 'sba' ? 'sba' : 'pd';
  const target = await findTarget(process.env, values.url);
  const client = new Client({
    url: target.url,
    credential: { user: UserId.parse(COMMISSIONER) },
    clock: systemClock,
    random: systemRandom,
  });
  accepted(await client.connect());
  const opponents = await handIn(restClient(target.url, COMMISSIONER), exhibitionTeams(kind));
  say(`${games} games of two computers at ${target.url}, ${Math.min(atOnce, games)} at once`);
  const progress = new Progress({ games, out: process.stdout, timed: 'play to play' });
  const played: Played[] = [];
  const stallMs = whole('--stall', values.stall, 3600) * MS_PER_S;
  try {
    await eachOf(
      Array.from({ length: games }, (_, i) => i),
      atOnce,
      async () => void played.push(await playOne(client, { target, opponents, stallMs, progress })),
    );
  } finally {
    progress.end();
    client.close();
  }
  return (await check(played, target)) === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
