/** What the kinds of play mean to the rules. */
import type { PlayKind, ScoredPlay } from '../protocol/play';

/** Where the batter ends when nothing else is said: 0 out, 1–4; undefined: his plate appearance goes on. */
const BATTER_TO: Readonly<Record<PlayKind, number | undefined>> = {
  out: 1,
  strikeout: 0,
  stolenBase: undefined,
  defensiveIndifference: undefined,
  caughtStealing: undefined,
  pickoff: undefined,
  wildPitch: undefined,
  passedBall: undefined,
  balk: undefined,
  otherAdvance: undefined,
  foulError: undefined,
  walk: 1,
  intentionalWalk: 1,
  hitByPitch: 1,
  interference: 1,
  error: 1,
  fieldersChoice: 1,
  single: 1,
  double: 2,
  triple: 3,
  homeRun: 4,
};

export function batterTo(kind: PlayKind): number | undefined {
  return BATTER_TO[kind];
}

/** True when the play ends the plate appearance. */
export function endsPlateAppearance(kind: PlayKind): boolean {
  return BATTER_TO[kind] !== undefined;
}

export function isWalk(kind: PlayKind): boolean {
  return kind === 'walk' || kind === 'intentionalWalk';
}

/** 1–4 for a hit, else 0. */
export function hitValue(kind: PlayKind): number {
  return kind === 'single' || kind === 'double' || kind === 'triple' || kind === 'homeRun' ? (BATTER_TO[kind] ?? 0) : 0;
}

/** OBR 9.02(a)(1): a time at bat, unless he walked, was hit, was interfered with, or sacrificed. */
export function isAtBat(play: ScoredPlay): boolean {
  if (!endsPlateAppearance(play.kind) || isWalk(play.kind)) return false;
  if (play.kind === 'hitByPitch' || play.kind === 'interference') return false;
  const { modifiers } = play;
  return modifiers === undefined || !(modifiers.includes('sacrificeHit') || modifiers.includes('sacrificeFly'));
}
