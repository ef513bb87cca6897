/**
 * Who bats or runs in a player's place: for a pitcher who bats and whose work is done, for a weak or outmatched batter
 * late in a close game, for a slow runner who is the tying run or the one that wins.
 */
import type { RecordSubstitution } from '../../protocol/commands';
import { currentBatter, currentPitcher, fielderAt, type LineupPlayerState } from '../state';
import { substitution } from './draft';
import { habit, now, type Outlook } from './outlook';
import { benchOf } from './bench';
import { moundOf, starterLimit } from './relief';
import { againstAll, known, matchup, type Scouted } from './scouting';

const PINCH_HITTER = 11;
const PINCH_RUNNER = 12;
/** Nobody is taken from the bench before: an injury could leave the team short. */
const FIRST_STAGE = 5;

/** The changes before a turn at bat; most often none. */
export function battingChanges(outlook: Outlook): RecordSubstitution[] {
  if (outlook.stage < FIRST_STAGE) return [];
  const hitter = pinchHitter(outlook);
  if (hitter !== null) {
    const { slot } = currentBatter(outlook.state);
    return [substitution(outlook.side, { player: hitter.player, slot, position: PINCH_HITTER })];
  }
  return pinchRunner(outlook);
}

function pinchHitter(outlook: Outlook): Scouted | null {
  const batter = currentBatter(outlook.state);
  // Who was just sent up bats.
  if (batter.position === PINCH_HITTER) return null;
  if (batter.position === 1) return isPitcherLiftedFor(outlook) ? bestHitter(outlook, batter, 0) : null;
  if (outlook.stage < LATE) return null;
  const gain =
    MIN_GAIN[outlook.kind] / (habit(outlook.tendencies.pinchHit) * Math.min(2, Math.max(0.5, outlook.leverage)));
  return bestHitter(outlook, batter, gain);
}

const LATE = 7;
/**
 * What a pinch hitter must promise more than the batter, in wOBA, in an average spot. An `sba` card knows no sides, so
 * nobody gains by his hand, and less is asked of him.
 */
const MIN_GAIN = { pd: 0.0165, sba: 0.002 } as const;
/** Coming cold from the bench costs a hitter something; of `sba` cards, which differ less, less is asked here too. */
const COLD = { pd: 0.006, sba: 0.005 } as const;

/** The pitcher is up: whether another bats for him, who must then leave the mound. */
function isPitcherLiftedFor(outlook: Outlook): boolean {
  const { own, stage, lead, leverage, state } = outlook;
  const mound = moundOf(outlook, fielderAt(own, 1));
  if (mound === null || own.battersOwed > 0 || benchOf(outlook).relievers.length === 0) return false;
  if (!mound.isStarter) return mound.battersFaced >= 3 || stage >= LATE || leverage > 1;
  const left = starterLimit(outlook, mound) - mound.battersFaced;
  if (left < 3) return true;
  const isRally = state.bases.some((runner) => runner !== null) && state.outs < 2;
  if (stage >= LATE) return lead <= 2 || left < 7;
  if (stage === 6) return lead < 0 || (lead <= 1 && isRally) || left < 6;
  return lead <= -2 && isRally && left < 12;
}

/** The bench's best against this pitcher; null when he does not gain enough, or the team would be left short. */
function bestHitter(outlook: Outlook, batter: LineupPlayerState, gain: number): Scouted | null {
  const { state, scouting, scoutingOfTheirs } = outlook;
  const pitcher = currentPitcher(state);
  if (pitcher === null) return null;
  const theirs = known(scoutingOfTheirs, pitcher.id);
  const mustBeat = matchup(known(scouting, batter.id), theirs) + gain + COLD[outlook.kind];
  let best: Scouted | null = null;
  let bestWorth = mustBeat;
  for (const hitter of benchOf(outlook).hitters) {
    const worth = matchup(hitter, theirs);
    if (worth > bestWorth && maySpare(outlook, hitter, batter)) [best, bestWorth] = [hitter, worth];
  }
  return best;
}

const plays = (player: Scouted, position: number): boolean =>
  player.card.fielding.some((rating) => rating.position === position);

/** Whether the team can do without him on the bench: a catcher stays behind, and somebody plays where the batter did. */
function maySpare(outlook: Outlook, hitter: Scouted, leaver: LineupPlayerState): boolean {
  const { hitters } = benchOf(outlook);
  const isInField = leaver.position >= 2 && leaver.position <= 9;
  const isCovered = (position: number): boolean => hitters.some((other) => other !== hitter && plays(other, position));
  if (isInField && !plays(hitter, leaver.position) && !isCovered(leaver.position)) return false;
  return outlook.stage > 9 || !plays(hitter, 2) || leaver.position === 2 || isCovered(2);
}

const RUNNING_STAGE = 8;
/** How many steps faster he must be. */
const FASTER = 4;

/** A fast man for a slow one, who is the run that ties or wins. */
function pinchRunner(outlook: Outlook): RecordSubstitution[] {
  const { state, own, scouting, stage, lead, side } = outlook;
  if (stage < RUNNING_STAGE || lead > 1 || lead < -2 || now(outlook, 'run') > RUNS_HABIT) return [];
  for (const base of [3, 2, 1]) {
    const runner = state.bases[base - 1];
    if (runner === null || runner === undefined) continue;
    const slot = own.order.find(({ id }) => id === runner.id);
    if (slot === undefined || slot.position === PINCH_RUNNER) continue;
    const faster = fasterThan(outlook, known(scouting, runner.id), slot);
    return faster === null
      ? []
      : [substitution(side, { player: faster.player, slot: slot.slot, position: PINCH_RUNNER })];
  }
  return [];
}

const RUNS_HABIT = 0.9;

function fasterThan(outlook: Outlook, runner: Scouted, leaver: LineupPlayerState): Scouted | null {
  let best: Scouted | null = null;
  let bestSpeed = runner.card.running.advance + FASTER - 1;
  for (const player of benchOf(outlook).hitters) {
    const speed = player.card.running.advance;
    if (speed <= bestSpeed || againstAll(player) > againstAll(runner) + COLD[outlook.kind]) continue;
    if (maySpare(outlook, player, leaver)) [best, bestSpeed] = [player, speed];
  }
  return best;
}
