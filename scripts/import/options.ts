/** What `npm run import` takes. */
import type { CardKind } from '../../src/protocol/cards';
import { parseFlags } from '../cluster/options';
import { UsageError } from '../cluster/verbs';
import { kindOf, whole } from '../simulate/options';
import type { ProveOptions } from './prove';

export interface ImportOptions {
  /** Event files, and folders of them. */
  readonly paths: readonly string[];
  readonly league: CardKind;
  readonly season: number;
  /** Where the card sets are written as files; null: nowhere. */
  readonly out: string | null;
  /** The PostgreSQL that takes them, when somebody named one. */
  readonly databaseUrl: string | null;
  /** Null: nothing is proved. */
  readonly prove: ProveOptions | null;
}

export const IMPORT_HELP = `npm run import -- <event file or folder>… --season YEAR [--league pd|sba] [--database URL] [--out folder] [--prove]

Makes a card set of each team from the Retrosheet event files of a season. Rosters (*.ROS, TEAM…) are looked for beside
them. A game that cannot be read or played is left out, and named with its file and line.

  --season YEAR     the season that the cards are of
  --league pd|sba   which kind of cards (default pd)
  --database URL    the PostgreSQL that takes them (default, without --out: DATABASE_URL, else the local cluster's)
  --out folder      write them as files TEAM-YEAR.json
  --prove           then play the games of the files again from the cards, and hold what players and teams get back
                    against what they did: runs within 5 %, batters' wOBA with r of .9 and more
  --min-pa N        with --prove: batters of so many plate appearances and more (default 400)
  --times N         with --prove: how often each game is played (default: 10,000 games in all)
  --seed N          with --prove: another seed, other dice (default 1)

Exit status 1: a game or a team was left out, or a bound was missed.
`;

const MIN_PLATE_APPEARANCES = 400;
const TIMES_MAX = 10_000;
const SEED_MAX = 1_000_000;

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
      prove: { type: 'boolean', default: false },
      'min-pa': { type: 'string' },
      times: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return undefined;
  if (positionals.length === 0) throw new UsageError('Name an event file or a folder of them.');
  const { league, out = null, database = null } = values;
  const season = seasonOf(values.season);
  return { paths: positionals, league: kindOf(league), season, out, databaseUrl: database, prove: proveOf(values) };
}

interface ProveFlags {
  readonly prove: boolean;
  readonly 'min-pa'?: string | undefined;
  readonly times?: string | undefined;
  readonly seed?: string | undefined;
}

function proveOf({ prove, 'min-pa': minPa, times, seed }: ProveFlags): ProveOptions | null {
  if (!prove) {
    if ((minPa ?? times ?? seed) === undefined) return null;
    throw new UsageError('--min-pa, --times and --seed go with --prove.');
  }
  return {
    minPlateAppearances:
      minPa === undefined ? MIN_PLATE_APPEARANCES : whole('--min-pa', minPa, { min: 1, max: MIN_PLATE_APPEARANCES }),
    times: times === undefined ? null : whole('--times', times, { min: 1, max: TIMES_MAX }),
    seed: seed === undefined ? 1 : whole('--seed', seed, { min: 0, max: SEED_MAX }),
  };
}

function seasonOf(text: string | undefined): number {
  if (text === undefined) throw new UsageError('Name the season with --season.');
  const year = Number(text);
  if (!/^\d{4}$/.test(text) || year < 1871 || year > 2999) {
    throw new UsageError(`--season wants a year from 1871 to 2999, not "${text}".`);
  }
  return year;
}
