/** What `npm run chaos` may be told. */
import { parseArgs } from 'node:util';

export interface ChaosOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly games: number;
  readonly spectators: number;
  /** Commands a second of all managers together. */
  readonly rate: number;
  readonly freezeS: number | undefined;
  readonly postgresAwayS: number | undefined;
  readonly only: readonly string[] | undefined;
}

export const USAGE = `npm run chaos -- [options]
  --minutes 2            for how long faults are inflicted; with every class once it may be longer
  --seed 1               the plan of the faults, and how the games are played
  --only a,b             these classes of faults only (--only help lists them)
  --freeze-s 30          how long a node is frozen for long (default: some seconds more than its session lives)
  --postgres-away-s 300  how long PostgreSQL stays out of reach (default: some seconds)
  --games 60 --spectators 40 --rate 150
                         games at once with two managers each, who looks on, commands a second`;

/** @throws Error that says what is wrong, and how it is used */
export function chaosOptions(args: readonly string[]): ChaosOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { ...text, default: '2' },
      seed: { ...text, default: '1' },
      games: { ...text, default: '60' },
      spectators: { ...text, default: '40' },
      rate: { ...text, default: '150' },
      'freeze-s': text,
      'postgres-away-s': text,
      only: text,
    },
  });
  return {
    minutes: positive('minutes', values.minutes),
    seed: positive('seed', values.seed),
    games: positive('games', values.games),
    spectators: positive('spectators', values.spectators),
    rate: positive('rate', values.rate),
    freezeS: optional('freeze-s', values['freeze-s']),
    postgresAwayS: optional('postgres-away-s', values['postgres-away-s']),
    only: values.only?.split(','),
  };
}

function optional(name: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : positive(name, text);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value))
    throw new Error(`--${name} takes a number above 0, not ${text}\n${USAGE}`);
  return value;
}
