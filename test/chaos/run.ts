/** `npm run chaos`: runs, prints the figures and where the report is; ends with 1 when anything is broken, or void. */
import { join } from 'node:path';
import { figureTable } from '../../bench/figures';
import { runChaos } from './chaos-run';
import { catalogOf } from './faults/catalog';
import { type ChaosOptions, chaosOptions } from './options';

const ROOT = join(__dirname, '..', '..');
const SHOWN_MAX = 30;

async function main(): Promise<number> {
  let options: ChaosOptions;
  try {
    options = chaosOptions(process.argv.slice(2));
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    return 2;
  }
  if (options.only?.includes('help') === true) {
    const lines = catalogOf({}).classes.map(({ name, what }) => `  ${name.padEnd(20)} ${what}`);
    process.stdout.write(`${lines.join('\n')}\n`);
    return 0;
  }
  const { facts, reportFile } = await runChaos(options, { root: ROOT, screen: process.stdout, onWorld: endOnSignals });
  const { outcome, violations, problems } = facts;
  const measured = outcome.figures.flatMap((figure) => (figure.value === null ? [] : [figure]));
  const unmeasured = outcome.figures.filter(({ value }) => value === null).map(({ name }) => `not measured: ${name}`);
  const wrong = [
    ...violations.map(({ invariant, gameId, what }) => `BROKEN ${invariant}, game ${gameId}: ${what}`),
    ...problems.map((problem) => `PROBLEM ${problem}`),
    ...outcome.voids.map((why) => `VOID ${why}`),
  ];
  const more = wrong.length > SHOWN_MAX ? [`… and ${wrong.length - SHOWN_MAX} more, in the report`] : [];
  const verdict = outcome.isPassed ? 'Nothing lost, nothing doubled.' : 'The run has failed.';
  const parts = [figureTable(measured), ...unmeasured, ...wrong.slice(0, SHOWN_MAX), ...more, verdict];
  process.stdout.write(`\n${parts.join('\n')}\nReport: ${reportFile}\n`);
  return outcome.isPassed ? 0 : 1;
}

/** Whoever breaks a run off leaves no servers behind. */
function endOnSignals(close: () => Promise<void>): void {
  const end = (): void => void close().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  // Whoever started us is gone.
  process.once('disconnect', end);
}

main().then(
  (status) => process.exit(status),
  (cause: unknown) => {
    process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
    process.exit(1);
  },
);
