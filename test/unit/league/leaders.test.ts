import { earnedRunAverage, leadersOf } from '../../../src/baseball/league/leaders';
import { noPitching, seasonTotals, totalsOf } from '../../../src/baseball/league/totals';
import { boxScore } from '../../../src/baseball/box-score/box-score';
import { newBattingLine } from '../../../src/baseball/box-score/lines';
import type { PlayerId, TeamId } from '../../../src/protocol/ids';
import type { BattingTotals, LeaderCategory, PitchingTotals, PlayerTotals } from '../../../src/protocol/league';
import { EXAMPLES, gamesOf } from '../../support/played-games';

const OWL = 'OWL' as TeamId;

function player(id: string, counts: { bat?: Partial<BattingTotals>; pitch?: Partial<PitchingTotals> }): PlayerTotals {
  return {
    player: { id: id as PlayerId, name: id },
    team: OWL,
    batting: { ...newBattingLine(), games: 1, ...counts.bat },
    pitching: { ...noPitching(), ...counts.pitch },
  };
}

function named(categories: readonly LeaderCategory[], name: LeaderCategory['name']): [string, number][] {
  const found = categories.find((category) => category.name === name);
  return (found?.leaders ?? []).map((leader) => [leader.player.id, leader.value]);
}

describe('leaders', () => {
  const teamGames = new Map([[OWL, 10]]);

  test('a rate → only who has 3.1 plate appearances a team game', () => {
    const regular = player('reg', { bat: { plateAppearances: 31, atBats: 30, hits: 9 } });
    const brief = player('sub', { bat: { plateAppearances: 30, atBats: 30, hits: 15 } });
    const categories = leadersOf([brief, regular], { limit: 5, teamGames });
    expect(named(categories, 'battingAverage')).toEqual([['reg', 0.3]]);
    expect(named(categories, 'hits')).toEqual([
      ['sub', 15],
      ['reg', 9],
    ]);
  });

  test('earned run average → the lowest first, of those with an inning a team game', () => {
    const ace = player('ace', { pitch: { games: 4, outs: 90, earnedRuns: 5 } });
    const fifth = player('fifth', { pitch: { games: 4, outs: 60, earnedRuns: 10 } });
    const closer = player('closer', { pitch: { games: 9, outs: 29, earnedRuns: 0 } });
    const categories = leadersOf([closer, fifth, ace], { limit: 5, teamGames });
    expect(named(categories, 'earnedRunAverage')).toEqual([
      ['ace', 1.5],
      ['fifth', 4.5],
    ]);
  });

  test('runs without an out → no number is high enough', () => {
    expect(earnedRunAverage({ ...noPitching(), earnedRuns: 2 })).toBe(Infinity);
    expect(earnedRunAverage(noPitching())).toBe(0);
  });

  test('nobody leads with nothing, and no more than the limit are named', () => {
    const sluggers = ['a', 'b', 'c'].map((id, i) => player(id, { bat: { plateAppearances: 40, homeRuns: i } }));
    const categories = leadersOf(sluggers, { limit: 1, teamGames });
    expect(named(categories, 'homeRuns')).toEqual([['c', 2]]);
    expect(named(categories, 'triples')).toEqual([]);
  });
});

describe('season totals', () => {
  test('the examples → every run, hit and out of the box scores is somebody’s, once', () => {
    const boxes = gamesOf(EXAMPLES).map((game) => boxScore(game.events));
    const totals = seasonTotals(boxes.map(totalsOf));
    const sum = (of: (totals: PlayerTotals) => number): number => totals.reduce((all, one) => all + of(one), 0);
    const lines = boxes.flatMap((box) => [box.lineScore.away, box.lineScore.home]);
    expect(sum((one) => one.batting.runs)).toBe(lines.reduce((all, line) => all + line.runs, 0));
    expect(sum((one) => one.batting.hits)).toBe(lines.reduce((all, line) => all + line.hits, 0));
    expect(sum((one) => one.pitching.runs)).toBe(sum((one) => one.batting.runs));
    expect(sum((one) => one.pitching.starts)).toBe(2 * boxes.length);
    expect(sum((one) => one.pitching.wins)).toBe(boxes.length);
    expect(sum((one) => one.pitching.losses)).toBe(boxes.length);
  });
});
