import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askControl, serveControl, type ControlFile, type ControlServer } from '../../../scripts/cluster/control';
import { freePort } from '../../../scripts/cluster/ports';
import { loadSecrets } from '../../../scripts/cluster/secrets';
import { UsageError, type Verb } from '../../../scripts/cluster/verbs';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'dugout-control-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('control', () => {
  let server: ControlServer;
  let file: string;
  let asked: Verb[];

  beforeEach(async () => {
    file = join(folder, 'cluster.json');
    asked = [];
    server = await serveControl(file, async (verb) => {
      asked.push(verb);
      if (verb.verb === 'add') {
        throw new UsageError('not now');
      }
      return { ok: true, text: 'done\nand more' };
    });
  });
  afterEach(() => server.close());

  /** What comes back for a line that is sent by hand. */
  const raw = (line: string): Promise<string> =>
    new Promise((resolve) => {
      const { port } = JSON.parse(readFileSync(file, 'utf8')) as ControlFile;
      let text = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(line));
      socket.on('data', (part) => (text += part.toString()));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(text));
    });

  test('request → done, and its text comes back whole', async () => {
    expect(await askControl(file, ['kill', '2'])).toEqual({ ok: true, text: 'done\nand more' });
    expect(asked).toEqual([{ verb: 'kill', target: 'node-2' }]);
  });

  test('what cannot be done → said, not thrown', async () => {
    expect(await askControl(file, ['add'])).toEqual({ ok: false, text: 'not now' });
    expect(await askControl(file, ['dance'])).toMatchObject({ ok: false });
  });

  test('wrong token, garbage, too much → no answer, nothing done', async () => {
    expect(await raw(`${JSON.stringify({ token: 'guess', words: ['stop'] })}\n`)).toBe('');
    expect(await raw('GET / HTTP/1.1\n')).toBe('');
    expect(await raw('x'.repeat(100_000))).toBe('');
    expect(asked).toEqual([]);
  });

  test('file: only its user can read it, and it goes with the cluster', async () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    server.close();
    expect(await askControl(file, ['status'])).toBeUndefined();
  });

  test('file that a killed cluster left behind → no cluster', async () => {
    const left = join(folder, 'left.json');
    writeFileSync(left, JSON.stringify({ pid: 1, port: await freePort(), token: 'x' }));
    expect(await askControl(left, ['status'])).toBeUndefined();
    writeFileSync(left, 'half a fi');
    expect(await askControl(left, ['status'])).toBeUndefined();
  });
});

describe('secrets', () => {
  test('made once, kept, long enough, for their user alone', () => {
    const file = join(folder, 'secrets.json');
    const made = loadSecrets(file);
    expect(loadSecrets(file)).toEqual(made);
    expect(new Set(Object.values(made)).size).toBe(3);
    expect(Math.min(...Object.values(made).map((secret: string) => secret.length))).toBeGreaterThanOrEqual(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('file that is not theirs → refused, never overwritten', () => {
    const file = join(folder, 'secrets.json');
    writeFileSync(file, '{"authSecret":"x"}');
    expect(() => loadSecrets(file)).toThrow('does not hold');
    expect(readFileSync(file, 'utf8')).toBe('{"authSecret":"x"}');
  });
});
