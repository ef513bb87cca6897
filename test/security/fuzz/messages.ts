/** What is sent by chance: questions of sockets, packets, and requests, each from its own seed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { Command } from '../../../src/protocol/commands';
import { CommandRequest } from '../../../src/protocol/envelope';
import { Lineup } from '../../../src/protocol/lineup';
import { ScheduleInput } from '../../../src/protocol/schedule';
import { type ClientToServerEvents, JoinRequest, LeaveRequest, UpdatesRequest } from '../../../src/protocol/socket';
import { SeededRandom } from '../../sim/random';
import { noise, spoil } from './mutate';
import { makeUp, type Shape, shapeOf } from './values';

/** Every question that a socket may ask: another one does not compile until it stands here. */
const QUESTIONS: Readonly<Record<keyof ClientToServerEvents, z.ZodType>> = {
  join: JoinRequest,
  leave: LeaveRequest,
  command: CommandRequest,
  updates: UpdatesRequest,
};
const QUESTION_SHAPES = Object.entries(QUESTIONS).map(([event, schema]) => [event, shapeOf(schema)] as const);
const COMMAND_SHAPE = shapeOf(CommandRequest);
const BODY_SHAPES: readonly Shape[] = [Command, Lineup, ScheduleInput].map(shapeOf);
const COMMAND_SHARE = 0.75;
const ODD_EVENT_SHARE = 0.03;
const ODD_EVENTS = ['', 'dance', '__proto__', 'constructor', '$refused', 'ask', 'alive', 'JOIN', 'join\u0000'];

const WORDS = [
  ...[
    'K',
    'S8',
    'HR9',
    '63',
    'W',
    'IW',
    'HP',
    'SB2',
    'CS2(26)',
    'PO1(13)',
    'WP.1-2',
    'PB.2-3',
    'BK.1-2',
    'E6',
    'FC4.1-2',
  ],
  ...['S8.1-3;2-H', 'D7.1-H(UR)', '64(1)3/GDP', '54(2)/FO', 'K+SB2', 'C/E2', 'FLE5', 'NP', 'DGR/L8', 'T9.3-H;2-H;1-H'],
  ...['8/F', 'h1', 'h2', 'h9', 'a1', 'a2', 'a9', 'x1', 'BCX', 'CFBX', 'mallory', 'fuzzer', 'test', 'sba', 'A name'],
  ...['constructor', 'toString', 'S8/constructor', '7', '78'],
  ...[
    "'; DROP TABLE games; --",
    "' OR '1'='1",
    "x');DELETE/**/FROM/**/games;--",
    "\\'; SELECT pg_sleep(9); --",
    '$1',
    '??',
  ],
];

export interface Question {
  readonly event: string;
  readonly args: string;
}

/** Each call gives the next of the questions that belong to a seed. */
export function questioner(seed: number, games: () => readonly string[]): () => Question {
  const random = new SeededRandom(seed);
  let asked = 0;
  return () => {
    asked += 1;
    const id = `c${seed}-${asked}`;
    const [event, shape] = random.chance(COMMAND_SHARE)
      ? (['command', COMMAND_SHAPE] as const)
      : random.pick(QUESTION_SHAPES);
    const by = { random, words: [...WORDS, ...games(), id] };
    let made = makeUp(shape, by) as Record<string, unknown>;
    // A game that has ended is no way into the rules.
    while (ends(made) && random.chance(0.97)) made = makeUp(shape, by) as Record<string, unknown>;
    if ('gameId' in made && random.chance(0.95)) made['gameId'] = random.pick(games());
    if ('seat' in made && random.chance(0.8)) made['seat'] = 'scorekeeper';
    if ('commandId' in made && random.chance(0.9)) made['commandId'] = id;
    let args = spoil(made, random.pick([0, 1, 1, 1, 2, 3]), random);
    // What is no JSON ends the connection, and with it whatever else is under way: that is the packets' part.
    while (!isJson(args) && random.chance(0.999)) args = spoil(made, random.pick([0, 1, 1, 1, 2, 3]), random);
    return { event: random.chance(ODD_EVENT_SHARE) ? random.pick(ODD_EVENTS) : event, args };
  };
}

