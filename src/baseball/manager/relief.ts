/**
 * When a pitcher is relieved, and by whom.
 *
 * A starter goes by batters faced (his card's endurance, his form of the day, what he allowed), sooner in a tight spot,
 * and rather between innings than within one. A reliever has an inning, unless he is there to save the others. Who
 * comes is a matter of rank: the better the reliever, the later and closer the game for which he is kept.
 */
import { currentBatter, inSlot, ofSide, type LineupPlayerState } from '../state';
import { isFresh, today, type Outlook } from './outlook';
import { benchOf } from './bench';
import { allowedToAll, known, matchup, type Scouted } from './scouting';

/** Batters that an inning brings. */
const AN_INNING = 4;
const RELIEVER_BATTERS = 6;
/** How much longer or shorter a starter goes by form, in batters, from one end to the other. */
const FORM_BATTERS = 10;
/** Every run beyond these costs him so many batters. */
const RUNS_FORGIVEN = 2;
const BATTERS_A_RUN = 1.3;

export interface Mound {
  readonly pitcher: Scouted;
  readonly battersFaced: number;
  readonly isStarter: boolean;
}

/** Who pitches for the side, and how long already; null while nobody has the mound. */
export function moundOf(outlook: Outlook, pitcher: LineupPlayerState | null): Mound | null {
  const { dice } = outlook.state;
  if (pitcher === null || dice === null) return null;
  const { battersFaced, pitchersBefore } = ofSide(dice.mound, outlook.side);
  return { pitcher: known(outlook.scouting, pitcher.id), battersFaced, isStarter: pitchersBefore === 0 };
}

/** Batters after whom a starter has done his work today. */
export function starterLimit(outlook: Outlook, { pitcher }: Mound): number {
  const endurance = pitcher.card.pitching?.endurance;
  const usual = endurance?.starter ?? endurance?.reliever ?? RELIEVER_BATTERS;
  const form = (today(outlook, pitcher.player.id) - 0.5) * FORM_BATTERS;
  const runs = outlook.state.score[outlook.side === 'home' ? 'away' : 'home'];
  const trouble = Math.max(0, runs - RUNS_FORGIVEN) * BATTERS_A_RUN;
  return usual + form - trouble + (5 - outlook.tendencies.hook) * 0.7;
}

/** Whether the pitcher of the side should go before the next batter of the other side. */
export function isDone(outlook: Outlook, mound: Mound): boolean {
  if (outlook.own.battersOwed > 0) return false;
  if (!mound.pitcher.pitches) return true;
  return mound.isStarter ? isStarterDone(outlook, mound) : isRelieverDone(outlook, mound);
}

function isStarterDone(outlook: Outlook, mound: Mound): boolean {
  const { battersFaced } = mound;
  if (battersFaced < AN_INNING) return false;
  const left = starterLimit(outlook, mound) - battersFaced;
  if (isFresh(outlook)) return left < AN_INNING - 1 || isClosersInning(outlook, mound);
  if (left <= 0) return true;
  const isTight = outlook.leverage > 1.6 && outlook.stage >= 5;
  return isTight && left < AN_INNING;
}

/** The last inning of a close game is the closer's. */
function isClosersInning(outlook: Outlook, { pitcher }: Mound): boolean {
  const [closer] = outlook.scouting.relievers;
  return outlook.stage >= 9 && outlook.lead >= 1 && outlook.lead <= 3 && closer !== undefined && closer !== pitcher;
}

function isRelieverDone(outlook: Outlook, mound: Mound): boolean {
  const { battersFaced, pitcher } = mound;
  const endurance = pitcher.card.pitching?.endurance.reliever ?? RELIEVER_BATTERS;
  if (battersFaced === 0) return false;
  if (isFresh(outlook)) {
    if (isClosersInning(outlook, mound)) return true;
    const goesOn = battersFaced <= 2 || (isLongRelief(outlook) && battersFaced + AN_INNING <= endurance + 1);
    return !goesOn;
  }
  if (battersFaced >= endurance + 2) return true;
  if (battersFaced >= 4 && outlook.leverage > 1.5) return true;
  return battersFaced >= 1 && outlook.leverage > 1.6 && isOutmatched(outlook, mound);
}

