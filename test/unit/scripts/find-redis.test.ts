import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
});
