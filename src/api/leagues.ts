/** `/api/leagues/:league/standings`, `…/leaders` and `…/dice`: counted from completed games. */
import { type Request, Router } from 'express';
import type { Refused } from '../protocol/envelope';
import type { GameEvent } from '../protocol/events';
import type { GameId, LeagueId } from '../protocol/ids';
import { parse, type Parsed, type Schema } from '../protocol/invalid';
import {
  type DiceGamesAsked,
  type DiceGamesPage,
  type GameResult,
  type LeaderCategory,
  type LeadersAnswer,
  LeadersQuery,
  type LeagueDiceAnswer,
  LeagueDiceQuery,
  LeaguePath,
  type PlayerTotals,
  type StandingsAnswer,
  StandingsQuery,
  type StandingsRow,
} from '../protocol/league';
import { answer, onlyMethods } from './answers';
import { LeagueDice } from './league-dice';

/** What PostgreSQL has of a league's completed games. Each throws a Fault when it does not answer. */
export interface LeagueTables {
  newestSeason(league: LeagueId): Promise<number | null>;
  results(league: LeagueId, season: number): Promise<readonly GameResult[]>;
  playerTotals(league: LeagueId, season: number): Promise<readonly PlayerTotals[]>;
  /** The season's completed dice games, newest first. */
  diceGames(league: LeagueId, asked: DiceGamesAsked): Promise<DiceGamesPage>;
  /** All that happened in a game. */
  eventsOf(gameId: GameId): Promise<readonly GameEvent[]>;
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
  router
    .route('/api/leagues/:league/dice')
    .get(async (req, res) => {
      answer(res, await dice(req, deps));
    })
    .all(onlyMethods('GET'));
  return router;
}

/** The league that a path names, and what its query says. */
function askedOf<Q>(req: Request, query: Schema<Q>): Parsed<{ readonly league: LeagueId; readonly query: Q }> {
  const league = parse(LeaguePath, req.params['league']);
  if (!league.ok) {
    return league;
  }
  const asked = parse(query, req.query);
  return asked.ok ? { ok: true, value: { league: league.value, query: asked.value } } : asked;
}

async function standings(req: Request, { leagues, standings: count }: LeaguesDeps): Promise<StandingsAnswer | Refused> {
  const asked = askedOf(req, StandingsQuery);
  if (!asked.ok) {
    return asked;
  }
  const { league, query } = asked.value;
  const season = query.season ?? (await leagues.newestSeason(league));
  const results = season === null ? [] : await leagues.results(league, season);
  return { ok: true, league, season, standings: count(results) };
}

async function leaders(req: Request, deps: LeaguesDeps): Promise<LeadersAnswer | Refused> {
  const { leagues } = deps;
  const asked = askedOf(req, LeadersQuery);
  if (!asked.ok) {
    return asked;
  }
  const { league, query } = asked.value;
  const season = query.season ?? (await leagues.newestSeason(league));
  if (season === null) {
    return { ok: true, league, season, categories: [] };
  }
  const [players, results] = await Promise.all([leagues.playerTotals(league, season), leagues.results(league, season)]);
  const teamGames = new Map(deps.standings(results).map(({ team, games }) => [team.id, games]));
  const categories = deps.leaders(players, { limit: query.limit, teamGames });
  return { ok: true, league, season, categories };
}

async function dice(req: Request, { leagues }: LeaguesDeps): Promise<LeagueDiceAnswer | Refused> {
  const asked = askedOf(req, LeagueDiceQuery);
  if (!asked.ok) {
    return asked;
  }
  const { league, query } = asked.value;
  const season = query.season ?? (await leagues.newestSeason(league));
  const nothing = { games: [], next: null };
  const page = season === null ? nothing : await leagues.diceGames(league, { ...query, season });
  const { games, failing, spread } = await diceOf(page.games, leagues);
  return { ok: true, league, season, games, failing, spread, next: page.next };
}

/** One game after the other: a season's events would not fit into memory. */
async function diceOf(games: readonly GameId[], leagues: Pick<LeagueTables, 'eventsOf'>): Promise<LeagueDice> {
  const counted = new LeagueDice();
  for (const gameId of games) {
    counted.add(gameId, await leagues.eventsOf(gameId));
  }
  return counted;
}
