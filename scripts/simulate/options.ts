/** What `npm run simulate` takes. */
import { CardSet, type CardKind } from '../../src/protocol/cards';
import { parseFlags } from '../cluster/options';
import { UsageError } from '../cluster/verbs';

export interface SimulateOptions {
  readonly league: CardKind;
  readonly games: number;
  readonly teams: number;
  readonly seed: number;
  /** Files and folders of card sets; none: stock teams. */
  readonly cards: readonly string[];
  /** Take the card sets of this season from PostgreSQL; null: do not. */
  readonly stored: { readonly season: number; readonly databaseUrl: string } | null;
  /** Null: the ruleset's own. */
  readonly designatedHitter: boolean | null;
  readonly leaders: number;
  /** Where the games are written as event files, with rosters; null: nowhere. */
  readonly events: string | null;
  readonly isJson: boolean;
}

export const SIMULATE_HELP = `npm run simulate -- [--league pd|sba] [--games N] [card set files and folders…]

Plays a season of computer against computer in this process, and prints its standings and leaders. Without card sets it
takes stock teams, who never lived. The same seed gives the same season.

  --league pd|sba   which kind of cards, and the league's ruleset (default pd)
  --games N         how many games in all (default 2430: 30 teams, 162 each)
  --teams N         how many stock teams (default 30)
  --seed N          (default 1)
  --season YEAR     the teams whose cards of that season PostgreSQL holds (the latest set of each), instead of stock teams
  --database URL    that PostgreSQL (default: DATABASE_URL)
  --dh yes|no       the designated hitter, whatever the ruleset says
  --leaders N       how many in each category (default 5)
  --events DIR      write the games as Retrosheet event files, with rosters, into a folder that holds none yet
  --json            print standings and leaders as JSON
`;

const GAMES_MAX = 10_000_000;
/** Stock teams of one seed; those of the next one follow them. */
export const TEAMS_MAX = 100;
const LEADERS_MAX = 100;
const SEASONS = { min: 1800, max: 9999 };

/** @returns undefined when somebody asks for help. @throws UsageError naming what is wrong */
export function simulateOptions(argv: readonly string[]): SimulateOptions | undefined {
  const { values, positionals } = parseFlags({
    args: [...argv],
    allowPositionals: true,
    options: {
      league: { type: 'string', default: 'pd' },
      games: { type: 'string', default: '2430' },
      teams: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      dh: { type: 'string' },
      season: { type: 'string' },
      database: { type: 'string' },
      leaders: { type: 'string', default: '5' },
      events: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return undefined;
  return {
    league: kindOf(values.league),
    games: whole('--games', values.games, { min: 1, max: GAMES_MAX }),
    teams: whole('--teams', values.teams, { min: 2, max: TEAMS_MAX }),
    seed: whole('--seed', values.seed, { min: 0, max: Number.MAX_SAFE_INTEGER }),
    cards: positionals,
    stored: storedOf(values.season, values.database),
    designatedHitter: yesOrNo(values.dh),
    leaders: whole('--leaders', values.leaders, { min: 1, max: LEADERS_MAX }),
    events: values.events ?? null,
    isJson: values.json,
  };
}

function storedOf(season: string | undefined, database: string | undefined): SimulateOptions['stored'] {
  if (season === undefined) return null;
  const databaseUrl = database ?? process.env['DATABASE_URL'];
  if (databaseUrl === undefined) throw new UsageError('--season wants --database, or DATABASE_URL in the environment.');
  return { season: whole('--season', season, SEASONS), databaseUrl };
}

/** @throws UsageError for a league that has no cards */
export function kindOf(text: string): CardKind {
  const kinds: readonly CardKind[] = CardSet.options.map((option) => option.shape.kind.value);
  const kind = kinds.find((each) => each === text);
  if (kind === undefined) throw new UsageError(`--league wants one of ${kinds.join(', ')}, not "${text}".`);
  return kind;
}

function yesOrNo(text: string | undefined): boolean | null {
  if (text === undefined) return null;
  if (text !== 'yes' && text !== 'no') throw new UsageError(`--dh wants yes or no, not "${text}".`);
  return text === 'yes';
}

/** @throws UsageError naming the flag */
export function whole(
  flag: string,
  text: string,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  const value = Number(text);
  if (!/^\d{1,16}$/.test(text) || value < min || value > max) {
    throw new UsageError(`${flag} wants a whole number from ${min} to ${max}, not "${text}".`);
  }
  return value;
}
