/**
 * Everything that a deployment keeps, as text to compare: all tables of PostgreSQL, and all of Redis but what beats by
 * itself (sessions, rates, the queues' own bookkeeping).
 */
import type { Redis } from 'ioredis';
import type { Knex } from 'knex';

/** Keys whose content is a game's. */
const OF_GAMES = /^dg:\{p\d\d\}:(?:journal|game:)/;

export type WorldDigest = Readonly<Record<string, string>>;

export async function digestWorld(knex: Knex, redis: Redis): Promise<WorldDigest> {
  return { ...(await digestTables(knex)), ...(await digestKeys(redis)) };
}

async function digestTables(knex: Knex): Promise<WorldDigest> {
  const listed = await knex.raw<{ rows: { name: string }[] }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
     AND NOT relispartition AND relname NOT LIKE 'knex%' AND relname <> 'game_sessions' ORDER BY relname`,
  );
  const digests: Record<string, string> = {};
  for (const { name } of listed.rows) {
    const { rows } = await knex.raw<{ rows: { digest: string }[] }>(
      `SELECT count(*)::text || ' ' || coalesce(md5(string_agg(row::text, E'\\n' ORDER BY row::text)), '') AS digest
       FROM ?? AS row`,
      [name],
    );
    digests[`table ${name}`] = rows[0]?.digest ?? '';
  }
  return digests;
}

async function digestKeys(redis: Redis): Promise<WorldDigest> {
  const keys = (await redis.keys('dg:*')).filter((key) => OF_GAMES.test(key)).sort();
  const digests: Record<string, string> = {};
  for (const key of keys) {
    const isHash = (await redis.type(key)) === 'hash';
    digests[key] = JSON.stringify(isHash ? await redis.hgetall(key) : await redis.xrange(key, '-', '+'));
  }
  return digests;
}
