/**
 * A dice game for tests: managers decide, and a table that fits on one hand says what becomes of it, so that a test can
 * name the roll and know the play. The real cards have tests of their own.
 */
import type { Command } from '../../../src/protocol/commands';
import type { PlayerCard } from '../../../src/protocol/cards';
import type { DefensiveDecision, OffensiveDecision } from '../../../src/protocol/decisions';
import type { ClockRule, DiceManager } from '../../../src/protocol/dice';
import type { Rejection } from '../../../src/protocol/error-codes';
import type { GameEvent, PlayRecorded } from '../../../src/protocol/events';
import type { CardSetId, LeagueId, TeamId, UserId } from '../../../src/protocol/ids';
import type { LobbyTerms } from '../../../src/protocol/lobby';
import type { Ruleset } from '../../../src/protocol/ruleset';
import type { ActorSeat } from '../../../src/protocol/seat';
import type { BySide, Side } from '../../../src/protocol/side';
import type { TeamCards } from '../../../src/baseball/cards/team-cards';
import { decide, type DecideInput, type Decision } from '../../../src/baseball/decide';
import type { Dice } from '../../../src/baseball/dice';
import type { DiceRules, DiceSituation } from '../../../src/baseball/dice-rules';
import { evolve, initialState } from '../../../src/baseball/evolve';
import { legalDefenses, legalOffenses } from '../../../src/baseball/decisions';
import { readNotation } from '../../../src/baseball/notation/read';
import type { Resolved } from '../../../src/baseball/resolution/resolve';
import { RULESETS } from '../../../src/baseball/rulesets';
import {
  battingTeam,
  fieldingTeam,
  isStarted,
  type DiceState,
  type GameState,
  type LiveState,
  type StartedState,
} from '../../../src/baseball/state';
import { lineup, player } from './scorebook';

export const SECRET = 'ca'.repeat(32);
export const PLAIN_DEFENSE: DefensiveDecision = {
  alignment: 'normal',
  infieldDepth: 'normal',
  outfieldDepth: 'normal',
  hold: [],
  pitchOut: false,
  intentionalWalk: false,
};
export const PLAIN_OFFENSE: OffensiveDecision = { approach: 'normal', steal: [], hitAndRun: false, bunt: 'none' };

/** What each number of the d8 is. */
export const ROLLED = ['K', 'W', 'S8', 'D7', 'HR/F78', '63/G', '8/F', 'E6/G'] as const;

function notationOf({ defense, offense, state }: DiceSituation, roll: number): string {
  if (defense.intentionalWalk) return 'IW';
  const steals = [...offense.steal].reverse();
  if (steals.length > 0) {
    const to = (base: number): string => (base === 3 ? 'H' : String(base + 1));
    if (roll > 6) return `CS${to(steals[0] ?? 1)}(26)`;
    return steals.map((base) => `SB${to(base)}`).join(';');
  }
  const [first, second, third] = state.bases.map((runner) => runner !== null);
  if (offense.bunt === 'squeeze' && roll > 4) return '13/SH/BG.3-H' + (second ? ';2-3' : '') + (first ? ';1-2' : '');
  if (offense.bunt === 'sacrifice' && roll > 4 && !third)
    return `13/SH/BG${second ? '.2-3' : ''}${second ? ';' : '.'}${first ? '1-2' : ''}`.replace(/[;.]$/, '');
  return ROLLED[roll - 1] ?? 'K';
}

function resolve(situation: DiceSituation, dice: Dice): Resolved {
  const { defense, offense, state } = situation;
  const value = dice.next(8);
  const notation = notationOf(situation, value);
  const read = readNotation(notation);
  if (!read.ok) throw new Error(`${notation}: ${read.reason}`);
  const batter = state.lineups[battingTeam(state)].order[state.upNext[battingTeam(state)] - 1];
  if (batter === undefined) throw new Error('nobody bats');
  const rolls = [{ faces: 8, value, for: 'result' }];
  const lines = [{ card: batter.id, kind: 'test', column: 1, row: value, result: notation }];
  return { play: read.play, dice: { defense, offense, rolls, lines } };
}

