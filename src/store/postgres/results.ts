/** Completed games and their players' totals: written by a worker, read for standings and leaders. */
import type { Knex } from 'knex';
import type { GameId, LeagueId } from '../../protocol/ids';
import type { BattingTotals, DiceGamesAsked, GameResult, PitchingTotals, PlayerTotals } from '../../protocol/league';
import { read, step, transaction } from './connection';
import { isoTime } from './event-rows';
import { diceGamesOf, eventsOf } from './league-dice';
import { insertRows, type Columns, type Row } from './recordset';

/** A completed game, for the tables of its league. */
export interface CountedGame {
  readonly league: LeagueId;
  readonly season: number;
  /** The game's last seq when it was counted. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly endedAt: number;
  readonly result: GameResult;
  readonly players: readonly PlayerTotals[];
}

const BATTING: readonly (keyof BattingTotals)[] = [
  'games',
  'plateAppearances',
  'atBats',
  'runs',
  'hits',
  'doubles',
  'triples',
  'homeRuns',
  'grandSlams',
  'runsBattedIn',
  'walks',
  'intentionalWalks',
  'strikeouts',
  'hitByPitch',
  'sacrificeHits',
  'sacrificeFlies',
  'interference',
  'groundedIntoDoublePlay',
  'stolenBases',
  'caughtStealing',
  'leftOnBase',
];

const PITCHING: readonly (keyof PitchingTotals)[] = [
  'games',
  'starts',
  'completeGames',
  'shutouts',
  'wins',
  'losses',
  'saves',
  'outs',
  'battersFaced',
  'atBats',
  'runs',
  'earnedRuns',
  'hits',
  'doubles',
  'triples',
  'homeRuns',
  'grandSlams',
  'walks',
  'intentionalWalks',
  'strikeouts',
  'hitBatters',
  'sacrificeHits',
  'sacrificeFlies',
  'interference',
  'groundedIntoDoublePlay',
  'wildPitches',
  'balks',
  'groundOuts',
  'airOuts',
  'inheritedRunners',
  'inheritedRunnersScored',
  'pitches',
  'strikes',
];

const columnOf = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const WHO = { game_id: 'text', team_id: 'text', player_id: 'text', name: 'text' } as const;
const countsAs = (keys: readonly string[]): Columns =>
  Object.fromEntries(keys.map((key) => [columnOf(key), 'integer']));
const BATTING_COLUMNS: Columns = { ...WHO, ...countsAs(BATTING) };
const PITCHING_COLUMNS: Columns = { ...WHO, ...countsAs(PITCHING) };

const RESULT_COLUMNS = {
  game_id: 'text',
  league: 'text',
  season: 'integer',
  seq: 'integer',
  away_id: 'text',
  away_name: 'text',
  away_runs: 'integer',
  home_id: 'text',
  home_name: 'text',
  home_runs: 'integer',
  winner: 'text',
  ended_at: 'timestamptz',
} as const;

function resultRow({ league, season, seq, endedAt, result }: CountedGame): Row<typeof RESULT_COLUMNS> {
  const { away, home } = result;
  return {
    game_id: result.gameId,
    league,
    season,
    seq,
    away_id: away.id,
    away_name: away.name,
    away_runs: away.runs,
    home_id: home.id,
    home_name: home.name,
    home_runs: home.runs,
    winner: result.winner,
    ended_at: isoTime(endedAt),
  };
}

function totalsRow<T>(gameId: GameId, { player, team }: PlayerTotals, counts: [readonly (keyof T)[], T]): Row<Columns> {
  const [keys, totals] = counts;
  const row: Record<string, unknown> = { game_id: gameId, team_id: team, player_id: player.id, name: player.name };
  for (const key of keys) row[columnOf(String(key))] = totals[key];
  return row;
}

/** Puts the game into its league's tables, in the place of what they said of it before. @throws Fault */
export async function countGame(db: Knex, game: CountedGame): Promise<void> {
  const { gameId } = game.result;
  const batting = game.players.map((totals) => totalsRow(gameId, totals, [BATTING, totals.batting]));
  const pitching = game.players
    .filter((totals) => totals.pitching.games > 0)
    .map((totals) => totalsRow(gameId, totals, [PITCHING, totals.pitching]));
  await transaction(db, 'count game', async (trx) => {
    await step(trx, forget(gameId));
    await step(trx, insertRows('game_results', RESULT_COLUMNS, [resultRow(game)]));
    await step(trx, insertRows('game_batting', BATTING_COLUMNS, batting));
    await step(trx, insertRows('game_pitching', PITCHING_COLUMNS, pitching));
  });
}

function forget(gameId: GameId) {
  return { name: 'forget result', sql: 'DELETE FROM game_results WHERE game_id = ?', bindings: [gameId] };
}

/** Takes a game out of the tables: it is not completed any more. @throws Fault */
export async function uncountGame(db: Knex, gameId: GameId): Promise<void> {
  await read(db, forget(gameId));
}

export interface GameToCount {
  readonly gameId: GameId;
  readonly lastSeq: number;
  readonly createdAt: Date;
  /** False: it was completed, and is not any more. */
  readonly isCompleted: boolean;
}

/**
 * Games that the tables do not show as they are: completed or revised since, or no longer completed. A fork is asked
 * what if, and tells again what another game was counted for: it is in no table.
 * @throws Fault
 */
export async function gamesToCount(db: Knex, limit: number): Promise<readonly GameToCount[]> {
  const rows = await read<{ id: GameId; last_seq: number; created_at: Date; completed: boolean }>(db, {
    name: 'games to count',
    sql: `SELECT g.id, g.last_seq, g.created_at, g.status = 'final' AS completed FROM games g LEFT JOIN game_results r ON r.game_id = g.id
          WHERE (g.status = 'final' AND (r.game_id IS NULL OR r.seq <> g.last_seq) AND NOT EXISTS (
                  SELECT FROM game_events e
                  WHERE e.game_id = g.id AND e.seq = 1 AND e.payload #> '{events,0,forkedFrom}' IS NOT NULL))
             OR (g.status <> 'final' AND r.game_id IS NOT NULL)
          ORDER BY g.id LIMIT ?`,
    bindings: [limit],
  });
  return rows.map((row) => ({
    gameId: row.id,
    lastSeq: row.last_seq,
    createdAt: row.created_at,
    isCompleted: row.completed,
  }));
}

/** A league's newest season with a completed game; null without one. @throws Fault */
async function newestSeason(db: Knex, league: LeagueId): Promise<number | null> {
  const [row] = await read<{ season: number | null }>(db, {
    name: 'newest season',
    sql: 'SELECT max(season) AS season FROM game_results WHERE league = ?',
    bindings: [league],
  });
  return row?.season ?? null;
}

interface ResultRow {
  readonly game_id: GameId;
  readonly away_id: GameResult['away']['id'];
  readonly away_name: string;
  readonly away_runs: number;
  readonly home_id: GameResult['home']['id'];
  readonly home_name: string;
  readonly home_runs: number;
  readonly winner: GameResult['winner'];
}

/** The completed games of a season, in the order in which they ended. @throws Fault */
async function resultsOf(db: Knex, league: LeagueId, season: number): Promise<readonly GameResult[]> {
  const rows = await read<ResultRow>(db, {
    name: 'results of a season',
    sql: `SELECT game_id, away_id, away_name, away_runs, home_id, home_name, home_runs, winner FROM game_results
          WHERE league = ? AND season = ? ORDER BY ended_at, game_id`,
    bindings: [league, season],
  });
  return rows.map((row) => ({
    gameId: row.game_id,
    away: { id: row.away_id, name: row.away_name, runs: row.away_runs },
    home: { id: row.home_id, name: row.home_name, runs: row.home_runs },
    winner: row.winner,
  }));
}

const sums = (alias: string, keys: readonly string[]): string =>
  keys.map((key) => `'${key}', coalesce(sum(${alias}.${columnOf(key)}), 0)::integer`).join(', ');

interface TotalsRow {
  readonly player_id: PlayerTotals['player']['id'];
  readonly name: string;
  readonly team_id: PlayerTotals['team'];
  readonly batting: BattingTotals;
  readonly pitching: PitchingTotals;
}

/** What each player did for each team of his in a season. @throws Fault */
async function playerTotalsOf(db: Knex, league: LeagueId, season: number): Promise<readonly PlayerTotals[]> {
  const rows = await read<TotalsRow>(db, {
    name: 'totals of a season',
    sql: `SELECT b.player_id, b.team_id, max(b.name) AS name,
            jsonb_build_object(${sums('b', BATTING)}) AS batting,
            jsonb_build_object(${sums('p', PITCHING)}) AS pitching
          FROM game_results r JOIN game_batting b ON b.game_id = r.game_id
          LEFT JOIN game_pitching p
            ON p.game_id = b.game_id AND p.team_id = b.team_id AND p.player_id = b.player_id
          WHERE r.league = ? AND r.season = ? GROUP BY b.player_id, b.team_id`,
    bindings: [league, season],
  });
  return rows.map(({ player_id, name, team_id, batting, pitching }) => ({
    player: { id: player_id, name },
    team: team_id,
    batting,
    pitching,
  }));
}

/** The tables as REST reads them. */
export function leagueTables(db: Knex) {
  return {
    newestSeason: (league: LeagueId) => newestSeason(db, league),
    results: (league: LeagueId, season: number) => resultsOf(db, league, season),
    playerTotals: (league: LeagueId, season: number) => playerTotalsOf(db, league, season),
    diceGames: (league: LeagueId, query: DiceGamesAsked) => diceGamesOf(db, league, query),
    eventsOf: (gameId: GameId) => eventsOf(db, gameId),
  };
}
