/** Empty lines of a box score: every count at zero, to be counted up while a game is gone through. */
import type { BattingLine, FieldingLine, PitchingLine } from '../../protocol/box-score';
import type { PlayerId } from '../../protocol/ids';

export function newBattingLine(): BattingLine {
  return {
    plateAppearances: 0,
    atBats: 0,
    runs: 0,
    hits: 0,
    doubles: 0,
    triples: 0,
    homeRuns: 0,
    grandSlams: 0,
    runsBattedIn: 0,
    walks: 0,
    intentionalWalks: 0,
    strikeouts: 0,
    hitByPitch: 0,
    sacrificeHits: 0,
    sacrificeFlies: 0,
    interference: 0,
    groundedIntoDoublePlay: 0,
    stolenBases: 0,
    caughtStealing: 0,
    leftOnBase: 0,
  };
}

export function newFieldingLine(position: number): FieldingLine {
  return {
    position,
    games: 0,
    outs: 0,
    putouts: 0,
    assists: 0,
    errors: 0,
    doublePlays: 0,
    triplePlays: 0,
    passedBalls: 0,
    interference: 0,
  };
}

export function newPitchingLine({ id, name }: { readonly id: PlayerId; readonly name: string }): PitchingLine {
  return {
    id,
    name,
    outs: 0,
    battersFaced: 0,
    atBats: 0,
    runs: 0,
    earnedRuns: 0,
    hits: 0,
    doubles: 0,
    triples: 0,
    homeRuns: 0,
    grandSlams: 0,
    walks: 0,
    intentionalWalks: 0,
    strikeouts: 0,
    hitBatters: 0,
    sacrificeHits: 0,
    sacrificeFlies: 0,
    interference: 0,
    groundedIntoDoublePlay: 0,
    wildPitches: 0,
    balks: 0,
    groundOuts: 0,
    airOuts: 0,
    inheritedRunners: 0,
    inheritedRunnersScored: 0,
    pitches: 0,
    strikes: 0,
    decision: null,
    facedWithoutOut: null,
  };
}
