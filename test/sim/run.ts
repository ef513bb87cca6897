/**
 * `npm run sim -- --seeds 100000 --from 1`: simulates one seed after the other, says how far it is, and prints every
 * failure whole. Ends with 1 when there was one. With `--storms` each seed is a storm (storm.ts).
 */
import { parseArgs } from 'node:util';
import { simulate, tell } from './simulation';
import { stormOf } from './storm';

const SAY_EVERY_MS = 5000;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1000' },
      from: { type: 'string', default: '1' },
      storms: { type: 'boolean', default: false },
    },
  });
  const [first, count] = [Number(values.from), Number(values.seeds)];
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(count) || first < 0 || count < 1) {
    process.stderr.write('--seeds and --from take whole numbers, e.g. --seeds 1000 --from 1\n');
    return 2;
  }
  const startedAt = performance.now();
  const total = { failed: 0, acked: 0, takeovers: 0 };
  let saidAt = startedAt;
  for (let seed = first; seed < first + count; seed++) {
    const outcome = await simulate(seed, values.storms ? stormOf(seed) : {});
    total.acked += outcome.acked;
    total.takeovers += outcome.takeovers;
    if (outcome.problems.length > 0) {
      total.failed += 1;
      process.stdout.write(`${tell(outcome)}\n\n`);
    }
    if (performance.now() - saidAt >= SAY_EVERY_MS || seed === first + count - 1) {
      saidAt = performance.now();
      process.stdout.write(`${progress({ done: seed - first + 1, count, ms: saidAt - startedAt, ...total })}\n`);
    }
  }
  return total.failed > 0 ? 1 : 0;
}

function progress(at: {
  done: number;
  count: number;
  ms: number;
  failed: number;
  acked: number;
  takeovers: number;
}): string {
  const perMinute = Math.round((at.done / at.ms) * 60_000);
  return (
    `${at.done}/${at.count} seeds  ${perMinute} a minute  ${at.acked} commands acked  ${at.takeovers} takeovers  ` +
    `${at.failed} failed`
  );
}

void main().then((status) => {
  process.exitCode = status;
});
