/** `npm run simulate`: a season of computer against computer, in this process; its standings and leaders. */
import { leadersOf } from '../src/baseball/league/leaders';
import {
  countManagement,
  managementFigures,
  noManagement,
  type ManagementFigure,
} from '../src/baseball/league/management';
import { playSeason } from '../src/baseball/league/season';
import { standingsOf } from '../src/baseball/league/standings';
import { seasonTotals } from '../src/baseball/league/totals';
import { teamCards } from '../src/baseball/cards/team-cards';
import { DICE_RULES } from '../src/baseball/dice-table';
import { rulesetNamed } from '../src/baseball/rulesets';
import type { CardSet } from '../src/protocol/cards';
import type { GameResult, LeaderCategory, PlayerTotals, StandingsRow } from '../src/protocol/league';
import type { Ruleset } from '../src/protocol/ruleset';
import { UsageError } from './cluster/verbs';
import { EventFiles } from './simulate/event-files';
import { simulateOptions, SIMULATE_HELP, type SimulateOptions } from './simulate/options';
import { leadersTable, managementTable, standingsTable } from './simulate/tables';
import { seasonSets } from './simulate/teams';
import { Progress } from './verify/progress';

interface Season {
  readonly games: number;
  readonly plays: number;
  readonly seed: number;
  readonly standings: readonly StandingsRow[];
  readonly leaders: readonly LeaderCategory[];
  readonly management: readonly ManagementFigure[];
}

/** Totals are added up so many games at a time: a season's box scores need not be in memory at once. */
const BATCH = 200;

function rulesetOf({ league, designatedHitter }: SimulateOptions): Ruleset {
  const ruleset = rulesetNamed(league);
  return designatedHitter === null ? ruleset : { ...ruleset, designatedHitter };
}

function simulate(sets: readonly CardSet[], options: SimulateOptions, progress: Progress): Season {
  const { games, seed, leaders } = options;
  const files = options.events === null ? null : new EventFiles(options.events, sets);
  const results: GameResult[] = [];
  let totals: PlayerTotals[] = [];
  let batch: (readonly PlayerTotals[])[] = [];
  const management = noManagement();
  let plays = 0;
  const plan = { teams: sets.map(teamCards), games, seed, ruleset: rulesetOf(options), resolve: DICE_RULES.resolve };
  for (const game of playSeason(plan)) {
    const played = game.events.filter(({ type }) => type === 'PlayRecorded').length;
    plays += played;
    progress.gameDone(played);
    results.push(game.result);
    files?.add(game);
    countManagement(management, game.events);
    batch.push(game.totals);
    if (batch.length < BATCH) continue;
    totals = seasonTotals([totals, ...batch]);
    batch = [];
  }
  totals = seasonTotals([totals, ...batch]);
  const standings = standingsOf(results);
  const teamGames = new Map(standings.map((row) => [row.team.id, row.games]));
  return {
    games,
    plays,
    seed,
    standings,
    leaders: leadersOf(totals, { limit: leaders, teamGames }),
    management: managementFigures(management),
  };
}

function text({ standings, leaders, management }: Season): string {
  const of = (side: LeaderCategory['side']): LeaderCategory[] => leaders.filter((category) => category.side === side);
  return [
    standingsTable(standings),
    `BATTING\n\n${leadersTable(of('batting'))}`,
    `PITCHING\n\n${leadersTable(of('pitching'))}`,
    `MANAGERS, per team and game\n\n${managementTable(management)}`,
  ].join('\n\n');
}

/** @returns what to print. @throws UsageError for arguments that cannot be followed */
export async function runSimulate(
  argv: readonly string[],
  progressTo: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>,
): Promise<string> {
  const options = simulateOptions(argv);
  if (options === undefined) return SIMULATE_HELP;
  const sets = await seasonSets(options);
  const progress = new Progress({ games: options.games, out: progressTo });
  const season = simulate(sets, options, progress);
  progress.end();
  return options.isJson ? `${JSON.stringify(season, null, 2)}\n` : `${text(season)}\n`;
}

if (require.main === module) {
  runSimulate(process.argv.slice(2), process.stderr).then(
    (printed) => process.stdout.write(printed),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = error instanceof UsageError ? 2 : 1;
    },
  );
}