/** Early, or a game that is all but decided: relievers are saved. */
function isLongRelief({ stage, lead, leverage }: Outlook): boolean {
  return stage <= 6 || leverage < 0.35 || Math.abs(lead) >= 5;
}

/** The next batter has the better of this pitcher, and somebody waits of whom he has not. */
function isOutmatched(outlook: Outlook, { pitcher }: Mound): boolean {
  const batter = known(outlook.scoutingOfTheirs, currentBatter(outlook.state).id);
  const expected = matchup(batter, pitcher);
  const margin = 0.065 - 0.004 * outlook.tendencies.platoon;
  return benchOf(outlook).relievers.some(
    (other) => matchup(batter, other) < expected - margin && allowedToAll(other) < allowedToAll(pitcher) + 0.01,
  );
}

/** The rank that the moment calls for: 0 is the closer's, the higher the less it matters. */
function wantedRank({ stage, lead, leverage, side }: Outlook): number {
  const isAhead = lead >= 1 && lead <= 3;
  if (stage >= 9) {
    if (isAhead || (lead === 0 && (side === 'home' || stage > 9))) return 0;
    if (lead === 0) return 1;
  }
  if (Math.abs(lead) >= 5) return LEAST;
  if (stage === 8 && (isAhead || lead === 0)) return 1;
  if (stage === 7 && (isAhead || lead === 0)) return 2;
  if (leverage > 1.8) return 2;
  return lead >= -2 && stage >= 6 ? 4 : LEAST;
}

const LEAST = 6;
/** A reliever who suits the next batters this much better counts as one rank nearer. */
const WOBA_A_RANK = 0.025;

/** Who comes in; null when nobody is left. `isEmergency`: the mound is empty, so that anybody will do. */
export function chooseReliever(outlook: Outlook, isEmergency: boolean): Scouted | null {
  const { relievers: bullpen, starters } = benchOf(outlook);
  if (bullpen.length === 0) return isEmergency ? (starters[0] ?? null) : null;
  const wanted = wantedRank(outlook);
  const next = nextBatters(outlook);
  let best: Scouted | null = null;
  let bestCost = Infinity;
  for (const reliever of bullpen) {
    const cost = costOf(outlook, reliever, wanted) + suits(next, reliever) / WOBA_A_RANK;
    if (cost < bestCost) {
      best = reliever;
      bestCost = cost;
    }
  }
  return best;
}

/** How far he is from the rank that is wanted; long relief wants stamina too. */
function costOf(outlook: Outlook, reliever: Scouted, wanted: number): number {
  const rank = outlook.scouting.relievers.indexOf(reliever);
  const stamina = reliever.card.pitching?.endurance.reliever ?? RELIEVER_BATTERS;
  const long = outlook.stage <= 5 ? (RELIEVER_BATTERS - stamina) * 0.4 : 0;
  const kept = rank === 0 && wanted > 0 && outlook.stage <= 9 ? 3 : 0;
  return Math.abs(rank - wanted) + kept + long;
}

/** What the next batters hit against him, more than others hit against him. */
function suits(next: readonly Scouted[], reliever: Scouted): number {
  if (next.length === 0) return 0;
  let more = 0;
  for (const batter of next) {
    const side = batter.card.player.bats;
    const seen = side === 'B' ? (reliever.card.player.throws === 'L' ? 'R' : 'L') : side;
    more += reliever.allowed[seen] - allowedToAll(reliever);
  }
  return more / next.length;
}

const NEXT_BATTERS = 3;

/** Who comes up next for the other side. */
export function nextBatters({ state, theirs, scoutingOfTheirs, side }: Outlook): Scouted[] {
  const from = state.upNext[side === 'away' ? 'home' : 'away'];
  const next: Scouted[] = [];
  for (let i = 0; i < NEXT_BATTERS; i++) {
    const player = inSlot(theirs, ((from - 1 + i) % 9) + 1);
    if (player !== null) next.push(known(scoutingOfTheirs, player.id));
  }
  return next;
}
