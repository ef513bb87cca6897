/** `npm run box`: the box score of a game, as a newspaper prints it. */
import { boxScore } from '../src/baseball/box-score/box-score';
import { infoOf } from '../src/retrosheet/game-info';
import { journalOf } from './box/journal';
import { newspaper } from './box/newspaper';
import { boxOptions, BOX_HELP } from './box/options';
import { UsageError } from './cluster/verbs';

/** @returns what to print. @throws UsageError for arguments that cannot be followed */
export async function runBox(argv: readonly string[]): Promise<string> {
  const options = boxOptions(argv);
  if (options === undefined) return BOX_HELP;
  const events = await journalOf(options);
  return newspaper(boxScore(events), infoOf(events));
}

if (require.main === module) {
  runBox(process.argv.slice(2)).then(
    (text) => process.stdout.write(text),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = error instanceof UsageError ? 2 : 1;
    },
  );
}
