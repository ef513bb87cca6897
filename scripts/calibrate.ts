/**
 * `npm run calibrate`: many games between teams of league-average cards, and every figure of them beside the real
 * season's. It fails when one is further off than it may be, so a change of cards, charts or managers shows at once.
 */
import { compared, isOff } from './calibrate/compare';
import { CALIBRATE_HELP, calibrateOptions } from './calibrate/options';
import { FACTS } from './calibrate/facts';
import { report, summary } from './calibrate/report';
import { playSeason } from './calibrate/season';
import { UsageError } from './cluster/verbs';
import { Progress } from './verify/progress';

/** @returns the exit status: 0 when every figure is within its tolerance, else 1 */
export function runCalibrate(argv: readonly string[]): number {
  const options = calibrateOptions(argv);
  if (options === null) {
    process.stdout.write(CALIBRATE_HELP);
    return 0;
  }
  const progress = new Progress({ games: options.games, out: process.stderr });
  const season = playSeason(options, (plays) => {
    progress.gameDone(plays);
  });
  progress.end();
  const rows = compared(season, options.kind === 'pd');
  const { kind, games, seed } = options;
  const head = `${kind}, ${games} games, seed ${seed}`;
  process.stdout.write(`${head}\n${report(rows)}\n\n${summary(rows)}\n\n${FACTS.source}\n`);
  return rows.some(isOff) ? 1 : 0;
}

if (require.main === module) {
  try {
    process.exitCode = runCalibrate(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
