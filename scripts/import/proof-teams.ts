/** The cards with which a team plays its real games again: its own, and those of players who left it since. */
import { teamCards, type TeamCards } from '../../src/baseball/cards/team-cards';
import { SIDES } from '../../src/baseball/state';
import type { CardSet } from '../../src/protocol/cards';
import type { PlayerId, TeamId } from '../../src/protocol/ids';
import type { RealGame } from './real-game';

export function proofTeams(sets: readonly CardSet[], games: readonly RealGame[]): Map<TeamId, TeamCards> {
  const teams = sets.map(teamCards);
  const home = new Map(teams.flatMap((team) => [...team.players.keys()].map((id) => [id, team] as const)));
  return new Map(teams.map((team) => [team.team.id, withLent(team, appearedFor(team.team.id, games), home)]));
}

function appearedFor(team: TeamId, games: readonly RealGame[]): Set<PlayerId> {
  const ids = games.flatMap((game) =>
    SIDES.flatMap((side) => (game.teams[side] === team ? [...game.appeared[side]] : [])),
  );
  return new Set(ids);
}

function withLent(team: TeamCards, needed: ReadonlySet<PlayerId>, home: ReadonlyMap<PlayerId, TeamCards>): TeamCards {
  const players = new Map(team.players);
  const charts = new Map(team.charts);
  for (const id of needed) {
    const [card, chart] = [home.get(id)?.players.get(id), home.get(id)?.charts.get(id)];
    if (card === undefined || chart === undefined) continue;
    players.set(id, card);
    charts.set(id, chart);
  }
  return { ...team, players, charts };
}
