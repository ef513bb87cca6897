/** What `npm run replay` takes. */
import { parseFlags } from '../cluster/options';
import { UsageError } from '../cluster/verbs';

export interface ReplayOptions {
  /** Event files, and folders of them. */
  readonly paths: readonly string[];
  /** How many games to play; more than the files hold: they are played again. Undefined: each once. */
  readonly games: number | undefined;
  /** Games that are played side by side, each over a socket of its own. */
  readonly atOnce: number;
  /** A game's pause before each command, in milliseconds. */
  readonly paceMs: number;
  /** Undefined: the cluster that runs here, else http://localhost:3000. */
  readonly url: string | undefined;
}

export const REPLAY_HELP = `npm run replay -- <event file or folder>… [--games N] [--at-once N] [--pace ms] [--url http://…]

Plays Retrosheet event files as live scored games: each is created and given its lineups over REST, and then every
play, substitution and adjustment is a scorekeeper's command over a WebSocket of its own. Rosters (*.ROS, TEAM…)
beside the event files name the players. In the end each game's line score is read back and compared with what the
file's own plays add up to, and each command that was acknowledged must be stored exactly once.

  --games N     play N games (default: each once; more than there are: again from the first)
  --at-once N   games side by side (default 50)
  --pace ms     wait this long before each command of a game (default 0)
  --url URL     the service (default: the cluster that runs here, else http://localhost:3000)

The database is read directly when DATABASE_URL names it, or when the cluster runs here. A line that cannot be read is
named, its game is left out, and the others go on. Exit status 1: a game differs, or an acknowledged command is
missing or doubled.
`;

const AT_ONCE = 50;
const GAMES_MAX = 1_000_000;
const AT_ONCE_MAX = 5_000;
const PACE_MAX_MS = 600_000;

/** @returns undefined when somebody asks for help. @throws UsageError naming what is wrong */
export function replayOptions(argv: readonly string[]): ReplayOptions | undefined {
  const { values, positionals } = parseFlags({
    args: [...argv],
    allowPositionals: true,
    options: {
      games: { type: 'string' },
      'at-once': { type: 'string', default: String(AT_ONCE) },
      pace: { type: 'string', default: '0' },
      url: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return undefined;
  if (positionals.length === 0) throw new UsageError('Name an event file or a folder of them, e.g. examples/');
  return {
    paths: positionals,
    games: values.games === undefined ? undefined : whole('--games', values.games, { min: 1, max: GAMES_MAX }),
    atOnce: whole('--at-once', values['at-once'], { min: 1, max: AT_ONCE_MAX }),
    paceMs: whole('--pace', values.pace, { min: 0, max: PACE_MAX_MS }),
    url: values.url === undefined ? undefined : httpUrl(values.url),
  };
}

function whole(flag: string, text: string, range: { readonly min: number; readonly max: number }): number {
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text) || value < range.min || value > range.max) {
    throw new UsageError(`${flag} wants a whole number from ${range.min} to ${range.max}, not "${text}".`);
  }
  return value;
}

function httpUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new UsageError(`--url wants an address such as http://localhost:3000, not "${text}".`);
  }
  return url.origin;
}
