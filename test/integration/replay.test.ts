import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Members } from '../cluster/members';
import { Stores } from '../cluster/stores';
import { until } from '../support/until';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '..', '..');
const EXAMPLES = join(ROOT, 'examples');

let folder = '';
let stores: Stores;
let members: Members;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dugout-replay-'));
  stores = await Stores.start('shared', folder);
  const env = { PATH: process.env['PATH'], LOG_LEVEL: 'warn', SESSION_TTL_MS: '1500', SESSION_BEAT_MS: '250' };
  members = await Members.open({
    stores,
    env: { ...env, REDIS_COMMAND_TIMEOUT_MS: '1000' },
    logs: join(folder, 'logs'),
  });
  await Promise.all(['node-1', 'node-2', 'worker-1'].map((name) => members.start(name)));
});

afterAll(async () => {
  await members.close();
  await stores.close();
  rmSync(folder, { recursive: true });
});

interface Replay {
  /** What it has said so far. */
  said(): string;
  readonly status: Promise<number | null>;
  interrupt(): void;
}

/** `npm run replay`, as the bootstrap starts it. */
function replay(...args: string[]): Replay {
  const child = spawn(process.execPath, [join(ROOT, 'dist/scripts/replay.js'), ...args, '--url', members.url], {
    env: { PATH: process.env['PATH'], DATABASE_URL: stores.databaseUrl, DUGOUT_DIR: join(folder, 'dugout') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  return {
    said: () => said,
    status: new Promise((resolve) => child.on('close', (status) => resolve(status))),
    interrupt: () => void child.kill('SIGINT'),
  };
}

async function entriesStored(): Promise<number> {
  const [row] = await stores.knex('game_events').count<{ count: string }[]>('* as count');
  return Number(row?.count);
}

test('replay: the examples through two nodes → every game equal, read from PostgreSQL, status 0', async () => {
  const played = replay(EXAMPLES);
  expect(await played.status).toBe(0);
  expect(played.said().match(/^\w+ {2}equal, \d+ commands acknowledged, each stored once$/gm)).toHaveLength(5);
  expect(played.said()).toMatch(
    /^ {2}Gull Rock Lamplighters {4}0 {2}1 {2}0 {2}1 {2}0 {2}0 {2}1 {2}0 {2}2 {4}5 {2}11 {3}2$/m,
  );
  expect(played.said()).toContain('5 games equal to their files; 523 acknowledged commands, each stored once');
  expect(played.said()).toContain('read back over REST and from PostgreSQL');
});

test('replay: a line that cannot be read → named, its game left out, the others played', async () => {
  const text = readFileSync(join(EXAMPLES, '2024GUL.EVA'), 'latin1').split('\r\n');
  const line = text.findIndex((record) => record.startsWith('play,3,0'));
  text[line] = 'play,3,0,nobody';
  const path = join(folder, '2024BAD.EVA');
  writeFileSync(path, text.join('\r\n'), 'latin1');
  const played = replay(path);
  expect(await played.status).toBe(0);
  expect(played.said()).toContain(`${path}:${line + 1}: GUL202405040: `);
  expect(played.said()).toContain('1 games equal to their files, 1 left out; 58 acknowledged commands');
});

test('replay: a node is killed in the middle → its games go on, and every game is equal', async () => {
  const before = await entriesStored();
  const played = replay(EXAMPLES, '--games', '10', '--pace', '20');
  await until('a third of it is stored', async () => (await entriesStored()) > before + 350);
  await members.kill('node-1');
  expect(await played.status).toBe(0);
  expect(played.said()).toContain('10 games equal to their files; 1046 acknowledged commands, each stored once');
  await members.start('node-1');
});

test('replay: Ctrl-C → it says how far each game came, and status 130', async () => {
  const before = await entriesStored();
  const played = replay(EXAMPLES, '--pace', '50');
  await until('some of it is stored', async () => (await entriesStored()) > before + 50);
  played.interrupt();
  expect(await played.status).toBe(130);
  expect(played.said().match(/stopped, equal so far/g)).toHaveLength(5);
  expect(played.said()).toContain('5 games equal to their files, 5 of them stopped');
});

test('replay: arguments that cannot be followed → said, and status 2', async () => {
  mkdirSync(join(folder, 'empty'));
  const played = replay(join(folder, 'empty'));
  expect(await played.status).toBe(2);
  expect(played.said()).toContain('holds no event files');
});

const realGames = process.env['DUGOUT_RETROSHEET'];
if (realGames === undefined) {
  test('replay: real games: left out, DUGOUT_RETROSHEET names no folder', () => {
    expect(process.env['DUGOUT_RETROSHEET']).toBeUndefined();
  });
} else {
  test('replay: twenty real games side by side → every game equal', async () => {
    const played = replay(join(realGames, '2019'), '--games', '20', '--at-once', '20');
    expect(await played.status).toBe(0);
    expect(played.said()).toContain('20 games equal to their files; ');
  });
}
