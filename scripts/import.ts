/** `npm run import`: event files of a season in, card sets of its teams out, into PostgreSQL and into files. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cardsOfSeason, type SeasonCards } from '../src/baseball/cards/from-season';
import { countGame, noSeason, type SeasonCounts } from '../src/baseball/cards/season-counts';
import { cardSetIdOf } from '../src/cluster/card-set-id';
import type { CardSet } from '../src/protocol/cards';
import { playGame } from '../src/retrosheet/play-game';
import { postgresCardSets } from '../src/store/postgres/card-sets';
import { openDatabase } from '../src/store/postgres/connection';
import { putRoster } from '../src/store/postgres/rosters';
import { migrateDatabase } from './cluster/migrate';
import { placeOf } from './cluster/stores';
import { UsageError } from './cluster/verbs';
import { IMPORT_HELP, importOptions, type ImportOptions } from './import/options';
import { prove } from './import/prove';
import { realGameOf, type RealGame } from './import/real-game';
import { readSources, type Sources } from './replay/sources';
import { findTarget } from './replay/target';
import { Progress, type ProgressOptions } from './verify/progress';

export interface Imported {
  /** What to print. */
  readonly text: string;
  /** 0, or 1 when something was left out. */
  readonly status: number;
}

interface Counted {
  readonly counts: SeasonCounts;
  readonly games: readonly RealGame[];
  readonly refused: readonly string[];
}

/** Plays every game; one that is refused counts for nothing and leaves a line of what stopped it. */
function countAll({ games }: Sources, out: ProgressOptions['out']): Counted {
  const progress = new Progress({ games: games.length, out });
  const counts = noSeason();
  const refused: string[] = [];
  const real: RealGame[] = [];
  for (const { file, game } of games) {
    const { events, refusal } = playGame(game);
    if (refusal === null) {
      countGame(counts, events);
      real.push(...realGameOf(events));
    } else {
      refused.push(`${file}:${refusal.line}: game ${game.id} left out: ${refusal.rejection.message}`);
    }
    progress.gameDone(events.filter(({ type }) => type === 'PlayRecorded').length);
  }
  progress.end();
  return { counts, games: real, refused };
}

const POOL = { poolMax: 1, acquireTimeoutMs: 10_000, statementTimeoutMs: 30_000, applicationName: 'dugout import' };

async function store(url: string, sets: readonly CardSet[]): Promise<void> {
  await migrateDatabase(url);
  const db = openDatabase({ url, ...POOL });
  try {
    for (const set of sets) {
      const id = cardSetIdOf(set);
      await postgresCardSets(db).add(id, set);
      await putRoster(db, id, set);
    }
  } finally {
    await db.destroy();
  }
}

function writeFiles(folder: string, sets: readonly CardSet[]): void {
  mkdirSync(folder, { recursive: true });
  for (const set of sets) writeFileSync(join(folder, `${set.team.id}-${set.season}.json`), `${JSON.stringify(set)}\n`);
}

function leftOutLines({ problems }: Sources, refused: readonly string[], { leftOut }: SeasonCards): string[] {
  return [
    ...problems.map(({ file, line, reason }) => `${file}:${line}: game left out: ${reason}`),
    ...refused,
    ...leftOut.map(
      ({ team, players }) => `${team.name} left out: ${players} players are no team with a pitcher and a catcher`,
    ),
  ];
}

/** The PostgreSQL that takes the cards; null: they go into files only. @throws UsageError when nobody says where */
export async function databaseFor(
  { out, databaseUrl }: Pick<ImportOptions, 'out' | 'databaseUrl'>,
  env: NodeJS.ProcessEnv,
): Promise<string | null> {
  if (databaseUrl !== null || out !== null) return databaseUrl;
  const { databaseUrl: found } = await findTarget(env, undefined);
  if (found !== undefined) return found;
  throw new UsageError(
    'Say where the cards go: --out, --database, DATABASE_URL in the environment, or start the local cluster (npm run cluster).',
  );
}

/** @throws UsageError for arguments that cannot be followed. @throws Fault when PostgreSQL fails */
export async function runImport(argv: readonly string[], progressTo: ProgressOptions['out']): Promise<Imported> {
  const options = importOptions(argv);
  if (options === undefined) return { text: IMPORT_HELP, status: 0 };
  const { paths, league, season, out } = options;
  const databaseUrl = await databaseFor(options, process.env);
  const sources = readSources(paths);
  const { counts, games, refused } = countAll(sources, progressTo);
  const cards = cardsOfSeason(league, season, counts);
  if (out !== null) writeFiles(out, cards.sets);
  if (databaseUrl !== null) await store(databaseUrl, cards.sets);
  const leftOut = leftOutLines(sources, refused, cards);
  const warnings = sources.warnings.map(({ file, line, reason }) => `${file}:${line}: ${reason}`);
  const players = cards.sets.reduce((sum, set) => sum + set.players.length, 0);
  const summary = `${counts.games} games, ${cards.sets.length} teams, ${players} players' cards (${league}, ${season})`;
  const places = [
    ...(out === null ? [] : [out]),
    ...(databaseUrl === null ? [] : [`PostgreSQL ${placeOf(databaseUrl)}`]),
  ];
  const told = [...warnings, ...leftOut, `${summary} into ${places.join(' and ')}`];
  const proved = options.prove === null ? null : prove({ games, counts, sets: cards.sets }, options.prove, progressTo);
  return {
    text: `${[...told, ...(proved === null ? [] : ['', proved.text])].join('\n')}\n`,
    status: leftOut.length === 0 && proved?.isMissed !== true ? 0 : 1,
  };
}

if (require.main === module) {
  runImport(process.argv.slice(2), process.stderr).then(
    ({ text, status }) => {
      process.stdout.write(text);
      process.exitCode = status;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = error instanceof UsageError ? 2 : 1;
    },
  );
}
