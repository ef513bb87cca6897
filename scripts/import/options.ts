/** What `npm run import` takes. */
import type { CardKind } from '../../src/protocol/cards';
import { parseFlags } from '../cluster/options';
import { UsageError } from '../cluster/verbs';
import { kindOf } from '../simulate/options';

export interface ImportOptions {
  /** Event files, and folders of them. */
  readonly paths: readonly string[];
  readonly league: CardKind;
  readonly season: number;
  /** Where the card sets are written as files; null: nowhere. */
  readonly out: string | null;
  /** The PostgreSQL that takes them; null: none. */
  readonly databaseUrl: string | null;
}

export const IMPORT_HELP = `npm run import -- <event file or folder>… --season YEAR [--league pd|sba] [--database URL] [--out folder]

Makes a card set of each team from the Retrosheet event files of a season. Rosters (*.ROS, TEAM…) are looked for beside
them. A game that cannot be read or played is left out, and named with its file and line.

  --season YEAR     the season that the cards are of
  --league pd|sba   which kind of cards (default pd)
  --database URL    the PostgreSQL that takes them (default, without --out: DATABASE_URL)
  --out folder      write them as files TEAM-YEAR.json

Exit status 1: a game or a team was left out.
`;

/** @returns undefined when somebody asks for help. @throws UsageError naming what is wrong */
export function importOptions(argv: readonly string[]): ImportOptions | undefined {
  const { values, positionals } = parseFlags({
    args: [...argv],
    allowPositionals: true,
    options: {
      league: { type: 'string', default: 'pd' },
      season: { type: 'string' },
      database: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return undefined;
  if (positionals.length === 0) throw new UsageError('Name an event file or a folder of them.');
  const out = values.out ?? null;
  const databaseUrl = values.database ?? (out === null ? (process.env['DATABASE_URL'] ?? null) : null);
  if (out === null && databaseUrl === null) {
    throw new UsageError('Say where the cards go: --out, --database, or DATABASE_URL in the environment.');
  }
  return { paths: positionals, league: kindOf(values.league), season: seasonOf(values.season), out, databaseUrl };
}

function seasonOf(text: string | undefined): number {
  if (text === undefined) throw new UsageError('Name the season with --season.');
  const year = Number(text);
  if (!/^\d{4}$/.test(text) || year < 1871 || year > 2999) {
    throw new UsageError(`--season wants a year from 1871 to 2999, not "${text}".`);
  }
  return year;
}
