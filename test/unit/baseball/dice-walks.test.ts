/**
 * Random walks of two managers over their legal commands: no state breaks an invariant, replay is the state, and what
 * is not offered is refused.
 *
 * DUGOUT_WALKS lengthens them (games walked, default 25). fast-check prints the seed of a walk that fails.
 */
import fc from 'fast-check';
import { Command as CommandSchema, type Command } from '../../../src/protocol/commands';
import { GameEvent } from '../../../src/protocol/events';
import type { Seat } from '../../../src/protocol/seat';
import { isLobbyCommand } from '../../../src/baseball/decide-lobby';
import { legalCommands, legalCommandTypes } from '../../../src/baseball/legal-commands';
import { seededDice } from '../../../src/baseball/seeded-dice';
import { diceOf } from '../../../src/baseball/evolve-dice';
import {
  COMPUTER,
  newDiceGame,
  PLAIN_DEFENSE,
  PLAIN_OFFENSE,
  SECRET,
  type DiceBook,
  type DiceBookOptions,
} from './dice-book';
import { checkPlay, checkState, proveGame } from './invariants';
import '../../support/fixed-chance';

const WALKS = Number(process.env['DUGOUT_WALKS'] ?? 25);
const STEPS = 120;

const SETTINGS: readonly DiceBookOptions[] = [
  { ruleset: { innings: 2, automaticRunner: { fromInning: 3, base: 2 } } },
  { ruleset: { innings: 3, designatedHitter: false, pitcherMinBatters: 3 } },
  { ruleset: { innings: 2 }, managers: { home: COMPUTER } },
  { ruleset: { innings: 2, tieAfterInning: 3 }, clock: { kind: 'bank', bankMs: 60_000, incrementMs: 1_000 } },
];

const MANAGERS: readonly Seat[] = ['away', 'home'];

/** What is on the field to decide: walks on which everybody resigned would see little of the game. */
function offered(book: DiceBook, seat: Seat): readonly Command[] {
  return legalCommands(book.state, seat).filter((command) => !isLobbyCommand(command));
}

/** Most steps are decisions, so that games get somewhere. */
function choose(book: DiceBook, seat: Seat, [kind, which]: readonly [number, number]): Command | undefined {
  const commands = offered(book, seat);
  const isDecision = ({ type }: Command): boolean => type === 'SubmitDefense' || type === 'SubmitOffense';
  const wanted = commands.filter((command) => isDecision(command) === kind < 85);
  const pool = wanted.length > 0 ? wanted : commands;
  return pool[which % Math.max(pool.length, 1)];
}

function checkRefusals(book: DiceBook, seat: Seat): void {
  const types = legalCommandTypes(book.state, seat);
  const turn = book.started.turn;
  const commands: Command[] = [
    { type: 'SubmitDefense', turn, decision: PLAIN_DEFENSE },
    { type: 'SubmitOffense', turn, decision: PLAIN_OFFENSE },
    { type: 'StartGame' },
    { type: 'RecordPlay', turn, notation: 'K' },
  ];
  for (const command of commands) if (!types.includes(command.type)) expect(book.ask(seat, command).ok).toBe(false);
}

/** Every roll is in a play, and the state counts them. */
function checkRolls(book: DiceBook): void {
  const rolls = book.events.flatMap((event) => (event.type === 'PlayRecorded' ? (event.dice?.rolls ?? []) : []));
  expect(diceOf(book.state).rolled).toBe(rolls.length);
  const revealed = book.events.filter((event) => event.type === 'SecretRevealed');
  expect(revealed).toEqual(
    book.state.status === 'final' ? [{ type: 'SecretRevealed', secret: SECRET, rolls: rolls.length }] : [],
  );
}

function walk(steps: readonly (readonly [number, number])[], options: DiceBookOptions, seed: number): DiceBook {
  const book = newDiceGame({ ...options, dice: seededDice(seed) });
  for (const step of steps) {
    const seats = MANAGERS.filter((seat) => offered(book, seat).length > 0);
    const seat = seats[step[1] % Math.max(seats.length, 1)];
    if (seat === undefined) break;
    const command = choose(book, seat, step);
    if (command === undefined) break;
    book.now += 1_000;
    expect(CommandSchema.parse(command)).toEqual(command);
    for (const event of book.give(seat, command)) if (event.type === 'PlayRecorded') checkPlay(event);
    checkState(book.started, true);
    MANAGERS.forEach((each) => checkRefusals(book, each));
  }
  return book;
}

describe('walks of two managers', () => {
  test(`${WALKS} games of up to ${STEPS} commands: no invariant breaks, replay is the state`, () => {
    const steps = fc.array(fc.tuple(fc.nat(99), fc.nat(9_999)), { minLength: 30, maxLength: STEPS });
    const seeds = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(steps, fc.constantFrom(...SETTINGS), seeds, (each, options, seed) => {
        const book = walk(each, options, seed);
        proveGame(book);
        checkRolls(book);
        expect(GameEvent.array().parse(book.events)).toEqual(book.events);
      }),
      { numRuns: WALKS },
    );
  });
});
