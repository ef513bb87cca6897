/**
 * The client: one connection to any node, any number of games on it.
 *
 * After each reconnection every game is joined again from where it was, so that its steps go on without a gap; commands
 * that had no answer are sent again under their ids. So a node may go away at any time, and nobody has to notice.
 */
import { type CommandAnswer, type CommandRequest, refused, type Refused } from '../protocol/envelope';
import type { CommandId, GameId } from '../protocol/ids';
import type { Viewer } from '../protocol/seat';
import type { CatchupAnswer } from '../protocol/socket';
import { MESSAGE_MAX_CHARS } from '../protocol/wire';
import { Connection, type Credential } from './connection';
import { Game, type GameLine } from './game';
import { type ClientClock, type ClientRandom, retrying } from './retry';

export interface ClientOptions {
  /** Any node's address, or a balancer's. */
  readonly url: string;
  readonly credential: Credential | (() => Credential);
  readonly clock: ClientClock;
  readonly random: ClientRandom;
  /** How long one attempt waits for its answer. Default 3000 ms. */
  readonly attemptMs?: number;
  /** By when a command must have an answer that stands, unless it says otherwise. Default 30000 ms. */
  readonly deadlineMs?: number;
  /** Told of every command's end: from the first attempt to the answer, retries and waits included. */
  readonly onAnswer?: (fact: AnswerFact) => void;
}

export interface AnswerFact {
  readonly gameId: GameId;
  readonly commandId: CommandId;
  readonly answer: CommandAnswer;
  readonly tookMs: number;
  readonly attempts: number;
}

/** What a client has been through. */
export interface ClientCounters {
  connects: number;
  disconnects: number;
  retries: number;
  gapsMended: number;
}

export type JoinAnswer = { readonly ok: true; readonly game: Game } | Refused;

const ATTEMPT_MS = 3000;
const DEADLINE_MS = 30_000;

export class Client {
  readonly counters: ClientCounters = { connects: 0, disconnects: 0, retries: 0, gapsMended: 0 };
  private readonly connection: Connection;
  private readonly games = new Map<GameId, Game>();
  private readonly attemptMs: number;
  private readonly deadlineMs: number;

  constructor(private readonly options: ClientOptions) {
    this.attemptMs = options.attemptMs ?? ATTEMPT_MS;
    this.deadlineMs = options.deadlineMs ?? DEADLINE_MS;
    const { credential } = options;
    this.connection = new Connection({
      ...options,
      credential: typeof credential === 'function' ? credential : () => credential,
      onUp: () => this.up(),
      onDown: () => (this.counters.disconnects += 1),
    });
    const { socket } = this.connection;
    socket.on('update', (update) => this.games.get(update.gameId)?.took(update));
    socket.on('head', (beacon) => this.games.get(beacon.gameId)?.sawHead(beacon));
    socket.on('presence', (presence) => this.games.get(presence.gameId)?.sawPresence(presence));
  }

  /** Connects; a refusal says why it never will, or that it took too long (it goes on trying). */
  async connect(withinMs = this.deadlineMs): Promise<{ readonly ok: true } | Refused> {
    return (
      (await this.connection.ready(withinMs)) ?? refused('command/timeout', { message: 'No node can be reached.' })
    );
  }

  /** Looks at a game, from a seat or as a spectator; `since` when everything up to that seq is known. */
  async join(gameId: GameId, as: Viewer, since?: number): Promise<JoinAnswer> {
    this.games.get(gameId)?.close();
    const game = new Game({ gameId, viewer: as, since }, this.lineOf());
    this.games.set(gameId, game);
    const answer = await this.persist((leftMs) => this.joinOnce(game, leftMs), this.deadlineMs);
    if (answer.ok) {
      return { ok: true, game };
    }
    this.forget(game);
    return answer;
  }

  close(): void {
    this.games.forEach((game) => game.close());
    this.games.clear();
    this.connection.close();
  }

  private up(): void {
    this.counters.connects += 1;
    for (const game of this.games.values()) {
      if (game.isJoined) {
        void this.rejoin(game);
      }
    }
  }

  /** A game that cannot be joined again has ended for this client: its readers are told. */
  private async rejoin(game: Game): Promise<void> {
    const answer = await this.persist((leftMs) => this.joinOnce(game, leftMs), this.deadlineMs);
    if (!answer.ok) {
      this.forget(game);
    }
  }

  private async joinOnce(game: Game, leftMs: number): Promise<CatchupAnswer | undefined> {
    const { gameId, viewer, since } = game;
    const request = { gameId, as: viewer, ...(since === undefined ? {} : { since }) };
    const answer = await this.ask<CatchupAnswer>('join', request, leftMs);
    if (answer?.ok === true) {
      game.caughtUp(answer.catchup);
    }
    return answer;
  }

  private lineOf(): GameLine {
    return {
      clock: this.options.clock,
      random: this.options.random,
      submit: (request, deadlineMs) => this.submit(request, deadlineMs ?? this.deadlineMs),
      updates: (gameId, since) => this.ask<CatchupAnswer>('updates', { gameId, since }, this.attemptMs),
      leave: async (gameId) => {
        this.games.delete(gameId);
        await this.ask('leave', { gameId }, this.attemptMs);
      },
      onGapMended: () => (this.counters.gapsMended += 1),
    };
  }

  private async submit(request: CommandRequest, deadlineMs: number): Promise<CommandAnswer> {
    const { clock, onAnswer } = this.options;
    const startedAt = clock.monotonic();
    let attempts = 0;
    const answer = await this.persist<Extract<CommandAnswer, { ok: true }>>((leftMs) => {
      attempts += 1;
      return this.ask('command', request, leftMs);
    }, deadlineMs);
    const { gameId, commandId } = request;
    onAnswer?.({ gameId, commandId, answer, tookMs: clock.monotonic() - startedAt, attempts });
    return answer;
  }

  private persist<T extends { readonly ok: true }>(
    attempt: (leftMs: number) => Promise<T | Refused | undefined>,
    deadlineMs: number,
  ): Promise<T | Refused> {
    const { clock, random } = this.options;
    return retrying(attempt, {
      clock,
      random,
      deadlineMs,
      onRetry: () => (this.counters.retries += 1),
      isOver: () => this.connection.isClosed,
    });
  }

  /** Asks once; undefined when there was no connection or no answer in time. */
  private async ask<T>(
    event: 'join' | 'leave' | 'command' | 'updates',
    request: object,
    leftMs: number,
  ): Promise<T | Refused | undefined> {
    if (JSON.stringify(request).length > MESSAGE_MAX_CHARS) {
      return refused('request/too_large');
    }
    const ready = await this.connection.ready(leftMs);
    if (ready?.ok !== true) {
      return ready;
    }
    const socket = this.connection.socket.timeout(Math.min(this.attemptMs, Math.max(leftMs, 1)));
    const answered = this.connection.expectAnswer();
    return await new Promise((resolve) => {
      const acknowledged = (failure: Error | null, answer: T): void => {
        answered();
        resolve(failure === null ? answer : undefined);
      };
      (socket.emit as (event: string, request: object, ack: typeof acknowledged) => void)(event, request, acknowledged);
    });
  }

  private forget(game: Game): void {
    game.close();
    if (this.games.get(game.gameId) === game) {
      this.games.delete(game.gameId);
    }
  }
}