/** Decides as plainly as can be; holds nobody, sends nobody. */
function computerEvents(state: LiveState, _cards: BySide<TeamCards>, sides: readonly Side[]): GameEvent[] {
  const { turn, dice } = state;
  return sides.flatMap((side): GameEvent[] => {
    if (side === fieldingTeam(state)) {
      return dice?.defense === null
        ? [{ type: 'DefenseSubmitted', turn, side, by: 'computer', decision: PLAIN_DEFENSE }]
        : [];
    }
    return dice?.offense === null
      ? [{ type: 'OffenseSubmitted', turn, side, by: 'computer', decision: PLAIN_OFFENSE }]
      : [];
  });
}

export const TEST_RULES: DiceRules = {
  resolve,
  computerEvents,
  computerLineup: (state, _cards, side) => lineup(side === 'away' ? 'a' : 'h', state.ruleset.designatedHitter),
};

/** Cards that say who somebody is and nothing else. */
export function cardsOf(letter: string): TeamCards {
  const ids = [...Array(9).keys()].map((i) => `${letter}${i + 1}`);
  const bench = [1, 2, 3, 4, 5].map((n) => `${letter}b${n}`);
  const players = [...ids, `${letter}p`, ...bench].map(
    (id) => ({ player: { ...player(id), bats: 'R', throws: 'R' } }) as unknown as PlayerCard,
  );
  return {
    kind: 'pd',
    team: { id: letter.toUpperCase() as TeamId, name: letter },
    players: new Map(players.map((card) => [card.player.id, card])),
  } as unknown as TeamCards;
}

/** Dice that show these numbers, in order, and then `rest`. */
export class FixedDice implements Dice {
  rolled = 0;
  constructor(
    readonly numbers: number[] = [],
    private readonly rest: () => number = () => 1,
  ) {}

  next = (faces: number): number => {
    this.rolled += 1;
    return Math.min(this.numbers.shift() ?? this.rest(), faces);
  };
}

export interface DiceBookOptions {
  readonly ruleset?: Partial<Ruleset>;
  readonly managers?: Partial<BySide<DiceManager>>;
  readonly clock?: ClockRule;
  readonly lobby?: LobbyTerms;
  readonly rolls?: number[];
  readonly dice?: Dice;
  /** Real cards and rules, where the hand's table will not do. */
  readonly table?: { readonly cards: BySide<TeamCards>; readonly rules: DiceRules };
}

const HUMAN: DiceManager = { kind: 'human' };
export const COMPUTER: DiceManager = { kind: 'computer' };
const CARDS: BySide<TeamCards> = { away: cardsOf('a'), home: cardsOf('h') };

export class DiceBook {
  state: GameState;
  readonly events: GameEvent[] = [];
  now = 1_000_000;
  private user = 'anybody' as UserId;
  readonly dice: Dice;
  private readonly rulesAndCards: NonNullable<DiceBookOptions['table']>;

  constructor(options: DiceBookOptions = {}) {
    const {
      ruleset = {},
      managers = {},
      clock = { kind: 'none' },
      lobby = { access: 'closed' },
      rolls,
      dice,
      table = { cards: CARDS, rules: TEST_RULES },
    } = options;
    this.rulesAndCards = table;
    this.dice = dice ?? new FixedDice(rolls);
    const scheduled = {
      type: 'GameScheduled',
      rulesVersion: 1,
      league: 'test' as LeagueId,
      mode: 'dice',
      ruleset: { ...RULESETS['mlb-2019'], ...ruleset },
      teams: { away: { id: 'AWY' as TeamId, name: 'Away' }, home: { id: 'HOM' as TeamId, name: 'Home' } },
      seats: {},
      dice: {
        commitment: '00'.repeat(32),
        secret: SECRET,
        cards: { away: 'a'.repeat(22) as CardSetId, home: 'h'.repeat(22) as CardSetId },
        managers: { away: HUMAN, home: HUMAN, ...managers },
        clock,
      },
      lobby,
    } as const;
    this.state = initialState(scheduled);
    this.events.push(scheduled);
  }

