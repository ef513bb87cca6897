/**
 * `npm run verify`: plays every game of event files through the rules, and compares every field of every play, game,
 * player and box score with what the field's reference tools say.
 */
import { UsageError } from './cluster/verbs';
import { readSources } from './replay/sources';
import { verifyOptions, VERIFY_HELP } from './verify/options';
import { Progress } from './verify/progress';
import { readReference } from './verify/reference';
import { isClean, jsonReport, textReport } from './verify/report';
import { verifyAll } from './verify/run';

/** @returns the exit status: 0 when all is equal, else 1. @throws UsageError for arguments that cannot be followed */
export function runVerify(argv: readonly string[]): number {
  const options = verifyOptions(argv);
  if (options === undefined) {
    process.stdout.write(VERIFY_HELP);
    return 0;
  }
  const sources = readSources(options.paths);
  const reference = readReference(options.expected);
  const progress = new Progress({ games: sources.games.length, out: process.stderr });
  const onGame = (plays: number): void => progress.gameDone(plays);
  const findings = verifyAll({ sources, reference, first: options.first, onGame });
  progress.end();
  process.stdout.write(options.isJson ? jsonReport(findings) : textReport(findings));
  return isClean(findings) ? 0 : 1;
}

if (require.main === module) {
  try {
    process.exitCode = runVerify(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
