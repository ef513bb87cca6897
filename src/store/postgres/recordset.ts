/**
 * Many rows in one statement with one binding: the rows travel as JSON, and the server unfolds them by the names and
 * types given here. Faster than a binding a value, with no limit on their number, and always the same text.
 */
import type { Statement } from './connection';

/** Column name → SQL type. */
export type Columns = Readonly<Record<string, string>>;

/** A value of a row, as JSON carries it; times as ISO 8601. */
export type Row<C extends Columns> = { readonly [K in keyof C]: unknown };

/** `name, …` */
export function columnNames(columns: Columns): string {
  return Object.keys(columns).join(', ');
}

/** `jsonb_to_recordset(?) AS r(name type, …)`: for a FROM. Its one binding is `recordsOf(rows)`. */
export function recordset(columns: Columns): string {
  const definitions = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  return `jsonb_to_recordset(?::jsonb) AS r(${definitions.join(', ')})`;
}

/**
 * The games of the rows, for `game_id = ANY(?)` beside the join with them: the planner takes any recordset for a hundred
 * rows, and would rather read a whole table than look each of so many up.
 */
export function gamesOf(rows: readonly { readonly game_id: unknown }[]): string[] {
  return [...new Set(rows.map((row) => String(row.game_id)))];
}

export function recordsOf<C extends Columns>(rows: readonly Row<C>[]): string {
  return JSON.stringify(rows);
}

/** A plain INSERT of all rows: a row that is there already fails them all, and that is meant. */
export function insertRows<C extends Columns>(table: string, columns: C, rows: readonly Row<C>[]): Statement {
  const names = columnNames(columns);
  return {
    name: `insert ${table}`,
    sql: `INSERT INTO ${table} (${names}) SELECT ${names} FROM ${recordset(columns)}`,
    bindings: [recordsOf(rows)],
  };
}
