/**
 * A scorebook for tests: a game that is kept by giving commands, and asked for what came of them.
 *
 * Away players are a1…a9 (in the order of the lineup), home players h1…h9; ap and hp pitch when there is a designated
 * hitter; ab1…ab4 and hb1…hb4 sit on the bench. Slot n plays position n, but for the designated hitter's game, where
 * slot 1 is the designated hitter.
 */
import type { Command } from '../../../src/protocol/commands';
import type { Rejection } from '../../../src/protocol/error-codes';
import type { GameEnded, GameEvent, PlayRecorded, RunnerOutcome } from '../../../src/protocol/events';
import type { LeagueId, PlayerId, TeamId } from '../../../src/protocol/ids';
import type { Lineup, Player } from '../../../src/protocol/lineup';
import type { LineScore } from '../../../src/protocol/scores';
import { effectiveEvents } from '../../../src/protocol/history';
import type { Ruleset } from '../../../src/protocol/ruleset';
import type { Seat } from '../../../src/protocol/seat';
import type { Side } from '../../../src/protocol/side';
import { decide } from '../../../src/baseball/decide';
import { noDice } from '../../../src/baseball/dice';
import { evolve, initialState } from '../../../src/baseball/evolve';
import { lineScore } from '../../../src/baseball/line-score';
import { RULESETS } from '../../../src/baseball/rulesets';
import { scheduleGame } from '../../../src/baseball/schedule';
import { isStarted, type GameState, type StartedState } from '../../../src/baseball/state';

export function player(id: string, hands: Pick<Player, 'bats' | 'throws'> = {}): Player {
  return { id: id as PlayerId, name: id.toUpperCase(), ...hands };
}

/** Nine players and a bench of four; with `hasHitter`, slot 1 bats for the pitcher. */
export function lineup(letter: string, hasHitter = false): Lineup {
  const positions = hasHitter ? [10, 2, 3, 4, 5, 6, 7, 8, 9] : [1, 2, 3, 4, 5, 6, 7, 8, 9];
  return {
    order: positions.map((position, i) => ({ player: player(`${letter}${i + 1}`), position })),
    bench: [1, 2, 3, 4].map((n) => player(`${letter}b${n}`)),
    ...(hasHitter ? { pitcher: player(`${letter}p`) } : {}),
  };
}

export interface ScorebookOptions {
  readonly ruleset?: Partial<Ruleset>;
  readonly hasHitter?: boolean;
  readonly away?: Lineup;
  readonly home?: Lineup;
}

type Place = readonly [slot: number, position: number];

export class Scorebook {
  state: GameState;
  readonly events: GameEvent[] = [];

  constructor(ruleset: Partial<Ruleset> = {}) {
    const scheduled = scheduleGame({
      league: 'test' as LeagueId,
      ruleset: { ...RULESETS['mlb-2019'], ...ruleset },
      mode: 'scored',
      teams: { away: { id: 'AWY' as TeamId, name: 'Away' }, home: { id: 'HOM' as TeamId, name: 'Home' } },
      seats: {},
    });
    if (!scheduled.ok) throw new Error(scheduled.rejection.message);
    this.state = initialState(scheduled.event);
    this.events.push(scheduled.event);
  }

  /** Gives a command that must be accepted; answers its events. */
  give(command: Command, seat: Seat = 'scorekeeper'): GameEvent[] {
    const decision = decide(this.state, { seat, command, history: this.events }, noDice);
    if (!decision.ok) throw new Error(`${command.type} refused: ${JSON.stringify(decision.rejection)}`);
    for (const event of decision.events) this.state = evolve(this.state, event);
    this.events.push(...decision.events);
    return decision.events;
  }

  /** Gives a command that must be refused, and changes nothing; answers why. */
  refusal(command: Command, seat: Seat = 'scorekeeper'): Rejection {
    const before = JSON.stringify(this.state);
    const decision = decide(this.state, { seat, command, history: this.events }, noDice);
    if (decision.ok) throw new Error(`${command.type} was accepted`);
    expect(JSON.stringify(this.state)).toBe(before);
    return decision.rejection;
  }

  get started(): StartedState {
    if (!isStarted(this.state)) throw new Error('the game has not started');
    return this.state;
  }

  /** Records plays; answers the last. */
  play(...notations: string[]): PlayRecorded {
    let last: PlayRecorded | undefined;
    for (const notation of notations) {
      const [event] = this.give({ type: 'RecordPlay', turn: this.started.turn, notation });
      last = event as PlayRecorded;
    }
    if (last === undefined) throw new Error('no play');
    return last;
  }

  undo(turn = this.started.turn - 1): GameEvent[] {
    return this.give({ type: 'UndoPlay', turn });
  }

  correct(turn: number, notation: string): GameEvent[] {
    return this.give({ type: 'CorrectPlay', turn, notation });
  }

  /** The plays that count, as their notations. */
  get plays(): string[] {
    return effectiveEvents(this.events).flatMap((event) => (event.type === 'PlayRecorded' ? [event.notation] : []));
  }

  /** Why a play is refused, as "code: part: message". */
  refusedPlay(notation: string): string {
    const { code, details, message } = this.refusal({ type: 'RecordPlay', turn: this.started.turn, notation });
    return `${code}: ${String(details?.['part'])}: ${message}`;
  }

  /** Three strikeouts. */
  side(halves = 1): void {
    for (let half = 0; half < halves; half++) this.play('K', 'K', 'K');
  }

  substitute(side: Side, id: string, [battingOrderSlot, position]: Place): GameEvent[] {
    return this.give({ type: 'RecordSubstitution', side, player: player(id), battingOrderSlot, position });
  }

  refusedSubstitution(side: Side, id: string, [battingOrderSlot, position]: Place): string {
    const command: Command = { type: 'RecordSubstitution', side, player: player(id), battingOrderSlot, position };
    return this.refusal(command).message;
  }

  /** "a1 a2 -": who stands on first, second and third. */
  get bases(): string {
    return this.started.bases.map((runner) => runner?.id ?? '-').join(' ');
  }

  /** "away:home". */
  get score(): string {
    return `${this.started.score.away}:${this.started.score.home}`;
  }

  get lineScore(): LineScore {
    return lineScore(this.events);
  }

  get ended(): GameEnded | undefined {
    return this.events.find((event) => event.type === 'GameEnded');
  }
}

/** A game in its first half-inning. */
export function newGame(options: ScorebookOptions = {}): Scorebook {
  const book = new Scorebook(options.ruleset);
  const { hasHitter = false } = options;
  book.give({ type: 'SetLineup', side: 'away', lineup: options.away ?? lineup('a', hasHitter) });
  book.give({ type: 'SetLineup', side: 'home', lineup: options.home ?? lineup('h', hasHitter) });
  book.give({ type: 'StartGame' });
  return book;
}

/** A game after these plays. */
export function after(...notations: string[]): Scorebook {
  const book = newGame();
  if (notations.length > 0) book.play(...notations);
  return book;
}

/** The outcome of the runner who began a play on `base` (0: the batter). */
export function outcome(event: PlayRecorded, base: number): RunnerOutcome {
  const found = event.runners.find((runner) => runner.base === base);
  if (found === undefined) throw new Error(`no runner from ${base}`);
  return found;
}

/** Runs batted in on a play. */
export function battedIn(event: PlayRecorded): number {
  return event.runners.filter((runner) => runner.rbi === true).length;
}
