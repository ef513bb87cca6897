/**
 * Two managers at one dice game after the other, each on a socket of his own. They decide in turn, now this one first,
 * now the other; with the second decision the play falls, and it counts when each of them has heard of it. Before a
 * game is over the next one has been made, so that the table goes on without a pause.
 */
import { stockCardSet } from '../../src/baseball/cards/stock';
import { STRAIGHT_AWAY } from '../../src/baseball/manager/defense';
import { SWING } from '../../src/baseball/manager/offense';
import { otherSide, SIDES } from '../../src/baseball/state';
import { Client } from '../../src/client/client';
import type { Game } from '../../src/client/game';
import { RestClient } from '../../src/client/rest';
import { systemRandom } from '../../src/platform/clock';
import type { CardSet } from '../../src/protocol/cards';
import type { Command } from '../../src/protocol/commands';
import type { ClockRule } from '../../src/protocol/dice';
import type { GameEvent } from '../../src/protocol/events';
import { type CardSetId, type GameId, LeagueId, UserId } from '../../src/protocol/ids';
import type { BySide, Half, Side } from '../../src/protocol/side';
import { lineOf } from './line';
import type { Sent, Table } from './table';

export interface DiceTableOptions {
  readonly url: string;
  readonly number: number;
  readonly cards: BySide<StoredCards>;
  readonly clock: ClockRule;
  readonly onAcked: (fact: { readonly gameId: GameId; readonly seq: number }) => void;
}

export interface StoredCards {
  readonly set: CardSet;
  readonly id: CardSetId;
}

interface OpenGame {
  readonly games: BySide<Game>;
  turn: number;
  half: Half;
  /** Who has decided for the open turn. */
  first: Side | null;
  isOver: boolean;
}

/** The next game is made from this turn on; a game has about 76. */
const PREPARE_FROM_TURN = 50;
/** Of the first game, at most so many turns are played at once. */
const TURNS_AHEAD = 60;

/** Two teams' cards, at the service. @throws Error when they are refused */
export async function storeStockCards(url: string): Promise<BySide<StoredCards>> {
  const rest = new RestClient(lineOf(url, UserId.parse('bench')));
  const stored = async (number: number): Promise<StoredCards> => {
    const set = stockCardSet('pd', number);
    const answer = await rest.storeCardSet(set);
    if (!answer.ok) throw new Error(`a card set was refused: ${answer.error.message}`);
    return { set, id: answer.cardSetId };
  };
  return { away: await stored(1), home: await stored(2) };
}

export class DiceTable implements Table {
  private readonly managers: BySide<{ readonly user: UserId; readonly client: Client; readonly rest: RestClient }>;
  private current: OpenGame | null = null;
  private coming: Promise<OpenGame> | null = null;

  private constructor(private readonly options: DiceTableOptions) {
    const { url, number } = options;
    const manager = (side: Side) => {
      const user = UserId.parse(`bench-${side}-${number}`);
      return { user, client: new Client(lineOf(url, user)), rest: new RestClient(lineOf(url, user)) };
    };
    this.managers = { away: manager('away'), home: manager('home') };
  }

  /** @param share of the first game's turns that are played at once, so that not all tables end their games together */
  static async open(options: DiceTableOptions, share: number): Promise<DiceTable> {
    const table = new DiceTable(options);
    table.current = await table.openNext();
    for (let sent = 0; sent < 2 * Math.floor(TURNS_AHEAD * share); sent++) await table.send();
    return table;
  }

  get isReady(): boolean {
    return this.current !== null;
  }

  get retries(): number {
    return SIDES.reduce((sum, side) => sum + this.managers[side].client.counters.retries, 0);
  }

  /** One decision; every second one brings the play. */
  async send(): Promise<Sent> {
    const open = this.current;
    if (open === null) return { ok: false, code: 'bench/no_game' };
    const { first } = open;
    const side = first === null ? (open.turn % 2 === 0 ? 'home' : 'away') : otherSide(first);
    const told = first === null ? undefined : toldOfPlay(open.games[first], open.turn);
    const answer = await open.games[side].command(decision(open, side), { commandId: systemRandom.id() });
    if (!answer.ok) return { ok: false, code: answer.error.code };
    this.options.onAcked({ gameId: open.games[side].gameId, seq: answer.seq });
    if (told === undefined) {
      open.first = side;
      return { ok: true };
    }
    follow(open, answer.update.events);
    if (open.turn >= PREPARE_FROM_TURN) this.coming ??= this.openNext();
    if (open.isOver) this.turnTo(open, told);
    return { ok: true, told };
  }

  close(): void {
    for (const side of SIDES) this.managers[side].client.close();
  }

  /** That was the last play: the next game takes the place of this one as soon as it is there. */
  private turnTo(finished: OpenGame, told: Promise<number>): void {
    this.current = null;
    this.coming ??= this.openNext();
    void this.coming.then((open) => {
      this.current = open;
      this.coming = null;
    });
    // Whoever left before would never hear of it.
    void told.then(() => {
      for (const side of SIDES) void finished.games[side].leave();
    });
  }

  private async openNext(): Promise<OpenGame> {
    const { cards, clock } = this.options;
    const human = { kind: 'human' } as const;
    const created = await this.managers.home.rest.create({
      league: LeagueId.parse('pd'),
      ruleset: 'pd',
      mode: 'dice',
      teams: { away: cards.away.set.team, home: cards.home.set.team },
      seats: { away: this.managers.away.user, home: this.managers.home.user },
      dice: { cards: { away: cards.away.id, home: cards.home.id }, managers: { away: human, home: human }, clock },
    });
    if (!created.ok) throw new Error(`a game was not made: ${created.error.message}`);
    const seated = async (side: Side): Promise<Game> => {
      const joined = await this.managers[side].client.join(created.gameId, side);
      if (!joined.ok) throw new Error(`a game could not be joined: ${joined.error.message}`);
      const ready = await joined.game.command({ type: 'Ready' });
      if (!ready.ok) throw new Error(`a manager could not be ready: ${ready.error.message}`);
      return joined.game;
    };
    const games = { away: await seated('away'), home: await seated('home') };
    return { games, turn: 1, half: 'top', first: null, isOver: false };
  }
}

/** When this manager's client has heard of the turn's play, by `performance.now()`. */
function toldOfPlay(game: Game, turn: number): Promise<number> {
  return new Promise((resolve) => {
    const stop = game.onStep((step) => {
      const isTold =
        step.kind === 'view'
          ? step.view.turn > turn
          : step.update.events.some((event) => event.type === 'PlayRecorded' && event.turn === turn);
      if (!isTold) return;
      stop();
      resolve(performance.now());
    });
  });
}

function follow(open: OpenGame, events: readonly GameEvent[]): void {
  open.first = null;
  open.turn += 1;
  for (const event of events) {
    if (event.type === 'HalfInningEnded') open.half = event.half === 'top' ? 'bottom' : 'top';
    if (event.type === 'GameEnded') open.isOver = true;
  }
}

function decision({ turn, half }: OpenGame, side: Side): Command {
  const isBatting = side === (half === 'top' ? 'away' : 'home');
  return isBatting
    ? { type: 'SubmitOffense', turn, decision: SWING }
    : { type: 'SubmitDefense', turn, decision: STRAIGHT_AWAY };
}
