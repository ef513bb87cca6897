/**
 * What the side at bat decides for a turn: mostly to swing away. A steal by how often the runner's card sends him, how
 * likely he is to make it, and what it would be worth (RE24); a sacrifice with a pitcher at bat, or late for one run.
 */
import type { OffensiveDecision } from '../../protocol/decisions';
import { basesOccupied, currentBatter, currentCatcher, currentPitcher } from '../state';
import { stealChance as chanceToSteal } from '../resolution/steal';
import { habit, now, type Outlook } from './outlook';
import { againstAll, known, type Scouted } from './scouting';
import { runsExpected } from './win-expectancy';

const FIRST = 1;
const SECOND = 2;
const THIRD = 4;

export const SWING: OffensiveDecision = { approach: 'normal', steal: [], hitAndRun: false, bunt: 'none' };
const CONTACT: OffensiveDecision = { ...SWING, approach: 'contact' };
const SACRIFICE: OffensiveDecision = { ...SWING, bunt: 'sacrifice' };
const SQUEEZE: OffensiveDecision = { ...SWING, bunt: 'squeeze' };
const HIT_AND_RUN: OffensiveDecision = { ...SWING, hitAndRun: true };
const STEAL_SECOND: OffensiveDecision = { ...SWING, steal: [1] };
const STEAL_THIRD: OffensiveDecision = { ...SWING, steal: [2] };
const DOUBLE_STEAL: OffensiveDecision = { ...SWING, steal: [1, 2] };

export function chooseOffense(outlook: Outlook): OffensiveDecision {
  const bases = basesOccupied(outlook.state);
  if (bases === 0) return SWING;
  const batter = known(outlook.scouting, currentBatter(outlook.state).id);
  return bunt(outlook, batter, bases) ?? steal(outlook, bases) ?? swing(outlook, batter, bases);
}

/**
 * Of the pitchers' turns with a man to move, how many are bunts; the rest are swung at, or the spot is wrong. Managers
 * differ less about it than about hitters.
 */
const PITCHERS_BUNT = 0.86;
const SQUEEZES = 0.04;

function bunt(outlook: Outlook, batter: Scouted, bases: number): OffensiveDecision | null {
  const { state, tendencies } = outlook;
  if (state.outs === 2) return null;
  const often = habit(tendencies.bunt);
  if ((bases & THIRD) !== 0) {
    const isSqueeze = state.outs === 1 && bases !== 7 && Math.abs(outlook.lead) <= 1 && outlook.stage >= 5;
    return isSqueeze && isWeak(batter) && now(outlook, 'bunt') < SQUEEZES * often ? SQUEEZE : null;
  }
  if (batter.pitches) return now(outlook, 'bunt') < PITCHERS_BUNT * Math.min(Math.sqrt(often), 1.1) ? SACRIFICE : null;
  return now(outlook, 'bunt') < hittersBunt(outlook, batter, bases) * often ? SACRIFICE : null;
}

function isWeak(batter: Scouted): boolean {
  return againstAll(batter) < 0.29;
}

/** Where pitchers bat, the bunts are theirs; elsewhere the hitters bunt more. */
const BUNTS_WITH_HITTER = 1.4;
const BUNTS_WITHOUT = 0.75;
/** A hitter of this wOBA or more is not asked to bunt; who is so much below it, as often as not. */
const NEVER_BUNTS = 0.335;
const BUNTS_BELOW = 0.055;
const BUNTS_MOST = 1.6;

/** How often a hitter gives himself up: for one run, late, and the sooner the less he hits. */
function hittersBunt({ state, lead, stage }: Outlook, batter: Scouted, bases: number): number {
  if (lead > 1 || lead < -1 || (state.outs === 1 && bases !== FIRST)) return 0;
  const weak = Math.max(0, Math.min(BUNTS_MOST, (NEVER_BUNTS - againstAll(batter)) / BUNTS_BELOW));
  const late = stage >= 9 ? 0.55 : stage >= 7 ? 0.36 : 0.115;
  const league = state.ruleset.designatedHitter ? BUNTS_WITH_HITTER : BUNTS_WITHOUT;
  return late * league * weak * (state.outs === 0 ? 1 : 0.3);
}

