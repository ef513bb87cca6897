/** What no reachable state breaks, for tests that walk through games. */
import type { GameEvent, PlayRecorded } from '../../../src/protocol/events';
import { effectiveEvents } from '../../../src/protocol/history';
import type { PlayerId } from '../../../src/protocol/ids';
import { lineScore } from '../../../src/baseball/line-score';
import { replay } from '../../../src/baseball/replay';
import { battingTeam, currentBatter, inLineup, type GameState, type StartedState } from '../../../src/baseball/state';

/** A game that is kept: its events, and the state after them. */
export interface Kept {
  readonly events: readonly GameEvent[];
  readonly state: GameState;
  readonly started: StartedState;
}

/** How many places in the order somebody bats before the batter: 1 is the one just before. */
function placesBefore(state: StartedState, id: PlayerId): number {
  const slot = inLineup(state.lineups[battingTeam(state)], id)?.slot ?? 0;
  return (currentBatter(state).slot - slot + 9) % 9 || 9;
}

export function checkState(state: StartedState, isInOrder: boolean): void {
  if (state.status === 'live') expect(state.outs).toBeLessThanOrEqual(2);
  const runners = state.bases.flatMap((runner) => (runner === null ? [] : [runner.id]));
  expect(new Set(runners).size).toBe(runners.length);
  const players = state.lineups[battingTeam(state)];
  for (const id of runners) expect(inLineup(players, id)).not.toBeNull();
  if (!isInOrder || state.status !== 'live') return;
  const places = runners.map((id) => placesBefore(state, id));
  expect(places).toEqual([...places].sort((a, b) => a - b));
}

export function checkPlay(event: PlayRecorded): void {
  const out = event.runners.filter((runner) => runner.to === 0).length;
  expect(event.outsMade).toBe(out);
  if (event.notation !== '99') expect(event.putouts?.length ?? 0).toBe(out);
  expect(JSON.stringify({ ...event, dice: undefined }).length).toBeLessThan(1_000);
}

/** Runners whom a play left on the bases when it ended the half-inning, and outs that were made. */
function proveLineScore(book: Kept): void {
  const { away, home } = lineScore(book.events);
  const reached = { away: 0, home: 0 };
  const outs = { away: 0, home: 0 };
  for (const event of effectiveEvents(book.events)) {
    if (event.type === 'AutomaticRunnerPlaced') reached[event.side] += 1;
    if (event.type !== 'PlayRecorded') continue;
    const side = (event.half === 'top') === book.started.ruleset.homeBatsFirst ? 'home' : 'away';
    if (event.runners[0]?.base === 0) reached[side] += 1;
    outs[side] += event.outsMade;
  }
  expect([reached.away, reached.home]).toEqual([
    away.runs + away.leftOnBase + outs.away,
    home.runs + home.leftOnBase + outs.home,
  ]);
  expect([away.runs, home.runs]).toEqual([book.started.score.away, book.started.score.home]);
  expect(Math.min(away.leftOnBase, home.leftOnBase)).toBeGreaterThanOrEqual(0);
}

/** Whether the half-inning under way was played in the batting order. */
export function isInOrder(book: Kept): boolean {
  const events = effectiveEvents(book.events);
  const since = events.findLastIndex((event) => event.type === 'HalfInningEnded');
  return !events.slice(since + 1).some((event) => event.type === 'BattingOrderAdjusted');
}

/** What holds of every game so far, however it was kept. */
export function proveGame(book: Kept): void {
  proveLineScore(book);
  expect(replay(book.events)).toEqual(book.state);
  expect(replay(effectiveEvents(book.events))).toEqual(book.state);
  expect(JSON.parse(JSON.stringify(book.state))).toEqual(book.state);
}
