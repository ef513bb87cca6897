/**
 * One scorekeeper at one game after the other, on the same socket, and somebody who looks on. Before a game is over
 * the next one has been created and joined, so that the table goes on without a pause.
 */
import { Client } from '../../src/client/client';
import type { Game } from '../../src/client/game';
import { RestClient } from '../../src/client/rest';
import { systemRandom } from '../../src/platform/clock';
import type { Accepted } from '../../src/protocol/envelope';
import { type GameId, UserId } from '../../src/protocol/ids';
import type { PlannedGame } from '../../scripts/replay/plan';
import type { EchoSample } from '../echo/sample';
import { lineOf } from './line';
import type { Sent, Table } from './table';

export interface GameTableOptions {
  readonly url: string;
  readonly number: number;
  readonly hasViewer: boolean;
  readonly games: readonly PlannedGame[];
  readonly onAcked: (fact: { readonly gameId: GameId; readonly seq: number }) => void;
  /** Told of every message now and then, to be echoed later. */
  readonly onSample: (sample: EchoSample) => void;
}

/** A game that waits to be played, or is. */
interface OpenGame {
  readonly planned: PlannedGame;
  readonly game: Game;
  readonly watched: Game | null;
  /** The next command's number. */
  next: number;
}

const PREPARE_BEFORE_END = 10;
const SAMPLE_EVERY = 97;

export class GameTable implements Table {
  private readonly scorekeeper: Client;
  private readonly viewer: Client | null;
  private readonly rest: RestClient;
  private readonly user: UserId;
  private current: OpenGame | null = null;
  private coming: Promise<OpenGame> | null = null;
  private opened: number;

  private constructor(private readonly options: GameTableOptions) {
    const { url, number, hasViewer } = options;
    this.user = UserId.parse(`bench-${number}`);
    this.rest = new RestClient(lineOf(url, this.user));
    this.scorekeeper = new Client(lineOf(url, this.user));
    this.viewer = hasViewer ? new Client(lineOf(url, UserId.parse(`bench-fan-${number}`))) : null;
    this.opened = number;
  }

  /** @param share of the first game that is played at once, so that not all tables end their games together */
  static async open(options: GameTableOptions, share: number): Promise<GameTable> {
    const table = new GameTable(options);
    table.current = await table.openNext();
    const ahead = Math.floor(table.current.planned.commands.length * share);
    for (let sent = 0; sent < ahead; sent++) await table.send();
    return table;
  }

  get isReady(): boolean {
    return this.current !== null;
  }

  get retries(): number {
    return this.scorekeeper.counters.retries + (this.viewer?.counters.retries ?? 0);
  }

  async send(): Promise<Sent> {
    const open = this.current;
    if (open === null) return { ok: false, code: 'bench/no_game' };
    const { planned, game } = open;
    const number = open.next++;
    const left = planned.commands.length - open.next;
    if (left <= PREPARE_BEFORE_END) this.coming ??= this.openNext();
    if (left <= 0) this.turnTo(open);
    const command = planned.commands[number]?.command;
    if (command === undefined) return { ok: false, code: 'bench/no_command' };
    const commandId = systemRandom.id();
    const answer = await game.command(command, { commandId });
    if (!answer.ok) return { ok: false, code: answer.error.code };
    this.options.onAcked({ gameId: game.gameId, seq: answer.seq });
    if (number % SAMPLE_EVERY === 0)
      this.sample({ gameId: game.gameId, commandId, seat: 'scorekeeper', command }, answer);
    return { ok: true };
  }

  close(): void {
    this.scorekeeper.close();
    this.viewer?.close();
  }

  /** This was the last command: the next game takes the place of this one as soon as it is there. */
  private turnTo(finished: OpenGame): void {
    this.current = null;
    void this.coming?.then((open) => {
      this.current = open;
      this.coming = null;
      void finished.game.leave();
      void finished.watched?.leave();
    });
  }

  private async openNext(): Promise<OpenGame> {
    const { games } = this.options;
    const planned = games[this.opened++ % games.length];
    if (planned === undefined) throw new Error('there are no games to play');
    const created = await this.rest.create({ ...planned.schedule, seats: { scorekeeper: this.user } });
    if (!created.ok) throw new Error(`a game was not created: ${created.error.message}`);
    const { gameId } = created;
    for (const side of ['away', 'home'] as const) {
      const { lineup } = planned.lineups[side];
      const answer = await this.rest.setLineup(gameId, { side, seat: 'scorekeeper', lineup });
      if (!answer.ok) throw new Error(`a lineup was refused: ${answer.error.message}`);
    }
    const joined = await this.scorekeeper.join(gameId, 'scorekeeper');
    if (!joined.ok) throw new Error(`a game could not be joined: ${joined.error.message}`);
    const watched = (await this.viewer?.join(gameId, 'spectator')) ?? null;
    if (watched?.ok === false) throw new Error(`a game could not be watched: ${watched.error.message}`);
    return { planned, game: joined.game, watched: watched?.game ?? null, next: 0 };
  }

  private sample(request: object, answer: Accepted): void {
    this.options.onSample({ request, answer, update: answer.update });
  }
}
