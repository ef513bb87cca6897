/** What the side in the field decides for a turn: where everybody stands, whom to hold, and whom not to pitch to. */
import type { DefensiveDecision } from '../../protocol/decisions';
import { basesOccupied, currentBatter, currentPitcher, inSlot } from '../state';
import { habit, now, type Outlook } from './outlook';
import { againstAll, known, matchup, type Scouted } from './scouting';

type Depth = DefensiveDecision['infieldDepth'];
type Hold = DefensiveDecision['hold'];

const FIRST = 1;
const SECOND = 2;
const THIRD = 4;

const NOBODY: Hold = [];
const HOLDS: Readonly<Record<number, Hold>> = { 1: [1], 2: [2], 3: [1, 2] };

/** The usual stand, with nobody on. */
export const STRAIGHT_AWAY: DefensiveDecision = {
  alignment: 'normal',
  infieldDepth: 'normal',
  outfieldDepth: 'normal',
  hold: NOBODY,
  pitchOut: false,
  intentionalWalk: false,
};
const SHIFTED: DefensiveDecision = { ...STRAIGHT_AWAY, alignment: 'shift' };
const INTENTIONAL_WALK: DefensiveDecision = { ...STRAIGHT_AWAY, intentionalWalk: true };

export function chooseDefense(outlook: Outlook): DefensiveDecision {
  const { state } = outlook;
  const bases = basesOccupied(state);
  const batter = known(outlook.scoutingOfTheirs, currentBatter(state).id);
  if (bases === 0) return isPullHitter(batter) ? SHIFTED : STRAIGHT_AWAY;
  if (isWalkedOnPurpose(outlook, batter, bases)) return INTENTIONAL_WALK;
  const hold = whomToHold(outlook, bases);
  return {
    alignment: 'normal',
    infieldDepth: infieldDepth(outlook, batter, bases),
    outfieldDepth: outfieldDepth(outlook, bases),
    hold,
    pitchOut: hold.length > 0 && isPitchOut(outlook, bases),
    intentionalWalk: false,
  };
}

/** A left-handed slugger: most of his ground balls go to the right side. */
function isPullHitter(batter: Scouted): boolean {
  return batter.card.player.bats === 'L' && againstAll(batter) > SLUGGER;
}

const SLUGGER = 0.34;

/** A runner who may go, and whose next base is free. */
function whomToHold({ state, scoutingOfTheirs, lead, stage }: Outlook, bases: number): Hold {
  // Far ahead and late, his run means nothing, and the hole at first base does.
  if (stage >= 7 && lead >= 5) return NOBODY;
  const [first, second] = state.bases;
  const runner = (bases & SECOND) === 0 ? first : (bases & THIRD) === 0 ? second : null;
  if (runner === null) return NOBODY;
  const isThreat = known(scoutingOfTheirs, runner.id).card.running.attempts >= THREAT;
  if ((bases & SECOND) !== 0) return isThreat ? (HOLDS[2] ?? NOBODY) : NOBODY;
  return isThreat || lead < 3 ? (HOLDS[1] ?? NOBODY) : NOBODY;
}

/** Sent in so many of 100 plate appearances. */
const THREAT = 5;

function infieldDepth({ state, lead, stage, tendencies }: Outlook, batter: Scouted, bases: number): Depth {
  const { outs } = state;
  if (outs === 2) return 'normal';
  const boldness = (tendencies.infieldIn - 5) / 5;
  if ((bases & THIRD) !== 0) {
    const isLast = stage >= 9 && lead <= 0;
    const isClose = stage >= 7 && lead <= 0 + boldness && lead >= -1 - boldness;
    if (isLast || isClose) return 'in';
  }
  if (batter.pitches && (bases & (FIRST | SECOND)) !== 0) return 'cornersIn';
  return (bases & FIRST) === 0 ? 'normal' : 'doublePlay';
}

function outfieldDepth({ state, lead, stage }: Outlook, bases: number): DefensiveDecision['outfieldDepth'] {
  if (stage < 9) return 'normal';
  const isLastRun = (bases & THIRD) !== 0 && state.outs < 2 && lead === 0 && state.half === 'bottom';
  if (isLastRun) return 'in';
  // The tying run must not get to second on one hit.
  return lead === 1 && state.outs === 2 && (bases & (SECOND | THIRD)) === 0 ? 'deep' : 'normal';
}

const PITCH_OUTS = 0.01;

function isPitchOut(outlook: Outlook, bases: number): boolean {
  if ((bases & FIRST) === 0 || (bases & SECOND) !== 0) return false;
  const runner = outlook.state.bases[0];
  if (runner === null) return false;
  const { attempts } = known(outlook.scoutingOfTheirs, runner.id).card.running;
  return attempts >= 2 * THREAT && now(outlook, 'pitchOut') < (PITCH_OUTS * attempts) / 10;
}

/**
 * How often, by outs, a batter is walked who is just better than the man on deck; the more he is, the likelier. A man
 * on deck who can hardly hit, as pitchers cannot, is asked to.
 */
const WALKS = [0, 0.035, 0.077];
const WALKS_BY_MORE = [0.3, 0.6, 0.75];
/** By the bases: two runs near are walked around sooner than one. */
const WALKS_BY_BASES: Readonly<Record<number, number>> = { 2: 0.77, 4: 0.68, 6: 2.5 };
const HARDLY_HITS = 0.13;
const WALKED_BEFORE_HIM = 0.55;

/** First base is open, a run is near, and the next batter is easier. */
function isWalkedOnPurpose(outlook: Outlook, batter: Scouted, bases: number): boolean {
  if ((bases & FIRST) !== 0 || outlook.lead > 2 || outlook.lead < -3 || outlook.leverage < 0.9) return false;
  const { state, theirs, scoutingOfTheirs, scouting } = outlook;
  const pitcher = currentPitcher(state);
  const onDeck = inSlot(theirs, (currentBatter(state).slot % 9) + 1);
  if (pitcher === null || onDeck === null) return false;
  const own = known(scouting, pitcher.id);
  const more = matchup(batter, own) - matchup(nextHitter(outlook, known(scoutingOfTheirs, onDeck.id)), own);
  if (more <= 0) return false;
  const near = WALKS_BY_BASES[bases] ?? 1;
  const often = near * ((WALKS[state.outs] ?? 0) + (WALKS_BY_MORE[state.outs] ?? 0) * more);
  const chance = more > HARDLY_HITS && state.outs > 0 ? WALKED_BEFORE_HIM : often;
  return now(outlook, 'walk') < chance * habit(outlook.tendencies.intentionalWalk);
}

/** Late in a game the pitcher on deck will not bat: the bench's best does. */
function nextHitter({ stage, theirs, scoutingOfTheirs }: Outlook, onDeck: Scouted): Scouted {
  if (!onDeck.pitches || stage < 7) return onDeck;
  let best = onDeck;
  for (const { id } of theirs.bench) {
    const hitter = known(scoutingOfTheirs, id);
    if (!hitter.pitches && againstAll(hitter) > againstAll(best)) best = hitter;
  }
  return best;
}
