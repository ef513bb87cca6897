/** What `npm run calibrate` is told. */
import { parseArgs } from 'node:util';
import type { CardKind } from '../../src/protocol/cards';
import { UsageError } from '../cluster/verbs';

export interface CalibrateOptions {
  readonly kind: CardKind;
  readonly games: number;
  readonly seed: number;
}

export const CALIBRATE_HELP = `npm run calibrate -- [--games 20000] [--seed 2019] [--league pd|sba]

Plays games between teams of league-average 2019 cards, the computer managing both sides, and holds what comes out
against the real season. Exits 1 when a figure is further off than its tolerance.
`;

const GAMES_MAX = 1_000_000;

function count(name: string, text: string, max: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1 || value > max) {
    throw new UsageError(`--${name} takes a whole number from 1 to ${max}, not "${text}".`);
  }
  return value;
}

/** Null: help was asked for. */
export function calibrateOptions(args: readonly string[]): CalibrateOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      games: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '2019' },
      league: { type: 'string', default: 'pd' },
    },
  });
  if (values.help) return null;
  if (values.league !== 'pd' && values.league !== 'sba') {
    throw new UsageError(`--league takes pd or sba, not "${values.league}".`);
  }
  return {
    kind: values.league,
    games: count('games', values.games, GAMES_MAX),
    seed: count('seed', values.seed, Number.MAX_SAFE_INTEGER),
  };
}
