/**
 * `npm run cluster` itself, as it was built: the supervisor is killed, and nothing of its cluster lives on; started
 * again, the games are there; told to stop, it leaves nothing behind. And `npm run demo`, which starts one and plays.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askControl } from '../../scripts/cluster/control';
import { builtProgram, layoutOf, type Layout } from '../../scripts/cluster/layout';
import { freePort } from '../../scripts/cluster/ports';
import type { ProcessStatus } from '../../scripts/cluster/status';
import { isAlive } from '../../scripts/services/pid';
import { until } from '../support/until';

const WITHIN_MS = 60_000;
const AUTHORIZATION = { Authorization: 'Bearer open:keeper', 'Content-Type': 'application/json' };
const GAME = {
  league: 'test',
  ruleset: 'mlb-2019',
  mode: 'scored',
  teams: { away: { id: 'AWY', name: 'Aways' }, home: { id: 'HOM', name: 'Homes' } },
  seats: { scorekeeper: 'keeper' },
};

let folder: string;
let layout: Layout;
let child: ChildProcess;
let out: string;
let exit: Promise<number | null>;

/** Starts a program that brings up a cluster, and hears what it says. */
async function run(program: string, ...more: string[]): Promise<void> {
  out = '';
  const args = [...more, '--nodes', '2', '--workers', '1', '--port', String(await freePort())];
  // Named stores would be shared with others: this cluster brings its own.
  const env = { ...process.env, DUGOUT_DIR: folder, REDIS_URL: '', DATABASE_URL: '' };
  const started = spawn(process.execPath, [builtProgram(layout, program), ...args], { env });
  child = started;
  exit = new Promise((resolve) => started.on('close', resolve));
  for (const stream of [started.stdout, started.stderr]) {
    stream.on('data', (part) => (out += String(part)));
  }
}

async function untilUp(): Promise<void> {
  await until('the cluster is up', () => out.includes('Ctrl-C drains') || child.exitCode !== null, WITHIN_MS);
  expect(out).toContain('Ctrl-C drains');
}

async function start(): Promise<void> {
  await run('scripts/cluster.js');
  await untilUp();
}

async function processes(): Promise<ProcessStatus[]> {
  const answer = await askControl(layout.controlFile, ['status', '--json']);
  return JSON.parse(answer?.text ?? '[]') as ProcessStatus[];
}

/** Of everything that runs, Redis and PostgreSQL with it. */
async function pids(): Promise<number[]> {
  const stores = [
    (JSON.parse(readFileSync(join(layout.redisData, 'running.json'), 'utf8')) as { pid: number }).pid,
    Number(readFileSync(join(layout.postgresData, 'postmaster.pid'), 'utf8').split('\n')[0]),
  ];
  return [...(await processes()).map(({ pid }) => pid ?? 0), ...stores];
}

const url = async (): Promise<string> =>
  (await processes()).find(({ name }) => name === 'balancer')?.address ?? 'nowhere';

async function createGame(): Promise<number> {
  const headers = { ...AUTHORIZATION, 'Idempotency-Key': 'opening-day' };
  return (await fetch(`${await url()}/api/games`, { method: 'POST', headers, body: JSON.stringify(GAME) })).status;
}

async function gamesListed(): Promise<number> {
  const answer = await fetch(`${await url()}/api/games?league=test`, { headers: AUTHORIZATION });
  return ((await answer.json()) as { games: unknown[] }).games.length;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dugout-local-'));
  // PostgreSQL runs as another user when we are root, and keeps its data where that user can reach it.
  chmodSync(folder, 0o755);
  layout = layoutOf({ DUGOUT_DIR: folder });
});
afterEach(async () => {
  child.kill('SIGTERM');
  await exit;
  rmSync(folder, { recursive: true, force: true });
}, WITHIN_MS);

test(
  'supervisor: killed → nothing lives on; started again → the games are there; stopped → nothing is left',
  async () => {
    await start();
    expect((await processes()).map(({ name, state }) => `${name} ${state}`)).toEqual([
      ...['balancer running', 'node-1 ready', 'node-2 ready', 'worker-1 running', 'stores running'],
    ]);
    expect(await createGame()).toBe(201);
    const first = await pids();
    expect(await askControl(layout.controlFile, ['freeze', '2'])).toMatchObject({ ok: true });
    child.kill('SIGKILL');
    await start();
    expect(first.some(isAlive)).toBe(false);
    expect(await gamesListed()).toBe(1);
    const second = await pids();
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(second.some(isAlive)).toBe(false);
    expect(out).toContain('Draining node-1, node-2');
  },
  4 * WITHIN_MS,
);

test(
  'second cluster in the same folder → refused, the first goes on',
  async () => {
    await start();
    const env = { ...process.env, DUGOUT_DIR: folder };
    const second = spawn(process.execPath, [builtProgram(layout, 'scripts/cluster.js')], { env });
    let said = '';
    second.stderr.on('data', (part) => (said += String(part)));
    expect(await new Promise((resolve) => second.on('close', resolve))).toBe(2);
    expect(said).toContain('A cluster runs here already');
    expect(await gamesListed()).toBe(0);
  },
  2 * WITHIN_MS,
);

test('a word that is no verb → said, with those that there are; nothing is started', async () => {
  await run('scripts/cluster.js', 'explode');
  expect(await exit).toBe(2);
  expect(out).toBe('There is no "explode". There are: kill, freeze, thaw, drain, add, status, where, stop.\n');
});

test(
  'demo: the examples played → the cluster stays; --once, on a file without a game → stopped, with the replay’s status',
  async () => {
    await run('scripts/demo.js');
    await untilUp();
    expect(out).toContain('5 games equal to their files; 523 acknowledged commands, each stored once');
    expect(out).toContain('The cluster stays at');
    const first = await pids();
    child.kill('SIGINT');
    expect(await exit).toBe(0);
    expect(first.some(isAlive)).toBe(false);

    await run('scripts/demo.js', '--pace', '500');
    await until('it plays', () => out.includes('Playing 5 games'), WITHIN_MS);
    child.kill('SIGINT');
    expect(await exit).toBe(130);
    expect(out).toContain('0/5 games');
    expect(out).toContain('5 games equal to their files, 5 of them stopped');

    const file = join(folder, '2024BAD.EVA');
    writeFileSync(file, 'id,BAD202401010\r\nplay,1,0,nobody\r\n');
    await run('scripts/demo.js', file, '--once');
    expect(await exit).toBe(1);
    expect(out).toContain(`${file}:2: BAD202401010: `);
    expect(out).toContain('Draining node-1, node-2');
  },
  4 * WITHIN_MS,
);
