/** What a play counts for the nine in the field (OBR 9.09–9.13). */
import type { PlayRecorded } from '../../protocol/events';
import { fielderAt, type TeamLineupState } from '../state';
import { fieldingLine, inSlotNow, type TeamRoll } from './roll';

function timesIn(positions: readonly number[] | undefined, position: number): number {
  let times = 0;
  for (const each of positions ?? []) if (each === position) times += 1;
  return times;
}

/** Counts a play for everybody who was in the field; `lineup` is that team's when it began. */
export function countInField(event: PlayRecorded, roll: TeamRoll, lineup: TeamLineupState): void {
  for (let position = 1; position <= 9; position++) {
    const fielder = fielderAt(lineup, position);
    const player = fielder === null ? undefined : inSlotNow(roll, fielder.slot);
    const line = player === undefined ? undefined : fieldingLine(player, position);
    if (line === undefined) continue;
    const putouts = timesIn(event.putouts, position);
    const assists = timesIn(event.assists, position);
    line.games = 1;
    line.outs += event.outsMade;
    line.putouts += putouts;
    line.assists += assists;
    for (const error of event.errors ?? []) if (error.fielder === position) line.errors += 1;
    if (putouts + assists > 0) {
      if (event.doublePlay === true) line.doublePlays += 1;
      if (event.triplePlay === true) line.triplePlays += 1;
    }
    if (position !== 2) continue;
    if (event.passedBall === true) line.passedBalls += 1;
    if (event.kind === 'interference' && event.errors?.[0]?.fielder === 2) line.interference += 1;
  }
}
