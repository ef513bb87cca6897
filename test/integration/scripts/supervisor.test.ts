/**
 * The local cluster's supervisor, from the build, with nodes and workers in small: what it
 * starts, restarts, leaves dead and stops.
 */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../scripts/cluster/ports';
import { layoutOf, logFileOf, type Layout } from '../../../scripts/cluster/layout';
import type { ProcessStatus } from '../../../scripts/cluster/status';
import { Supervisor, type Started } from '../../../scripts/cluster/supervisor';
import { parseVerb, UsageError } from '../../../scripts/cluster/verbs';
import { isAlive, signalProcess } from '../../../scripts/services/pid';
import { until } from '../../support/until';

/** Ready at once; drains when told; its page is its name. */
const NODE = `const ready = { is: 200 };
require('node:http').createServer((request, response) => {
  response.statusCode = request.url === '/readyz' ? ready.is : 200;
  response.end(process.env.DUGOUT_NODE);
}).listen(Number(process.env.PORT), process.env.HOST);
process.on('SIGTERM', () => { ready.is = 503; console.log('drained'); process.exit(0); });
process.on('disconnect', () => process.exit(0));`;
const WORKER = `setInterval(() => undefined, 1000);
process.on('SIGTERM', () => { console.log('closed'); process.exit(0); });
process.on('disconnect', () => process.exit(0));`;

let folder: string;
let layout: Layout;
let supervisor: Supervisor;
let started: Started;
let said: string[];

async function start(node = NODE, port?: number): Promise<void> {
  const [nodeProgram, workerProgram] = [join(folder, 'node.js'), join(folder, 'worker.js')];
  writeFileSync(nodeProgram, node);
  writeFileSync(workerProgram, WORKER);
  supervisor = new Supervisor({
    layout,
    cluster: { nodes: 2, workers: 1, port: port ?? (await freePort()) },
    programs: { node: nodeProgram, worker: workerProgram },
    env: { ...process.env, REDIS_URL: 'redis://127.0.0.1:1', DATABASE_URL: 'postgres://127.0.0.1:1/dugout' },
    migrate: async (url) => void said.push(`migrated ${url}`),
    say: (line) => void said.push(line),
  });
  started = await supervisor.start();
}

const ask = async (): Promise<string> => (await fetch(started.url)).text();
const told = async (...words: string[]): Promise<string> => {
  const verb = parseVerb(words);
  return verb.verb === 'stop' ? '' : (await supervisor.perform(verb)).text;
};
const processes = (): Map<string, ProcessStatus> => new Map(supervisor.describe().map((one) => [one.name, one]));
const stateOf = (name: string): string | undefined => processes().get(name)?.state;
const pidOf = (name: string): number => processes().get(name)?.pid ?? 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dugout-supervisor-'));
  layout = layoutOf({ DUGOUT_DIR: folder });
  said = [];
});
afterEach(async () => {
  await supervisor.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('start: the schema first, then all are up, behind one address', async () => {
  await start();
  expect(said).toEqual([
    'Using the store at 127.0.0.1:1 (REDIS_URL)',
    'Using the store at 127.0.0.1:1 (DATABASE_URL)',
    'migrated postgres://127.0.0.1:1/dugout',
    'Starting 2 nodes and 1 worker',
  ]);
  expect([...processes().keys()]).toEqual(['balancer', 'node-1', 'node-2', 'worker-1']);
  expect([stateOf('balancer'), stateOf('node-1'), stateOf('node-2')]).toEqual(['running', 'ready', 'ready']);
  expect(new Set([await ask(), await ask()])).toEqual(new Set(['node-1', 'node-2']));
});

test('port: one that is taken → the next one that is free', async () => {
  const taken = createServer().listen(await freePort(), '127.0.0.1');
  try {
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    await start(NODE, port);
    expect(Number(new URL(started.url).port)).toBeGreaterThan(port);
    expect(await ask()).toMatch(/^node-[12]$/);
  } finally {
    taken.close();
  }
});

test('kill: stays dead, the other answers; add: a new one under its number', async () => {
  await start();
  expect(await told('kill', '1')).toContain('node-1 is killed');
  await until('it is dead', () => stateOf('node-1') === 'killed');
  expect([await ask(), await ask()]).toEqual(['node-2', 'node-2']);
  await expect(told('kill', '1')).rejects.toThrow('No node-1 runs. There are: node-2, worker-1.');
  expect(await told('add')).toMatch(/^node-1 is ready at http:/);
  expect(await told('add')).toMatch(/^node-3 is ready at http:/);
});

test('freeze and thaw: silent meanwhile, ready afterwards, the same process', async () => {
  await start();
  const pid = pidOf('node-2');
  await told('freeze', '2');
  expect(stateOf('node-2')).toBe('frozen');
  await expect(told('thaw', '1')).rejects.toThrow('node-1 is not frozen.');
  await told('thaw', '2');
  await until('it is ready again', () => stateOf('node-2') === 'ready');
  expect(pidOf('node-2')).toBe(pid);
});

test('drain: it leaves by itself, and stays away', async () => {
  await start();
  expect(await told('drain', '2')).toContain('node-2 gave away what it had');
  expect(stateOf('node-2')).toBe('drained');
  expect(readFileSync(logFileOf(layout, 'node-2'), 'utf8')).toBe('drained\n');
});

test('crash: started again, behind the same address', async () => {
  await start();
  signalProcess(pidOf('node-1'), 'SIGKILL');
  await until('it is back', () => processes().get('node-1')?.restarts === 1 && stateOf('node-1') === 'ready');
  expect(said.join('\n')).toContain('node-1 ended (SIGKILL) and is started again');
  signalProcess(pidOf('balancer'), 'SIGKILL');
  await until('the balancer is back', () => processes().get('balancer')?.restarts === 1);
  await until('it answers at its port', async () => (await ask().catch(() => '')).startsWith('node-'));
});

test('stop: nodes, then workers, then the rest; nothing is left', async () => {
  await start();
  const pids = supervisor.describe().map(({ pid }) => pid ?? 0);
  expect(pids.every(isAlive)).toBe(true);
  await told('freeze', '2');
  await supervisor.stop();
  expect(pids.some(isAlive)).toBe(false);
  expect(said.slice(-2)).toEqual(['Draining node-1, node-2', 'Stopping workers, balancer and stores']);
  expect(readFileSync(logFileOf(layout, 'worker-1'), 'utf8')).toBe('closed\n');
  await expect(told('add')).rejects.toThrow(UsageError);
});

test('a node that cannot start: named, with what its log says', async () => {
  await expect(start(`console.log('no such port'); process.exit(1);`)).rejects.toThrow(
    /^node-\d does not come up.*no such port/s,
  );
});
