import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fork, type ChildProcess } from 'node:child_process';
import { PROCESS_FLAGS } from '../../../scripts/cluster/environment';
import { layoutOf, type Layout } from '../../../scripts/cluster/layout';
import { endLeftovers } from '../../../scripts/cluster/leftovers';
import { ManagedProcess } from '../../../scripts/cluster/managed-process';
import { isAlive, signalProcess } from '../../../scripts/services/pid';
import { until } from '../../support/until';

/** Says that it is there, ends when it is told to, or when its supervisor is gone. */
const GOOD = `process.on('SIGTERM', () => { console.log('bye'); process.exit(0); });
process.on('message', (message) => process.send({ echo: message }));
process.on('disconnect', () => process.exit(0));
setInterval(() => undefined, 1000);
process.send('there');`;
const FLAGGED = GOOD.replace("process.send('there')", 'process.send(process.execArgv)');
const DEAF = GOOD.replace(/process.on\('SIGTERM'.*\n/, `process.on('SIGTERM', () => undefined);\n`);
const BROKEN = `console.log('I cannot'); process.exit(3);`;

let folder: string;
let layout: Layout;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dugout-process-'));
  layout = layoutOf({ DUGOUT_DIR: folder });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const programOf = (code: string): string => {
  const program = join(folder, 'program.js');
  writeFileSync(program, code);
  return program;
};

describe('managed process', () => {
  let managed: ManagedProcess;
  let heard: unknown[];
  let states: string[];

  const manage = async (code: string): Promise<void> => {
    const program = programOf(code);
    managed = new ManagedProcess({
      name: 'node-1',
      layout,
      launch: async () => ({ program, args: [], env: {}, port: 4000 }),
      onChange: ({ state }) => states.push(state.is),
      onMessage: (message) => heard.push(message),
    });
    await managed.start();
  };
  const pid = (): number => {
    expect(managed.state).toHaveProperty('pid');
    return (managed.state as { pid: number }).pid;
  };
  const whenThere = (): Promise<void> => until('it says it is there', () => heard.includes('there'));
  const pidFiles = (): string[] => readdirSync(layout.pids);

  beforeEach(() => {
    heard = [];
    states = [];
  });
  afterEach(() => managed.stop('stopped', 0));

  test('start, message, stop → it runs, answers, and ends as told', async () => {
    await manage(GOOD);
    await whenThere();
    managed.tell({ hello: 1 });
    await until('it answers', () => heard.length === 2);
    expect(heard[1]).toEqual({ echo: { hello: 1 } });
    expect([managed.port, pidFiles()]).toEqual([4000, ['node-1']]);
    await managed.stop('drained', 10_000);
    expect(managed.state).toEqual({ is: 'ended', how: 'drained' });
    expect([managed.port, pidFiles()]).toEqual([undefined, []]);
    expect(readFileSync(managed.logFile, 'utf8')).toBe('bye\n');
  });

  test("Node's flags → it was started with them", async () => {
    await manage(FLAGGED);
    await until('it says by which flags it runs', () => heard.length === 1);
    expect(heard).toEqual([PROCESS_FLAGS]);
  });

  test('it does not hear SIGTERM → killed at the deadline', async () => {
    await manage(DEAF);
    await whenThere();
    await managed.stop('stopped', 50);
    expect(managed.state).toEqual({ is: 'ended', how: 'stopped' });
  });

  test('it crashes → started again, each time after a longer pause', async () => {
    await manage(BROKEN);
    await until('it was started twice more', () => managed.restarts === 2);
    expect(managed.failures).toBeGreaterThanOrEqual(2);
    expect(states.slice(0, 4)).toEqual(['running', 'waiting', 'running', 'waiting']);
    expect(readFileSync(managed.logFile, 'utf8')).toContain('I cannot');
    await managed.stop('stopped', 1000);
    expect(managed.state).toEqual({ is: 'ended', how: 'stopped' });
  });

  test('it was killed by a stranger → started again as another process', async () => {
    await manage(GOOD);
    await whenThere();
    const first = pid();
    signalProcess(first, 'SIGKILL');
    await until('it runs again', () => managed.restarts === 1 && managed.state.is === 'running');
    expect(pid()).not.toBe(first);
  });

  test('it is killed on request → stays dead', async () => {
    await manage(GOOD);
    await whenThere();
    managed.kill();
    await until('it has ended', () => managed.state.is === 'ended');
    expect(states).toEqual(['running', 'ended']);
  });

  test('it is frozen → says so; stopping wakes it first', async () => {
    await manage(GOOD);
    await whenThere();
    managed.freeze();
    expect(managed.state.is).toBe('frozen');
    managed.thaw();
    expect(managed.state.is).toBe('running');
    managed.freeze();
    await managed.stop('stopped', 10_000);
    expect(readFileSync(managed.logFile, 'utf8')).toBe('bye\n');
  });
});

describe('leftovers', () => {
  let child: ChildProcess;

  const leave = async (code: string): Promise<void> => {
    child = fork(programOf(code), { stdio: 'ignore' });
    await new Promise((resolve) => child.once('message', resolve));
    mkdirSync(layout.pids, { recursive: true });
    writeFileSync(join(layout.pids, 'node-1'), String(child.pid));
  };
  afterEach(() => child.kill('SIGKILL'));

  test('frozen one of ours → woken, ended, forgotten', async () => {
    await leave(GOOD);
    child.kill('SIGSTOP');
    const said: string[] = [];
    await endLeftovers(layout.pids, folder, (line) => said.push(line));
    expect(isAlive(child.pid ?? 0)).toBe(false);
    expect(said.join()).toContain('node-1');
    expect(readdirSync(layout.pids)).toEqual([]);
  });

  test("somebody else's process with an old id of ours → left alone", async () => {
    await leave(GOOD);
    await endLeftovers(layout.pids, join(folder, 'elsewhere'), () => undefined);
    expect(isAlive(child.pid ?? 0)).toBe(true);
    expect(readdirSync(layout.pids)).toEqual([]);
  });
});
