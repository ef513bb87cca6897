/** What a play counts for its batter, for its runners, and for the pitchers who are charged with it (OBR 9.02, 9.16). */
import type { BattingLine, PitchingLine } from '../../protocol/box-score';
import type { PlayRecorded } from '../../protocol/events';
import { assertNever } from '../assert';
import { endsPlateAppearance } from '../play-kinds';
import { chargedBatter, chargedPitcher } from './charged';
import { inOrder, pitchingLine, type TeamRoll } from './roll';

/** The teams of a play. */
export interface Sides {
  readonly batting: TeamRoll;
  readonly fielding: TeamRoll;
}

/** Counts that a batter and the pitcher who faced him share, by name. */
type Shared = keyof BattingLine & keyof PitchingLine;

/** Hits, walks and the rest: the same to both, with opposite signs. */
function sharedCounts(event: PlayRecorded): readonly Shared[] {
  switch (event.kind) {
    case 'single':
      return ['hits'];
    case 'double':
      return ['hits', 'doubles'];
    case 'triple':
      return ['hits', 'triples'];
    case 'homeRun':
      return runsBattedIn(event) === 4 ? ['hits', 'homeRuns', 'grandSlams'] : ['hits', 'homeRuns'];
    case 'strikeout':
      return ['strikeouts'];
    case 'walk':
      return ['walks'];
    case 'intentionalWalk':
      return ['walks', 'intentionalWalks'];
    case 'interference':
      return ['interference'];
    case 'out':
    case 'error':
    case 'fieldersChoice':
      return event.groundedIntoDoublePlay === true && event.atBat === true ? ['groundedIntoDoublePlay'] : [];
    case 'hitByPitch':
    case 'stolenBase':
    case 'defensiveIndifference':
    case 'caughtStealing':
    case 'pickoff':
    case 'wildPitch':
    case 'passedBall':
    case 'balk':
    case 'otherAdvance':
    case 'foulError':
      return [];
    default:
      return assertNever(event.kind);
  }
}

function runsBattedIn(event: PlayRecorded): number {
  return event.runners.filter((runner) => runner.rbi === true).length;
}

/** Runners who did not come home, nor were put out, on a plate appearance that cost an out. */
function leftOnBase(event: PlayRecorded): number {
  if (event.outsMade === 0) return 0;
  return event.runners.filter((runner) => runner.base > 0 && runner.to > 0 && runner.to < 4).length;
}

function countPlateAppearance(event: PlayRecorded, { batting, fielding }: Sides): void {
  const batter = inOrder(batting, chargedBatter(event)).batting;
  const pitcher = pitchingLine(fielding, chargedPitcher(event));
  batter.plateAppearances += 1;
  pitcher.battersFaced += 1;
  const shared: Shared[] = [...sharedCounts(event)];
  if (event.atBat === true) shared.push('atBats');
  if (event.sacrificeHit === true) shared.push('sacrificeHits');
  if (event.sacrificeFly === true) shared.push('sacrificeFlies');
  for (const key of shared) {
    batter[key] += 1;
    pitcher[key] += 1;
  }
  if (event.kind === 'hitByPitch') {
    batter.hitByPitch += 1;
    pitcher.hitBatters += 1;
  }
  batter.runsBattedIn += runsBattedIn(event);
  batter.leftOnBase += leftOnBase(event);
}

/** What only the pitcher on the mound is charged or credited with. */
function countPitching(event: PlayRecorded, pitcher: PitchingLine): void {
  pitcher.outs += event.outsMade;
  if (event.wildPitch === true) pitcher.wildPitches += 1;
  if (event.kind === 'balk') pitcher.balks += 1;
  if (event.kind !== 'out' || event.bunt === true || event.trajectory === undefined) return;
  if (event.trajectory === 'G') pitcher.groundOuts += 1;
  else pitcher.airOuts += 1;
}

function countRunners(event: PlayRecorded, batting: TeamRoll): void {
  for (const runner of event.runners) {
    const isSteal = runner.stolenBase === true || runner.caughtStealing === true;
    if (runner.to !== 4 && !isSteal) continue;
    const line = inOrder(batting, runner.base === 0 ? chargedBatter(event) : runner.id).batting;
    if (runner.to === 4) line.runs += 1;
    if (runner.stolenBase === true) line.stolenBases += 1;
    if (runner.caughtStealing === true) line.caughtStealing += 1;
  }
}

/** Counts a play for batter, runners and pitchers; runs are charged elsewhere. */
export function countAtBat(event: PlayRecorded, sides: Sides): void {
  if (endsPlateAppearance(event.kind)) countPlateAppearance(event, sides);
  countPitching(event, pitchingLine(sides.fielding, event.pitcher));
  countRunners(event, sides.batting);
}
