/**
 * `npm run replay`: real games, played as live scored games through a running service, and checked against their
 * files and the database afterwards.
 */
import { systemRandom } from '../src/platform/clock';
import type { GameId } from '../src/protocol/ids';
import { UsageError } from './cluster/verbs';
import { eachOf } from './replay/each-of';
import { gatherEvidence } from './replay/evidence';
import { verifyGame, type Verified } from './replay/findings';
import { replayOptions, REPLAY_HELP, type ReplayOptions } from './replay/options';
import { planGames, type PlannedGame } from './replay/plan';
import { Progress } from './replay/progress';
import { gameReport, summary } from './replay/report';
import { scoreGame, type Assignment, type GameRun } from './replay/scorekeeper';
import { StoredGames } from './replay/stored';
import { findTarget, whenAnswering, type Target } from './replay/target';

/** Ctrl-C, as a shell has it. */
const INTERRUPTED = 130;
/** After the last acknowledgement PostgreSQL gets this long to have everything. */
const STORED_WITHIN_MS = 30_000;
const VERIFIED_AT_ONCE = 8;

/**
 * Plays and checks what `argv` names; says how it goes on stdout.
 * @returns the exit status: 0, or 1 when a game differs or an acknowledged command is missing or doubled
 * @throws UsageError for arguments that cannot be followed
 */
export async function runReplay(argv: readonly string[]): Promise<number> {
  const options = replayOptions(argv);
  if (options === undefined) {
    process.stdout.write(REPLAY_HELP);
    return 0;
  }
  const { games: once, problems, warnings } = planGames(options.paths);
  const games = asManyAs(options.games, once);
  for (const { file, line, reason } of warnings) say(`${file}:${line}: ${reason} (passed over)`);
  for (const { file, line, reason } of problems) say(`${file}:${line}: ${reason} (left out)`);
  if (games.length === 0) {
    say('There is no game to play.');
    return 1;
  }
  const target = await findTarget(process.env, options.url);
  await whenAnswering(target.url);
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    const runs = await playAll(games, { options, target, signal: interruption.signal });
    const verified = await verifyAll(runs, target);
    for (const each of verified) say(`\n${gameReport(each)}`);
    say(`\n${summary(verified, { leftOut: problems.length, readDatabase: target.databaseUrl !== undefined })}`);
    if (interruption.signal.aborted) return INTERRUPTED;
    return verified.every(({ findings }) => findings.length === 0) ? 0 : 1;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** As many as wanted: the first, or all and then again from the first. */
function asManyAs(wanted: number | undefined, games: readonly PlannedGame[]): readonly PlannedGame[] {
  const count = games.length === 0 ? 0 : (wanted ?? games.length);
  return Array.from({ length: count }, (_, i) => games[i % games.length]).filter((game) => game !== undefined);
}

interface Playing {
  readonly options: ReplayOptions;
  readonly target: Target;
  readonly signal: AbortSignal;
}

async function playAll(games: readonly PlannedGame[], { options, target, signal }: Playing): Promise<GameRun[]> {
  const { atOnce, paceMs } = options;
  say(`Playing ${games.length} games at ${target.url}, ${Math.min(atOnce, games.length)} at once`);
  const progress = new Progress({ games: games.length, out: process.stdout });
  const run = systemRandom.id();
  const waiting: Assignment[] = games.map((game, number) => ({ planned: game, number }));
  const runs: GameRun[] = [];
  const onAck = (fact: { tookMs: number; isPlay: boolean }): void => progress.acked(fact);
  await eachOf(waiting, atOnce, async (assignment) => {
    if (signal.aborted) return;
    const played = await scoreGame(assignment, { url: target.url, run, paceMs, signal, onAck });
    if (played.end.is === 'failed') progress.say(`${played.planned.id}: ${played.end.reason}`);
    runs.push(played);
    if (played.end.is !== 'stopped') progress.gameDone();
  });
  progress.end();
  return runs;
}

async function verifyAll(runs: readonly GameRun[], target: Target): Promise<Verified[]> {
  const stored = target.databaseUrl === undefined ? null : new StoredGames(target.databaseUrl);
  try {
    if (stored !== null) await stored.whenStored(headsOf(runs), STORED_WITHIN_MS);
    const verified: Verified[] = [];
    await eachOf([...runs], VERIFIED_AT_ONCE, async (run) => {
      verified.push(verifyGame(run, await gatherEvidence(run, { url: target.url, stored })));
    });
    return verified.sort((a, b) => (a.run.planned.id < b.run.planned.id ? -1 : 1));
  } finally {
    await stored?.close();
  }
}

/** Where PostgreSQL must come to. */
function headsOf(runs: readonly GameRun[]): Map<GameId, number> {
  const heads = new Map<GameId, number>();
  for (const { gameId, acks } of runs) if (gameId !== null) heads.set(gameId, acks.at(-1)?.seq ?? 1);
  return heads;
}

if (require.main === module) {
  runReplay(process.argv.slice(2)).then(
    (status) => process.exit(status),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(error instanceof UsageError ? 2 : 1);
    },
  );
}