  /** Who gives the commands from now on. */
  as(user: UserId): this {
    this.user = user;
    return this;
  }

  ask(seat: ActorSeat, command: Command): Decision {
    const table = this.rulesAndCards;
    const input: DecideInput = { seat, command, history: this.events, at: this.now, user: this.user, table };
    return decide(this.state, input, this.dice);
  }

  /** Gives a command that must be accepted; answers its events. */
  give(seat: ActorSeat, command: Command): GameEvent[] {
    const decision = this.ask(seat, command);
    if (!decision.ok) throw new Error(`${seat} ${command.type} refused: ${JSON.stringify(decision.rejection)}`);
    for (const event of decision.events) this.state = evolve(this.state, event);
    this.events.push(...decision.events);
    return decision.events;
  }

  /** Gives a command that must be refused, and changes nothing; answers why. */
  refusal(seat: ActorSeat, command: Command): Rejection {
    const before = JSON.stringify(this.state);
    const decision = this.ask(seat, command);
    if (decision.ok) throw new Error(`${command.type} was accepted`);
    expect(JSON.stringify(this.state)).toBe(before);
    return decision.rejection;
  }

  get started(): StartedState {
    if (!isStarted(this.state)) throw new Error('the game has not started');
    return this.state;
  }

  get live(): LiveState {
    if (this.state.status !== 'live') throw new Error(`the game is ${this.state.status}`);
    return this.state;
  }

  get table(): DiceState {
    if (this.state.dice === null) throw new Error('no dice');
    return this.state.dice;
  }

  get turn(): number {
    return this.started.turn;
  }

  defend(decision: Partial<DefensiveDecision> = {}, turn = this.turn): GameEvent[] {
    const seat = fieldingTeam(this.started);
    return this.give(seat, { type: 'SubmitDefense', turn, decision: { ...PLAIN_DEFENSE, ...decision } });
  }

  bat(decision: Partial<OffensiveDecision> = {}, turn = this.turn): GameEvent[] {
    const seat = battingTeam(this.started);
    return this.give(seat, { type: 'SubmitOffense', turn, decision: { ...PLAIN_OFFENSE, ...decision } });
  }

  /** Whole turns, both sides as plain as can be, each with this roll. */
  roll(...rolls: number[]): PlayRecorded {
    if (this.dice instanceof FixedDice) this.dice.numbers.push(...rolls);
    let play: PlayRecorded | undefined;
    for (const _ of rolls) {
      this.defend();
      play = this.bat().find((event) => event.type === 'PlayRecorded');
    }
    if (play === undefined) throw new Error('no play');
    return play;
  }

  get plays(): string[] {
    return this.events.flatMap((event) => (event.type === 'PlayRecorded' ? [event.notation] : []));
  }
}

/** A game in its first half-inning. */
export function newDiceGame(options: DiceBookOptions = {}): DiceBook {
  const book = new DiceBook(options);
  const hasHitter = book.state.ruleset.designatedHitter;
  for (const side of ['away', 'home'] as const) {
    if (book.table.facts.managers[side].kind === 'computer') continue;
    book.give(side, { type: 'SetLineup', side, lineup: lineup(side === 'away' ? 'a' : 'h', hasHitter) });
  }
  const starter = (['away', 'home'] as const).find((side) => book.table.facts.managers[side].kind === 'human');
  book.give(starter ?? 'commissioner', { type: 'StartGame' });
  return book;
}

/** Any legal decision of the side that is asked, chosen by number. */
export function anyDecision(book: DiceBook, side: Side, which: number): Command {
  const { turn } = book;
  if (side === battingTeam(book.started)) {
    const all = legalOffenses(book.live);
    return { type: 'SubmitOffense', turn, decision: all[which % all.length] ?? PLAIN_OFFENSE };
  }
  const all = legalDefenses(book.live);
  return { type: 'SubmitDefense', turn, decision: all[which % all.length] ?? PLAIN_DEFENSE };
}
