/**
 * A scored game written for tests: nine innings in which the visitors hit a home run each and the hosts are shut out.
 * Its commands are always the same, and each fits the game that the ones before it made.
 */
import type { Command } from '../../src/protocol/commands';
import { LeagueId, PlayerId, TeamId, UserId } from '../../src/protocol/ids';
import type { Lineup, Player } from '../../src/protocol/lineup';
import type { ScheduleInput } from '../../src/protocol/schedule';
import type { Side } from '../../src/protocol/side';

/** The user who holds the scorekeeper's seat. */
export const KEEPER = UserId.parse('keeper');

export const SCHEDULE: ScheduleInput = {
  league: LeagueId.parse('sba'),
  ruleset: 'sba',
  mode: 'scored',
  teams: {
    away: { id: TeamId.parse('OWL'), name: 'Harbour Owls' },
    home: { id: TeamId.parse('FOX'), name: 'Meadow Foxes' },
  },
  seats: { scorekeeper: KEEPER },
};

/** Five batters of the visitors, four of the hosts: 9 plays an inning. */
const TOP = ['S8', 'HR/7.1-H', 'K', '63/G', '8/F'];
const BOTTOM = ['W', '43/G.1-2', 'K', '31/G'];
const INNINGS = 9;

/** In the batting order; 10 is the designated hitter. */
const POSITIONS = [8, 6, 9, 3, 7, 5, 4, 2, 10];
const PITCHER = 1;

/** Both lineups, the start, and every play: 84 commands, the last of which ends the game. */
export const COMMANDS: readonly Command[] = [
  { type: 'SetLineup', side: 'away', lineup: startersOf('away') },
  { type: 'SetLineup', side: 'home', lineup: startersOf('home') },
  { type: 'StartGame' },
  ...Array.from({ length: INNINGS }, () => [...TOP, ...BOTTOM])
    .flat()
    .map((notation, index): Command => ({ type: 'RecordPlay', turn: index + 1, notation })),
];

function startersOf(side: Side): Lineup {
  return {
    order: POSITIONS.map((position) => ({ player: playerAt(side, position), position })),
    pitcher: playerAt(side, PITCHER),
    bench: [],
  };
}

function playerAt(side: Side, position: number): Player {
  return { id: PlayerId.parse(`${side}-${position}`), name: `${side} ${position}`, bats: 'R', throws: 'R' };
}
