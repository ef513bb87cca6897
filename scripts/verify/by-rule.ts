/**
 * What the rules alone make of a game, beside what its official scorer decided: earned runs by rule 9.16, winner, loser
 * and save by rules 9.17 and 9.19. Where the rules leave the choice to the scorer, any choice that they allow agrees.
 *
 * These are no differences from the reference: a scorer sees how a ball was hit, and a record of plays does not.
 */
import type { BoxScore } from '../../src/protocol/box-score';
import type { GameEvent } from '../../src/protocol/events';
import { decisionsByRule } from '../../src/baseball/box-score/decisions';
import { reconstructRuns } from '../../src/baseball/earned-runs';
import { infoOf } from '../../src/retrosheet/game-info';
import type { Tally } from './tally';

const FILE = 'by rule';

/** A game as it came out of the rules. */
export interface RuledGame {
  readonly id: string;
  readonly events: readonly GameEvent[];
  readonly box: BoxScore;
}

export function compareByRule(game: RuledGame, tally: Tally): void {
  compareEarnedRuns(game, tally);
  compareDecisions(game, tally);
}

function compareEarnedRuns({ id: game, events }: RuledGame, tally: Tally): void {
  const official = new Map<string, number>();
  for (const event of events) if (event.type === 'EarnedRunsSet') official.set(event.pitcher, event.earnedRuns);
  if (official.size === 0) return;
  const ruled = new Map<string, number>();
  for (const { pitcher, kind } of reconstructRuns(events)) {
    if (kind !== 'unearned') ruled.set(pitcher, (ruled.get(pitcher) ?? 0) + 1);
  }
  for (const [pitcher, earnedRuns] of official) {
    const values = { ours: String(ruled.get(pitcher) ?? 0), theirs: String(earnedRuns) };
    tally.check(FILE, 'earned runs (9.16)', { game, place: pitcher, ...values });
  }
}

function compareDecisions({ id: game, events, box }: RuledGame, tally: Tally): void {
  const info = infoOf(events);
  const ruled = decisionsByRule(events, { away: box.away.pitchers, home: box.home.pitchers });
  const official = { win: info['wp'], loss: info['lp'], save: info['save'] };
  const winner = ruled?.winners.find((id) => id === official.win) ?? ruled?.winners[0] ?? '';
  const save = ruled?.save === official.win ? '' : (ruled?.save ?? '');
  const check = (field: string, ours: string, theirs: string | undefined): void => {
    if (theirs !== undefined) tally.check(FILE, field, { game, place: '', ours, theirs });
  };
  check('winning pitcher (9.17)', winner, official.win);
  check('losing pitcher (9.17)', ruled?.loss ?? '', official.loss);
  check('save (9.19)', save, official.save);
}
