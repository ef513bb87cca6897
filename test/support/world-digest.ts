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

/** What of all that belongs to these games. */
export async function digestGames(
  { knex, redis }: { readonly knex: Knex; readonly redis: Redis },
  games: readonly string[],
): Promise<WorldDigest> {
  const digests: Record<string, string> = {};
  for (const { name, key } of await tablesOfGames(knex)) {
    const { rows } = await knex.raw<{ rows: { digest: string | null }[] }>(
      `SELECT md5(string_agg(row::text, E'\\n' ORDER BY row::text)) AS digest FROM ?? AS row WHERE row.?? = ANY(?)`,
      [name, key, [...games]],
    );
    digests[`table ${name}`] = rows[0]?.digest ?? '';
  }
  for (const [key, text] of Object.entries(await digestKeys(redis))) {
    const ours = key.endsWith(':journal')
      ? entriesOf(text, games)
      : games.some((game) => key.includes(game))
        ? text
        : '';
    if (ours !== '') digests[key] = ours;
  }
  return digests;
}

/** Of a journal the entries of these games; the game is the first of an entry's fields. */
function entriesOf(journal: string, games: readonly string[]): string {
  const entries = JSON.parse(journal) as readonly (readonly [string, readonly string[]])[];
  const ours = entries.filter(([, fields]) => games.includes(fields[1] ?? ''));
  return ours.map((entry) => JSON.stringify(entry)).join('\n');
}

async function tablesOfGames(knex: Knex): Promise<readonly { readonly name: string; readonly key: string }[]> {
  const { rows } = await knex.raw<{ rows: { name: string; key: string }[] }>(
    `SELECT c.relname AS name, a.attname AS key FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND c.relname <> 'game_sessions' AND (a.attname = 'game_id' OR (c.relname = 'games' AND a.attname = 'id'))
     ORDER BY c.relname`,
  );
  return rows;
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