/** What a runner's attempts are multiplied by: the score (own lead from −4 to 4) and the outs, as in 2019. */
const BY_LEAD = [0.19, 0.8, 0.85, 0.9, 1.24, 1.3, 1.4, 1.4, 0.9];
const BY_OUTS = [0.84, 1, 1.11];
const THIRD_BY_OUTS = [0.11, 0.28, 0.15];
/** The same of the one on first with a man on third: the catcher may not throw, but there is more to lose. */
const WITH_THIRD_BY_OUTS = [0.55, 0.6, 1.6];
/** Of the steals of third with first occupied too, how many are double steals. */
const DOUBLE = 0.27;

function steal(outlook: Outlook, bases: number): OffensiveDecision | null {
  const base = (bases & SECOND) !== 0 ? ((bases & THIRD) === 0 ? 2 : 0) : (bases & FIRST) !== 0 ? 1 : 0;
  if (base === 0) return null;
  const { state, scouting, tendencies } = outlook;
  const id = state.bases[base - 1]?.id;
  if (id === undefined) return null;
  const runner = known(scouting, id);
  const { attempts } = runner.card.running;
  if (attempts === 0) return null;
  const outs = (base === 1 ? BY_OUTS : THIRD_BY_OUTS)[state.outs] ?? 0;
  const third = (bases & THIRD) === 0 ? 1 : (WITH_THIRD_BY_OUTS[state.outs] ?? 1);
  const lead = BY_LEAD[Math.max(-4, Math.min(4, outlook.lead)) + 4] ?? 1;
  const often = (attempts / 100) * outs * third * lead * habit(tendencies.steal);
  const draw = now(outlook, 'steal');
  if (draw >= often * STEALS_MOST) return null;
  if (draw >= often * eagerness(outlook, runner, base)) return null;
  if (base === 1) return STEAL_SECOND;
  return (bases & FIRST) !== 0 && draw < often * DOUBLE ? DOUBLE_STEAL : STEAL_THIRD;
}

const STEALS_MOST = 1.5;
/** How far from the break-even point a runner stops going, and is sure to go. */
const STEAL_MARGIN = 0.25;

/** 0 when it costs more than it brings, 1 at a fair chance, more for a sure one. */
function eagerness(outlook: Outlook, runner: Scouted, base: number): number {
  const margin = stealChance(outlook, runner, base) - breakEven(outlook, base);
  return Math.max(0, Math.min(STEALS_MOST, 1 + margin / STEAL_MARGIN));
}

/** How likely he is to be safe, by the cards, when he is held. */
function stealChance({ state, scoutingOfTheirs }: Outlook, runner: Scouted, base: number): number {
  const pitcher = currentPitcher(state);
  const catcher = currentCatcher(state);
  return chanceToSteal({
    runner: runner.card.running,
    base,
    pitching: pitcher === null ? null : known(scoutingOfTheirs, pitcher.id).card.pitching,
    arm: catcher === null ? 0 : catcherArm(known(scoutingOfTheirs, catcher.id)),
    isHeld: true,
    isPitchOut: false,
    isThirdWatched: base === 1 && state.bases[2] !== null,
  });
}

function catcherArm(catcher: Scouted): number {
  return catcher.card.fielding.find(({ position }) => position === 2)?.arm ?? 0;
}

/** The chance at which a steal neither wins nor loses runs. */
export function breakEven({ baseOut, state }: Outlook, base: number): number {
  const outs = state.outs;
  const bases = (baseOut - outs) / 3;
  const bit = 1 << (base - 1);
  const stays = runsExpected(baseOut);
  const safe = runsExpected((bases - bit + 2 * bit) * 3 + outs);
  const out = outs === 2 ? 0 : runsExpected((bases - bit) * 3 + outs + 1);
  return (stays - out) / (safe - out);
}

const HIT_AND_RUNS = 0.012;

function swing(outlook: Outlook, batter: Scouted, bases: number): OffensiveDecision {
  const { state, tendencies, stage, lead } = outlook;
  const isHitAndRun =
    bases === FIRST && state.outs < 2 && batter.card.bunting.hitAndRun >= 15 && Math.abs(lead) <= 3 && !batter.pitches;
  if (isHitAndRun && now(outlook, 'hitAndRun') < HIT_AND_RUNS * habit(tendencies.hitAndRun)) return HIT_AND_RUN;
  // Any ball in play may bring the run that counts.
  if ((bases & THIRD) !== 0 && state.outs < 2 && stage >= 8 && lead <= 0 && lead >= -1) return CONTACT;
  return SWING;
}
