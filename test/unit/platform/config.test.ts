import { ConfigError, type Environment, loadConfig, loadWorkerConfig, secretsOf } from '../../../src/platform/config';

const stores = {
  REDIS_URL: 'redis://127.0.0.1:6379',
  DATABASE_URL: 'postgres://dugout@127.0.0.1:5432/dugout',
};
const complete = {
  ...stores,
  DUGOUT_AUTH_SECRET: 's'.repeat(32),
  DUGOUT_MESH_SECRET: 'm'.repeat(32),
};

function problemsOf(env: Environment): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    return (error as ConfigError).problems;
  }
  return [];
}

describe('config: a right environment', () => {
  test('the least that a node needs → every other setting has its default', () => {
    expect(loadConfig(complete)).toMatchObject({
      port: 3000,
      address: 'http://127.0.0.1:3000',
      queueRedisUrl: stores.REDIS_URL,
      partitions: 16,
      sessionTtlMs: 3000,
      sessionBeatMs: 500,
      auth: 'token',
      operatorToken: undefined,
      corsOrigins: [],
    });
  });

  test('a worker → needs the stores only', () => {
    expect(loadWorkerConfig(stores)).toMatchObject({ flushMs: 500, queueRedisUrl: stores.REDIS_URL });
  });

  test('an empty variable → counts as unset', () => {
    expect(loadConfig({ ...complete, PARTITIONS: '', CORS_ORIGINS: '' })).toMatchObject({
      partitions: 16,
      corsOrigins: [],
    });
  });

  test('several origins → a list', () => {
    expect(loadConfig({ ...complete, CORS_ORIGINS: 'https://a.example, http://localhost:5173' }).corsOrigins).toEqual([
      'https://a.example',
      'http://localhost:5173',
    ]);
  });

  test('closed leagues → a list; none unless they are named', () => {
    expect(loadConfig({ ...complete, CLOSED_LEAGUES: 'pd, sba' }).closedLeagues).toEqual(['pd', 'sba']);
    expect(loadConfig(complete).closedLeagues).toEqual([]);
  });

  test.each(['redis://h', 'rediss://u:p@h:1/0', 'redis+cluster://a:1,b:2', 'redis+sentinel://a:1/main'])(
    'REDIS_URL %s → accepted',
    (url) => {
      expect(loadConfig({ ...complete, REDIS_URL: url }).redisUrl).toBe(url);
    },
  );

  test('open mode → needs no secret for tokens', () => {
    expect(loadConfig({ ...complete, DUGOUT_AUTH: 'open', DUGOUT_AUTH_SECRET: undefined }).auth).toBe('open');
  });
});

describe('config: a wrong environment', () => {
  test('several wrong variables → one error names them all', () => {
    const problems = problemsOf({ PORT: 'eighty', PARTITIONS: '0', DUGOUT_MESH_SECRET: 'short' });
    expect(problems.map((problem) => problem.split(/[ :]/)[0])).toEqual([
      'REDIS_URL',
      'DATABASE_URL',
      'PARTITIONS',
      'PORT',
      'DUGOUT_MESH_SECRET',
    ]);
  });

  test('a secret that is too short → is not printed', () => {
    expect(() => loadConfig({ ...complete, DUGOUT_MESH_SECRET: 'hunter2' })).toThrow(ConfigError);
    expect(problemsOf({ ...complete, DUGOUT_MESH_SECRET: 'hunter2' }).join()).not.toContain('hunter2');
  });

  test.each([
    ['SESSION_BEAT_MS', { SESSION_BEAT_MS: '1001' }],
    ['REDIS_COMMAND_TIMEOUT_MS', { REDIS_COMMAND_TIMEOUT_MS: '3000' }],
    ['MESH_DEADLINE_MS', { MESH_DEADLINE_MS: '20000' }],
    ['DUGOUT_AUTH_SECRET', { DUGOUT_AUTH_SECRET: undefined }],
  ])('%s against its relation → refused', (variable, change) => {
    const problems = problemsOf({ ...complete, ...change });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${variable} `));
  });

  test.each([
    ['PORT', '-1'],
    ['PORT', '0x50'],
    ['PORT', '65536'],
    ['FLUSH_MS', '1e3'],
    ['REDIS_URL', 'http://127.0.0.1'],
    ['DATABASE_URL', 'mysql://h/d'],
    ['CORS_ORIGINS', '*'],
    ['CLOSED_LEAGUES', 'pd,,sba'],
    ['LOG_LEVEL', 'loud'],
    ['DUGOUT_AUTH', 'none'],
    ['DUGOUT_ADDRESS', '10.0.0.7:3000'],
  ])('%s=%s → refused', (variable, text) => {
    expect(problemsOf({ ...complete, [variable]: text })[0]).toMatch(new RegExp(`^${variable}: `));
  });
});

describe('config: what no log may hold', () => {
  test('a node → its secrets, and the passwords of its URLs as written and as meant', () => {
    const secrets = secretsOf(
      loadConfig({
        ...complete,
        REDIS_URL: 'redis://:redis-password@h',
        QUEUE_REDIS_URL: 'rediss://user:queue%2Fpassword@h:1/0',
        DATABASE_URL: 'postgres://dugout:of-postgres@h/dugout',
        DUGOUT_OPERATOR_TOKEN: 'o'.repeat(16),
        DUGOUT_AUTH_SECRET_ALSO: 'a'.repeat(32),
        DUGOUT_MESH_SECRET_ALSO: 'b'.repeat(32),
      }),
    );
    expect(secrets.sort()).toEqual(
      [
        complete.DUGOUT_AUTH_SECRET,
        complete.DUGOUT_MESH_SECRET,
        'a'.repeat(32),
        'b'.repeat(32),
        'o'.repeat(16),
        'redis-password',
        'queue%2Fpassword',
        'queue/password',
        'of-postgres',
      ].sort(),
    );
  });

  test('no password, or one as short as a word → nothing to strike out', () => {
    expect(secretsOf(loadWorkerConfig({ ...stores, REDIS_URL: 'redis://:dugout@h' }))).toEqual([]);
  });
});
