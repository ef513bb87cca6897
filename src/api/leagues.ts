/** `/api/leagues/:league/standings` and `/api/leagues/:league/leaders`: counted from completed games. */
import { type Request, Router } from 'express';
import type { Refused } from '../protocol/envelope';
import type { LeagueId } from '../protocol/ids';
import { parse, type Parsed } from '../protocol/invalid';
import {
  type GameResult,
  type LeaderCategory,
  type LeadersAnswer,
  LeadersQuery,
  LeaguePath,
  type PlayerTotals,
  type StandingsAnswer,
  StandingsQuery,
  type StandingsRow,
} from '../protocol/league';
import { answer, onlyMethods } from './answers';

/** What PostgreSQL has of a league's completed games. Each throws a Fault when it does not answer. */
export interface LeagueTables {
  newestSeason(league: LeagueId): Promise<number | null>;
  results(league: LeagueId, season: number): Promise<readonly GameResult[]>;
  playerTotals(league: LeagueId, season: number): Promise<readonly PlayerTotals[]>;
}

export interface LeaguesDeps {
  readonly leagues: LeagueTables;
  readonly standings: (results: readonly GameResult[]) => readonly StandingsRow[];
  readonly leaders: (
    players: readonly PlayerTotals[],
    options: { readonly limit: number; readonly teamGames: ReadonlyMap<PlayerTotals['team'], number> },
  ) => readonly LeaderCategory[];
}

export function leaguesResource(deps: LeaguesDeps): Router {
  const router = Router();
  router
    .route('/api/leagues/:league/standings')
    .get(async (req, res) => {
      answer(res, await standings(req, deps));
    })
    .all(onlyMethods('GET'));
  router
    .route('/api/leagues/:league/leaders')
    .get(async (req, res) => {
      answer(res, await leaders(req, deps));
    })
    .all(onlyMethods('GET'));
  return router;
}

function leagueOf(req: Request): Parsed<LeagueId> {
  return parse(LeaguePath, req.params['league']);
}

async function standings(req: Request, { leagues, standings: count }: LeaguesDeps): Promise<StandingsAnswer | Refused> {
  const league = leagueOf(req);
  const query = parse(StandingsQuery, req.query);
  if (!league.ok) {
    return league;
  }
  if (!query.ok) {
    return query;
  }
  const season = query.value.season ?? (await leagues.newestSeason(league.value));
  const results = season === null ? [] : await leagues.results(league.value, season);
  return { ok: true, league: league.value, season, standings: count(results) };
}

async function leaders(req: Request, deps: LeaguesDeps): Promise<LeadersAnswer | Refused> {
  const { leagues } = deps;
  const league = leagueOf(req);
  const query = parse(LeadersQuery, req.query);
  if (!league.ok) {
    return league;
  }
  if (!query.ok) {
    return query;
  }
  const season = query.value.season ?? (await leagues.newestSeason(league.value));
  if (season === null) {
    return { ok: true, league: league.value, season, categories: [] };
  }
  const [players, results] = await Promise.all([
    leagues.playerTotals(league.value, season),
    leagues.results(league.value, season),
  ]);
  const teamGames = new Map(deps.standings(results).map(({ team, games }) => [team.id, games]));
  const categories = deps.leaders(players, { limit: query.value.limit, teamGames });
  return { ok: true, league: league.value, season, categories };
}
