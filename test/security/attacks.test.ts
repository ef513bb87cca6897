/** Each attack by hand: it gets the answer that it should, changes nothing, and learns nothing. */
import { Redis } from 'ioredis';
import { type Fortress, startFortress } from '../support/fortress';
import { orSilence } from '../support/silence';
import { digestGames, digestWorld, type WorldDigest } from '../support/world-digest';
import { HTTP_BODIES, HTTP_HEADERS, HTTP_METHODS, HTTP_PATHS, HTTP_QUERIES } from './attacks/http';
import { MOMENTS, SEATS, SQL, SQL_EVERYWHERE, VALUES } from './attacks/commands';
import { SQL_IN_GAMES, SQL_WORD, storeSql } from './attacks/sql';
import { ADMIN, EVENTS, NAMESPACES } from './attacks/sockets';
import { SOCKET_AUTH, TOKENS } from './attacks/tokens';
import { FRAMES, RAW_HTTP, UPGRADES } from './attacks/wire';
import { leaksIn, secretsIn } from './leaks';
import { type Attack, Scene } from './scene';

const TABLES: Readonly<Record<string, readonly Attack[]>> = {
  paths: HTTP_PATHS,
  queries: HTTP_QUERIES,
  methods: HTTP_METHODS,
  headers: HTTP_HEADERS,
  bodies: HTTP_BODIES,
  'raw HTTP': RAW_HTTP,
  upgrades: UPGRADES,
  frames: FRAMES,
  tokens: TOKENS,
  'signing in': SOCKET_AUTH,
  seats: SEATS,
  moments: MOMENTS,
  values: VALUES,
  'SQL in every string': SQL_EVERYWHERE,
  'SQL in games, cards and lineups': SQL_IN_GAMES,
  events: EVENTS,
  'namespaces and the mesh': NAMESPACES,
  'the operator’s pages': ADMIN,
};
const ATTACKS_AT_LEAST = 200;

let fortress: Fortress;
let scene: Scene;
let redis: Redis;
let before: WorldDigest;

beforeAll(async () => {
  fortress = await startFortress();
  scene = new Scene(fortress);
  redis = new Redis(fortress.redisUrl);
  before = await world();
});

afterEach(() => scene.leave());

afterAll(async () => {
  redis.disconnect();
  await fortress.stop();
});

const world = () => digestWorld(fortress.database.knex, redis);

test('the table: as many attacks as were promised, each with a name of its own', () => {
  const names = Object.values(TABLES).flatMap((attacks) => attacks.map(([name]) => name));
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(ATTACKS_AT_LEAST);
});

describe.each(Object.entries(TABLES))('%s', (_table, attacks) => {
  test.each(attacks.map((attack) => [...attack] as const))('%s → %s', async (_name, expected, run) => {
    const { got, text } = await orSilence(run(scene), { got: 'silence', text: '' });
    expect(got).toBe(expected.trim());
    expect(leaksIn(text)).toEqual([]);
    const after = await world();
    const changed = Object.keys({ ...before, ...after }).filter((key) => before[key] !== after[key]);
    before = after;
    expect(changed).toEqual([]);
    expect(fortress.node.crash).toBeUndefined();
  });
});

describe('after all of them', () => {
  test('the log → holds no secret and no credential', () => {
    expect(secretsIn(fortress.logged(), Object.values(fortress.tokens))).toEqual([]);
  });

  test('the pages that anybody may read → hold no secret and no inside', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics', '/admin/login']) {
      expect(leaksIn((await scene.http(path)).text)).toEqual([]);
    }
    expect(leaksIn((await scene.http('/api/stats', { who: 'stranger' })).text)).toEqual([]);
  });

  test('Redis, queues included → holds no secret', async () => {
    const keys = await redis.keys('*');
    const dumps = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
    expect(secretsIn(`${keys.join('\n')}\n${dumps.map(String).join('\n')}`, Object.values(fortress.tokens))).toEqual(
      [],
    );
  });

  test('SQL where any text may stand → kept to the letter, and nothing of other games is changed', async () => {
    const games = [fortress.victim, fortress.over];
    const others = () => digestGames({ knex: fortress.database.knex, redis }, games);
    const were = await others();
    const { game, cards, dice } = await storeSql(scene);
    // Both teams, the rules, a fact and its name, a player; a team, its park, a player.
    expect(game.split(SQL)).toHaveLength(6 + 1);
    expect(cards.split(SQL)).toHaveLength(3 + 1);
    expect(dice).toContain(`"word":"${SQL_WORD}"`);
    expect(await others()).toEqual(were);
  });

  test('the node → plays on', async () => {
    expect(await scene.tell({ type: 'RecordPlay', turn: 2, notation: 'K' })).toMatchObject({ got: 'ok' });
  });
});
