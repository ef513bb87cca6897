/**
 * Random walks over the legal commands: whatever a scorekeeper may do, undo or correct, no state breaks an invariant.
 *
 * DUGOUT_WALKS lengthens them (games walked, default 25). fast-check prints the seed of a walk that fails.
 */
import fc from 'fast-check';
import type { Command } from '../../../src/protocol/commands';
import { Command as CommandSchema } from '../../../src/protocol/commands';
import type { PlayRecorded } from '../../../src/protocol/events';
import { effectiveEvents } from '../../../src/protocol/history';
import type { PlayerId } from '../../../src/protocol/ids';
import type { Ruleset } from '../../../src/protocol/ruleset';
import { needsHistory } from '../../../src/baseball/decide';
import { legalCommands } from '../../../src/baseball/legal-commands';
import { replay } from '../../../src/baseball/replay';
import {
  battingTeam,
  currentBatter,
  inLineup,
  isStarted,
  type GameState,
  type StartedState,
} from '../../../src/baseball/state';
import { newGame, type Scorebook } from './scorebook';

const WALKS = Number(process.env['DUGOUT_WALKS'] ?? 25);
const STEPS = 60;
/** Of a hundred steps, those below are plays; from here on whatever else may be done; from there on revisions. */
const OTHERS = 76;
const REVISIONS = 92;

const RULESETS: readonly Partial<Ruleset>[] = [
  {},
  { innings: 2, automaticRunner: { fromInning: 3, base: 2 } },
  { innings: 3, mercy: { runs: 5, afterInning: 1 }, pitcherMinBatters: 3 },
  { innings: 2, homeBatsFirst: true, tieAfterInning: 3 },
];

function isWanted(command: Command, kind: number): boolean {
  if (kind < OTHERS) return command.type === 'RecordPlay';
  if (kind < REVISIONS) return command.type !== 'RecordPlay' && command.type !== 'EndGame' && !needsHistory(command);
  return needsHistory(command);
}

/** Most steps are plays, so that games get somewhere. */
function choose(book: Scorebook, kind: number, which: number): Command | undefined {
  const commands = legalCommands(book.state, 'scorekeeper', kind < REVISIONS ? undefined : book.events);
  const wanted = commands.filter((command) => isWanted(command, kind));
  const pool = wanted.length > 0 ? wanted : commands;
  return pool[which % Math.max(pool.length, 1)];
}

/** How many places in the order somebody bats before the batter: 1 is the one just before. */
function placesBefore(state: StartedState, id: PlayerId): number {
  const slot = inLineup(state.lineups[battingTeam(state)], id)?.slot ?? 0;
  return (currentBatter(state).slot - slot + 9) % 9 || 9;
}

function checkState(state: StartedState, isInOrder: boolean): void {
  if (state.status === 'live') expect(state.outs).toBeLessThanOrEqual(2);
  const runners = state.bases.flatMap((runner) => (runner === null ? [] : [runner.id]));
  expect(new Set(runners).size).toBe(runners.length);
  const players = state.lineups[battingTeam(state)];
  for (const id of runners) expect(inLineup(players, id)).not.toBeNull();
  if (!isInOrder || state.status !== 'live') return;
  const places = runners.map((id) => placesBefore(state, id));
  expect(places).toEqual([...places].sort((a, b) => a - b));
}

/** Runners whom a play left on the bases when it ended the half-inning, and outs that were made. */
function proveLineScore(book: Scorebook): void {
  const { away, home } = book.lineScore;
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

function checkPlay(event: PlayRecorded): void {
  const out = event.runners.filter((runner) => runner.to === 0).length;
  expect(event.outsMade).toBe(out);
  if (event.notation !== '99') expect(event.putouts?.length ?? 0).toBe(out);
  expect(JSON.stringify(event).length).toBeLessThan(1_000);
}

/** Whether the half-inning under way was played in the batting order. */
function isInOrder(book: Scorebook): boolean {
  const events = effectiveEvents(book.events);
  const since = events.findLastIndex((event) => event.type === 'HalfInningEnded');
  return !events.slice(since + 1).some((event) => event.type === 'BattingOrderAdjusted');
}

const scoreOf = (state: GameState): number => (isStarted(state) ? state.score.away + state.score.home : 0);

function walk(steps: readonly (readonly [number, number])[], ruleset: Partial<Ruleset>, hasHitter: boolean): void {
  const book = newGame({ ruleset, hasHitter });
  for (const [kind, which] of steps) {
    const command = choose(book, kind, which);
    if (command === undefined) break;
    expect(CommandSchema.parse(command)).toEqual(command);
    const before = scoreOf(book.state);
    const events = book.give(command);
    for (const event of events) if (event.type === 'PlayRecorded') checkPlay(event);
    if (!needsHistory(command)) expect(scoreOf(book.state)).toBeGreaterThanOrEqual(before);
    checkState(book.started, isInOrder(book));
  }
  proveLineScore(book);
  expect(replay(book.events)).toEqual(book.state);
  expect(replay(effectiveEvents(book.events))).toEqual(book.state);
  expect(JSON.parse(JSON.stringify(book.state))).toEqual(book.state);
}

describe('walks over the legal commands', () => {
  test(`${WALKS} games of up to ${STEPS} commands: no invariant breaks, replay is the state`, () => {
    const steps = fc.array(fc.tuple(fc.nat(99), fc.nat(9_999)), { minLength: 20, maxLength: STEPS });
    fc.assert(
      fc.property(steps, fc.constantFrom(...RULESETS), fc.boolean(), (each, ruleset, hasHitter) => {
        walk(each, ruleset, hasHitter);
      }),
      { numRuns: WALKS },
    );
  });
});
