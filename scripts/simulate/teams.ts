/** The teams of a simulated season: stock teams, or card sets from files. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stockCardSet } from '../../src/baseball/cards/stock';
import { parseCardSet, type CardKind, type CardSet } from '../../src/protocol/cards';
import { openDatabase, read } from '../../src/store/postgres/connection';
import { UsageError } from '../cluster/verbs';
import { TEAMS_MAX, type SimulateOptions } from './options';
import { withRetrosheetIds } from './retrosheet-ids';

/** @throws UsageError for card sets that are not of this league, or too few. @throws Fault when PostgreSQL fails */
export async function seasonSets(options: SimulateOptions): Promise<CardSet[]> {
  const sets = await namedSets(options);
  return toldApart(options.events === null ? sets : withRetrosheetIds(sets));
}

/** Those that were named, or else stock teams. */
async function namedSets({ cards, league, stored, teams, seed }: SimulateOptions): Promise<CardSet[]> {
  const sets = [
    ...cards.flatMap(filesAt).map(readCardSet),
    ...(stored === null ? [] : await storedSets(stored, league)),
  ];
  if (cards.length === 0 && stored === null) {
    return Array.from({ length: teams }, (_, i) => stockCardSet(league, seed * TEAMS_MAX + i));
  }
  for (const { kind, team } of sets) {
    if (kind !== league)
      throw new UsageError(`${team.name} has ${kind} cards; the league is ${league} (--league ${kind}).`);
  }
  const ids = new Set(sets.map(({ team }) => team.id));
  if (ids.size < sets.length) throw new UsageError('Two of the card sets are of one team.');
  if (sets.length < 2) throw new UsageError('A season takes two teams at least.');
  return sets;
}

/** Teams of one name get their id behind it. */
function toldApart(sets: readonly CardSet[]): CardSet[] {
  const isShared = (name: string): boolean => sets.filter(({ team }) => team.name === name).length > 1;
  return sets.map((set) => {
    const { id, name } = set.team;
    return isShared(name) ? { ...set, team: { id, name: `${name} (${id})` } } : set;
  });
}

const POOL = { poolMax: 1, acquireTimeoutMs: 10_000, statementTimeoutMs: 30_000, applicationName: 'dugout simulate' };

/** The latest set of each team of a season. */
async function storedSets(
  { season, databaseUrl }: NonNullable<SimulateOptions['stored']>,
  kind: CardKind,
): Promise<CardSet[]> {
  const db = openDatabase({ url: databaseUrl, ...POOL });
  try {
    const rows = await read<{ content: CardSet }>(db, {
      name: 'card sets of a season',
      sql: `SELECT DISTINCT ON (team_id) content FROM card_sets WHERE kind = ? AND season = ?
            ORDER BY team_id, created_at DESC`,
      bindings: [kind, season],
    });
    return rows.map(({ content }) => content);
  } finally {
    await db.destroy();
  }
}

function filesAt(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(path, name));
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readCardSet(path: string): CardSet {
  let input: unknown;
  try {
    input = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = parseCardSet(input);
  if (!parsed.ok) throw new UsageError(`${path}: ${parsed.error.message}`);
  return parsed.value;
}
