/**
 * One real node, as a process of its own, over a real Redis and a real PostgreSQL, with signed tokens and a canary in
 * the place of every secret: what the attacks of `test/security` run against. No worker moves the journal, so that
 * whatever changes, changes because of what was sent.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/cluster/ports';
import { probe } from '../../scripts/cluster/probe';
import { RestClient } from '../../src/client/rest';
import { systemClock, systemRandom } from '../../src/platform/clock';
import { issueToken } from '../../src/platform/tokens';
import type { Role } from '../../src/protocol/identity';
import { Identity } from '../../src/protocol/identity';
import type { GameId } from '../../src/protocol/ids';
import { ClusterProcess } from './cluster-process';
import { type FreshDatabase, freshDatabase } from './postgres';
import { startRedis, type TestRedis } from './redis';
import { homeRun, openGame, SCOREKEEPER } from './scored-game';
import { until } from './until';

/** In the place of the secrets that have variables of their own. */
const VARIABLES = {
  DUGOUT_AUTH_SECRET: 'canary-auth-4c1f0b7e9d2a6358-signs-the-tokens',
  DUGOUT_AUTH_SECRET_ALSO: 'canary-also-8e3d5a1c7f904b26-signed-them-before',
  DUGOUT_MESH_SECRET: 'canary-mesh-1a7c9e3b5d8f0246-between-the-nodes',
  DUGOUT_OPERATOR_TOKEN: 'canary-operator-6b2e8d4f0a1c3957',
} as const;

/** One for each secret; none of them may ever be seen anywhere. */
export const CANARIES = {
  ...VARIABLES,
  redisPassword: 'canary-redis-0f9e8d7c6b5a4321',
  postgresPassword: 'canary-postgres-5a4b3c2d1e0f9876',
} as const;

export const HOUR_S = 3600;

export interface FortressParts {
  readonly url: string;
  readonly node: ClusterProcess;
  readonly redis: TestRedis;
  readonly redisUrl: string;
  readonly database: FreshDatabase;
  readonly folder: string;
  /** Live, one play recorded: its scorekeeper, its managers and strangers attack it. */
  readonly victim: GameId;
  /** Ended. */
  readonly over: GameId;
  /** Signed in. */
  readonly tokens: Readonly<Record<'scorekeeper' | 'home' | 'away' | 'stranger' | 'operator', string>>;
}

export type Fortress = FortressParts & {
  logged(): string;
  /** What `/metrics` says of one series. */
  metric(name: string): Promise<number>;
  stop(): Promise<void>;
};

export const tokenOf = (user: string, role: Role = 'player'): Promise<string> =>
  issueToken({ secret: CANARIES.DUGOUT_AUTH_SECRET, identity: Identity.parse({ user, role }), ttlS: HOUR_S });

export async function startFortress(env: Readonly<Record<string, string>> = {}): Promise<Fortress> {
  const folder = mkdtempSync(join(tmpdir(), 'dugout-fortress-'));
  const redis = await startRedis({ settings: { requirepass: CANARIES.redisPassword } });
  const redisUrl = `redis://:${CANARIES.redisPassword}@${redis.host}:${redis.port}`;
  const database = await freshDatabase();
  const port = await freePort();
  const logFile = join(folder, 'node.log');
  const node = new ClusterProcess({
    name: 'fortress',
    program: join(__dirname, '..', '..', 'dist', 'src', 'main.js'),
    env: { PATH: process.env['PATH'], ...environment({ port, redisUrl, databaseUrl: database.url }), ...env },
    logFile,
  });
  await until('the node is ready', async () => node.crash === undefined && (await probe(port)) === 'ready', 60_000);
  const url = `http://127.0.0.1:${port}`;
  const games = await playGames(url);
  const parts = { url, node, redis, redisUrl, database, folder, tokens: await signAll(), ...games };
  return {
    ...parts,
    logged: () => readFileSync(logFile, 'utf8'),
    metric: (name) => readMetric(url, name),
    stop: async () => {
      await node.kill();
      await Promise.all([redis.stop(), database.drop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function environment(at: { port: number; redisUrl: string; databaseUrl: string }): Record<string, string> {
  const databaseUrl = new URL(at.databaseUrl);
  // The server of the tests asks nobody for a password; the node does not know that.
  databaseUrl.password ||= CANARIES.postgresPassword;
  return {
    ...VARIABLES,
    DUGOUT_NODE: 'fortress',
    DUGOUT_PARENT: 'ipc',
    HOST: '127.0.0.1',
    PORT: String(at.port),
    REDIS_URL: at.redisUrl,
    DATABASE_URL: databaseUrl.href,
    CORS_ORIGINS: 'https://play.example',
    LOG_LEVEL: 'debug',
    // A snapshot is the same before and after only when nothing beats in between.
    HEAD_BEACON_MS: '3600000',
    RATE_ADDRESS_PER_S: '0',
    RATE_USER_PER_S: '0',
    RATE_GAME_PER_S: '0',
    RATE_SOCKET_PER_S: '0',
    SOCKET_NONSENSE_MAX: '0',
    HTTP_HEADERS_TIMEOUT_MS: '1000',
    HTTP_REQUEST_TIMEOUT_MS: '2000',
  };
}

async function signAll(): Promise<FortressParts['tokens']> {
  const [scorekeeper, home, away, stranger, operator] = await Promise.all([
    tokenOf(SCOREKEEPER),
    tokenOf('hilda'),
    tokenOf('anton'),
    tokenOf('mallory'),
    tokenOf('olga', 'operator'),
  ]);
  return { scorekeeper, home, away, stranger, operator };
}

async function playGames(url: string): Promise<{ victim: GameId; over: GameId }> {
  const token = await tokenOf(SCOREKEEPER);
  const rest = new RestClient({ url, credential: { token }, clock: systemClock, random: systemRandom });
  const command = async (game: GameId, given: Parameters<typeof rest.command>[1]['command']): Promise<void> => {
    const answer = await rest.command(game, { seat: 'scorekeeper', command: given });
    if (!answer.ok) throw new Error(answer.error.message);
  };
  const [victim, over] = [await openGame(rest), await openGame(rest)];
  await command(victim, homeRun(1));
  await command(over, { type: 'EndGame', reason: 'called' });
  return { victim, over };
}

async function readMetric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(name) && /[ {]/.test(each.charAt(name.length)));
  return Number(line?.split(' ').at(-1) ?? Number.NaN);
}
