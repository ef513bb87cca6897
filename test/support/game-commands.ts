/** The shortest way to a scored game for tests that care for its journal and not for its baseball. */
import { RULESETS } from '../../src/baseball/rulesets';
import type { Command } from '../../src/protocol/commands';
import { CommandRequest } from '../../src/protocol/envelope';
import { GameScheduled } from '../../src/protocol/events';
import { GameId, UserId } from '../../src/protocol/ids';
import type { Lineup } from '../../src/protocol/lineup';
import type { Side } from '../../src/protocol/side';

export const SCORER = UserId.parse('scorer');
export const SPECTATOR = UserId.parse('fan');

export const gameIdOf = (text: string): GameId => GameId.parse(text);

export function scheduledGame(league = 'sba'): GameScheduled {
  return GameScheduled.parse({
    type: 'GameScheduled',
    rulesVersion: 1,
    league,
    mode: 'scored',
    ruleset: RULESETS.sba,
    teams: { away: { id: 'OWL', name: 'Owls' }, home: { id: 'ELK', name: 'Elks' } },
    seats: { scorekeeper: SCORER },
  });
}

/** Nine starters, a designated hitter and his pitcher, named after the side. */
export function lineupOf(side: Side): Lineup {
  const player = (name: string): { id: never; name: string } => ({ id: `${side}-${name}` as never, name });
  const positions = [10, 2, 3, 4, 5, 6, 7, 8, 9];
  return {
    order: positions.map((position, i) => ({ player: player(`batter${i + 1}`), position })),
    pitcher: player('pitcher'),
    bench: [],
  };
}

/** A command of the scorekeeper. */
export function request(gameId: GameId, commandId: string, command: Command): CommandRequest {
  return CommandRequest.parse({ gameId, commandId, seat: 'scorekeeper', command });
}

/** What opens a game: both lineups, and the start. Three commands. */
export function openingOf(gameId: GameId): CommandRequest[] {
  return [
    request(gameId, 'lineup-away', { type: 'SetLineup', side: 'away', lineup: lineupOf('away') }),
    request(gameId, 'lineup-home', { type: 'SetLineup', side: 'home', lineup: lineupOf('home') }),
    request(gameId, 'start', { type: 'StartGame' }),
  ];
}

/** The play that answers a turn: a strikeout, so that nine of them make three half-innings. */
export function strikeout(gameId: GameId, turn: number): CommandRequest {
  return request(gameId, `play-${turn}`, { type: 'RecordPlay', turn, notation: 'K' });
}
