import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../../scripts/cluster/layout';
import { findServices } from '../../../scripts/services/find';
import { findRedisServer } from '../../../scripts/services/redis';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'dugout-find-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A server in name only, which says its version. */
function server(path: string, version: string): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho '${version}'\n`);
  chmodSync(file, 0o755);
  return file;
}

const find = (env: NodeJS.ProcessEnv) => findRedisServer(env, join(folder, 'own'));

describe('Redis server', () => {
  test('named by DUGOUT_REDIS_SERVER → that one and no other', async () => {
    const named = server('special', 'Redis server v=7.4.2 sha=0');
    server('path/redis-server', 'Redis server v=8.0.0 sha=0');
    const env = { DUGOUT_REDIS_SERVER: named, PATH: join(folder, 'path') };
    expect((await find(env)).server).toEqual({ path: named, name: 'Redis 7.4.2' });
  });

  test('several on the PATH → the first that is new enough; Valkey is as good', async () => {
    const old = server('first/redis-server', 'Redis server v=6.0.16 sha=00000000:0 malloc=jemalloc-5.2.1');
    const valkey = server('second/valkey-server', 'Valkey server v=8.0.1 sha=00000000:0 malloc=jemalloc-5.3.0');
    const found = await find({ PATH: `${join(folder, 'first')}:${join(folder, 'second')}` });
    expect(found).toEqual({
      server: { path: valkey, name: 'Valkey 8.0.1' },
      tooOld: [`${old} (Redis 6.0.16)`],
    });
  });

  test('one that says no version → none', async () => {
    const named = server('special', 'Usage: special');
    expect(await find({ DUGOUT_REDIS_SERVER: named })).toEqual({ server: undefined, tooOld: [] });
  });

  test('REDIS_URL and DATABASE_URL → nothing is looked for', async () => {
    const env = { REDIS_URL: 'redis://elsewhere', DATABASE_URL: 'postgres://elsewhere/dugout', PATH: '' };
    const said: string[] = [];
    expect(await findServices({ root: folder, env, say: (line) => said.push(line) })).toEqual({});
    expect(said).toEqual([]);
  });

  test('a command that starts servers of its own → their program is found, whatever REDIS_URL says', async () => {
    const named = server('special', 'Redis server v=7.4.2 sha=0');
    const env = { REDIS_URL: 'redis://elsewhere', DATABASE_URL: 'postgres://elsewhere/dugout' };
    const options = { root: folder, env: { ...env, DUGOUT_REDIS_SERVER: named }, say: () => undefined };
    expect(await findServices({ ...options, startsServers: true })).toEqual({ DUGOUT_REDIS_SERVER: named });
  });

  test('none that is new enough, and nothing to install one with → an error that names the three ways', () => {
    const old = server('special', 'Redis server v=6.0.16 sha=0');
    const script = `const { findServices } = require('./scripts/services/find');
      findServices({ root: ${JSON.stringify(folder)}, env: process.env, say: console.log })
        .catch(({ message }) => console.log(message));`;
    // An empty folder is all of its PATH: no apt-get, no brew.
    const PATH = join(folder, 'empty');
    mkdirSync(PATH);
    const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', '-e', script], {
      cwd: projectRoot(),
      env: { PATH, DATABASE_URL: 'postgres://elsewhere/dugout', DUGOUT_REDIS_SERVER: old },
      encoding: 'utf8',
    });
    expect(stdout).toContain(`could neither find nor install one.\n  - found, but older than 7: ${old} (Redis 6.0.16)`);
    expect(stdout).toContain('Three ways to give it one:');
    const ways = [
      /1\. .*apt-get install redis-server\n.*brew install redis/,
      /2\. .*REDIS_URL=/,
      /3\. .*docker compose/,
    ];
    expect(ways.filter((way) => !way.test(stdout))).toEqual([]);
  });
});
