/** A small scored game to send over the wire: who plays, and what the scorekeeper says. */
import type { Command, RecordPlay } from '../../src/protocol/commands';
import { type GameId, LeagueId, PlayerId, TeamId, type UserId } from '../../src/protocol/ids';
import type { Lineup } from '../../src/protocol/lineup';
import type { ScheduleInput } from '../../src/protocol/schedule';
import type { Side } from '../../src/protocol/side';
import type { RestClient } from '../../src/client/rest';

export const SCOREKEEPER = 'scorer' as UserId;
export const HOME_MANAGER = 'hilda' as UserId;
export const AWAY_MANAGER = 'anton' as UserId;

export function scheduleInput(more: Partial<ScheduleInput> = {}): ScheduleInput {
  return {
    league: LeagueId.parse('test'),
    ruleset: 'mlb-2019',
    designatedHitter: false,
    mode: 'scored',
    teams: {
      away: { id: TeamId.parse('AWY'), name: 'Away' },
      home: { id: TeamId.parse('HOM'), name: 'Home' },
    },
    seats: { scorekeeper: SCOREKEEPER, home: HOME_MANAGER, away: AWAY_MANAGER },
    ...more,
  };
}

export function lineupOf(side: Side): Lineup {
  const letter = side.charAt(0);
  return {
    order: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => ({
      player: { id: PlayerId.parse(`${letter}${n}`), name: `${side} ${n}` },
      position: n,
    })),
    bench: [],
  };
}

/** Both lineups and the start: after these, seq is 4 and turn 1 is open. */
export function opening(): Command[] {
  const sides: readonly Side[] = ['away', 'home'];
  return [
    ...sides.map((side) => ({ type: 'SetLineup' as const, side, lineup: lineupOf(side) })),
    { type: 'StartGame' },
  ];
}

/** A home run in every plate appearance: the bases stay empty and nobody is out, so turns go on as long as wanted. */
export function homeRun(turn: number): RecordPlay {
  return { type: 'RecordPlay', turn, notation: 'HR9' };
}

/** Creates a game and plays its opening over REST. */
export async function openGame(rest: RestClient): Promise<GameId> {
  const created = await rest.create(scheduleInput());
  if (!created.ok) throw new Error(created.error.message);
  for (const command of opening()) {
    const answer = await rest.command(created.gameId, { seat: 'scorekeeper', command });
    if (!answer.ok) throw new Error(answer.error.message);
  }
  return created.gameId;
}