function isJson(args: string): boolean {
  try {
    JSON.parse(`[${args}]`);
    return true;
  } catch {
    return false;
  }
}

function ends({ command }: Readonly<Record<string, unknown>>): boolean {
  return ['EndGame', 'SuspendGame'].includes((command as { type?: string } | undefined)?.type ?? '');
}

const PACKETS = [
  ...['42["leave",{"gameId":"g"}]', '421["command",{}]', '40{"token":"x"}', '40/mesh,{"proof":"x"}', '43', '430[]'],
  ...['41', '44{}', '451-["a",{"_placeholder":true,"num":0}]', '461-1[]', '3', '6', '42/mesh,["ask",[[0,{}]]]'],
];

/** Each call gives a packet as it goes over a WebSocket, spoiled. */
export function packeteer(seed: number): () => string {
  const random = new SeededRandom(seed);
  return () => {
    let text = random.pick(PACKETS);
    for (let n = random.between(0, 4); n > 0; n -= 1) text = noise(text, random);
    return text;
  };
}

export interface Requested {
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly key: string;
}

/** The resources, from the page that a test holds to the routes: a new one is fuzzed without anybody's doing. */
export const RESOURCES: readonly (readonly [method: string, path: string])[] = readFileSync(
  join(__dirname, '..', '..', '..', 'docs', 'api.md'),
  'utf8',
)
  .split('\n')
  .flatMap((line) => {
    const [, method, path] = /^\| `(GET|POST|PUT|DELETE|PATCH) (\/api\/[^`\s]*)`/.exec(line) ?? [];
    return method === undefined || path === undefined ? [] : [[method, path] as const];
  });

const OTHER_METHODS = ['DELETE', 'PATCH', 'PUT', 'POST', 'GET', 'HEAD', 'OPTIONS'];
const QUERY_NAMES = ['as', 'seat', 'after', 'limit', 'since', 'season', 'cursor', 'status', 'league', '__proto__', 'x'];
const QUERY_VALUES = [
  ...['home', 'spectator', 'scorekeeper', '0', '-1', '1', '500', '1e3', '1.5', 'NaN', '', 'live', 'sba', '%00'],
  ...["'%20OR%201=1", '9'.repeat(30), '[]'],
];
const ODD_PARAMETERS = ['__proto__', '..', '../..', '*', 'a b', '\u0000', 'x'.repeat(100), "'"];

/** Each call gives the next request of a seed. */
export function requester(seed: number, games: () => readonly string[]): () => Requested {
  const random = new SeededRandom(seed);
  let asked = 0;
  return () => {
    asked += 1;
    const [method, pattern] = random.pick(RESOURCES);
    const path = pattern.replace(/:(\w+)/g, (_all, name: string) => parameter(name, games(), random));
    const terms = Array.from(
      { length: random.pick([0, 0, 1, 2]) },
      () => `${random.pick(QUERY_NAMES)}=${random.pick(QUERY_VALUES)}`,
    );
    const made = makeUp(random.pick(BODY_SHAPES), { random, words: [...WORDS, ...games()] });
    return {
      method: random.chance(0.95) ? method : random.pick(OTHER_METHODS),
      path: terms.length > 0 ? `${path}?${terms.join('&')}` : path,
      body: method === 'GET' ? undefined : spoil(made, random.pick([0, 1, 1, 2, 3]), random),
      key: `r${seed}-${asked}`,
    };
  };
}

function parameter(name: string, games: readonly string[], random: SeededRandom): string {
  if (random.chance(0.1)) return encodeURIComponent(random.pick(ODD_PARAMETERS));
  if (name === 'id') return random.pick(games);
  if (name === 'side') return random.pick(['home', 'away']);
  return name === 'seq' ? String(random.between(-1, 30)) : random.pick(['test', 'sba', 'constructor']);
}
