/**
 * Plays a dice game and keeps its journal, so that later versions of the engine must still come to the same state.
 *
 *     node --import tsx test/unit/baseball/golden/keep.ts <sba|pd> <seed> > test/unit/baseball/golden/<name>.jsonl
 *
 * One event a line, and the final state in the last. What was kept is never made again: an engine that can no longer
 * replay it is wrong, whatever it would decide today.
 */
import { averageCardSet } from '../../../../src/baseball/cards/average';
import { teamCards } from '../../../../src/baseball/cards/team-cards';
import { DICE_RULES } from '../../../../src/baseball/dice-table';
import { isLobbyCommand } from '../../../../src/baseball/decide-lobby';
import { vacantPositions } from '../../../../src/baseball/decide-substitution';
import { legalCommands } from '../../../../src/baseball/legal-commands';
import { chooseLineup } from '../../../../src/baseball/manager/lineup';
import { seededDice } from '../../../../src/baseball/seeded-dice';
import { RULESETS } from '../../../../src/baseball/rulesets';
import type { CardKind } from '../../../../src/protocol/cards';
import type { Command } from '../../../../src/protocol/commands';
import { COMPUTER, DiceBook } from '../dice-book';

const COMMANDS_MAX = 2_000;
/** Of a hundred commands so many are decisions, while there is one to make. */
const DECISIONS = 90;
/** The turn at which the commissioner corrects the play before. */
const CORRECTED_AT = 30;

function playedGame(kind: CardKind, seed: number): DiceBook {
  const cards = { away: teamCards(averageCardSet(kind, 'AWY')), home: teamCards(averageCardSet(kind, 'HOM')) };
  const book = new DiceBook({
    ruleset: { ...RULESETS[kind], innings: 5 },
    managers: { home: COMPUTER },
    clock: { kind: 'bank', bankMs: 600_000, incrementMs: 5_000 },
    dice: seededDice(seed),
    table: { cards, rules: DICE_RULES },
  });
  const options = {
    ruleset: book.state.ruleset,
    opponentThrows: 'R',
    starter: null,
    unavailable: new Set<never>(),
  } as const;
  book.give('away', { type: 'SetLineup', side: 'away', lineup: chooseLineup(cards.away, options) });
  book.give('away', { type: 'AddWord', word: `seed-${seed}` });
  book.give('away', { type: 'StartGame' });
  const pick = seededDice(seed + 1);
  for (let i = 0; i < COMMANDS_MAX && book.state.status === 'live'; i++) giveOne(book, 'away', pick.next);
  return book;
}

/** Decisions, or substitutions; with a position open those that fill it, or the game would never go on. */
function poolOf(book: DiceBook, seat: 'away' | 'home', wantsDecision: boolean): readonly Command[] {
  const all = legalCommands(book.state, seat).filter((command) => !isLobbyCommand(command));
  const vacant = vacantPositions(book.live.lineups[seat]);
  const fill = all.filter((command) => command.type === 'RecordSubstitution' && vacant.includes(command.position));
  if (fill.length > 0 && !all.some(({ type }) => type === 'SubmitDefense' || type === 'SubmitOffense')) return fill;
  const wanted = all.filter(({ type }) => (type === 'RecordSubstitution') !== wantsDecision);
  return wanted.length > 0 ? wanted : all;
}

function giveOne(book: DiceBook, seat: 'away' | 'home', pick: (faces: number) => number): void {
  book.now += 1_000 * pick(9);
  const last = book.events.findLast((event) => event.type === 'PlayRecorded');
  if (book.turn >= CORRECTED_AT && last !== undefined && !book.events.some(({ type }) => type === 'HistoryRevised')) {
    const { turn, notation } = last;
    book.give('commissioner', { type: 'CorrectPlay', turn, notation });
    return;
  }
  const pool = poolOf(book, seat, pick(100) <= DECISIONS);
  const command = pool[pick(pool.length) - 1];
  if (command === undefined) throw new Error(`${seat} can do nothing in turn ${book.turn}`);
  book.give(seat, command);
}

const [kind = 'pd', seed = '1'] = process.argv.slice(2);
const { events, state } = playedGame(kind === 'sba' ? 'sba' : 'pd', Number(seed));
for (const line of [...events, state]) process.stdout.write(`${JSON.stringify(line)}\n`);
