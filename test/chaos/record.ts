/**
 * What the clients of a run did and saw: the history for the checker, which knows an order and no times, and beside it
 * the same events with their times, for the figures.
 */
import type { CommandAnswer, CommandRequest, GameUpdate } from '../../src/protocol/envelope';
import type { ErrorCode } from '../../src/protocol/error-codes';
import type { GameId } from '../../src/protocol/ids';
import { History } from '../cluster/history';

/** Times are in ms since the run began. */
export interface Ack {
  readonly at: number;
  readonly sentAt: number;
  readonly gameId: GameId;
  readonly seq: number;
  readonly epoch: number;
  readonly isDuplicate: boolean;
}

export interface Refusal {
  readonly at: number;
  readonly sentAt: number;
  readonly gameId: GameId;
  readonly code: ErrorCode;
  readonly applied: 'no' | 'unknown';
  /** The client would have tried for long: this is what a person would have seen. */
  readonly isFinal: boolean;
}

/** A client was told of an entry. */
export interface Sight {
  readonly at: number;
  readonly gameId: GameId;
  readonly seq: number;
  /** Since when its connection stood. */
  readonly upSince: number;
}

export interface Asking {
  readonly client: string;
  readonly request: CommandRequest;
  /** It has time: a refusal is what remains after every retry. */
  readonly isPatient: boolean;
}

export class RunRecord {
  readonly history = new History();
  readonly acks: Ack[] = [];
  readonly refusals: Refusal[] = [];
  readonly sights: Sight[] = [];
  /** Tries that the clients made beyond the first, because there was no answer or none that stood. */
  repeated = 0;

  /** @param now ms since the run began */
  constructor(readonly now: () => number) {}

  /** Writes down the sending; @returns what to call with the answer. */
  asking({ client, request, isPatient }: Asking): (answer: CommandAnswer) => void {
    const { gameId } = request;
    const sentAt = this.now();
    const call = this.history.sent(client, request);
    return (answer) => {
      const at = this.now();
      this.history.answered(call, answer);
      if (answer.ok) {
        const isDuplicate = answer.duplicate === true;
        this.acks.push({ at, sentAt, gameId, seq: answer.seq, epoch: answer.epoch, isDuplicate });
      } else {
        const { code, applied } = answer.error;
        this.refusals.push({ at, sentAt, gameId, code, applied, isFinal: isPatient });
      }
    };
  }

  saw(
    client: string,
    seen: { readonly connection: string; readonly update: GameUpdate; readonly upSince: number },
  ): void {
    const { connection, update, upSince } = seen;
    this.history.saw(client, connection, update);
    this.sights.push({ at: this.now(), gameId: update.gameId, seq: update.seq, upSince });
  }
}
