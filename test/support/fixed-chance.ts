/**
 * The walks and stories of fast-check are the same in every run, so that a failure belongs to the change that it is seen
 * at. Others are tried with `DUGOUT_SEED`: any whole number, or `random`.
 */
import fc from 'fast-check';

const seed = process.env['DUGOUT_SEED'] ?? '2026';
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) });
