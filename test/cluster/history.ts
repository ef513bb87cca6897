/** What every client of a run did and saw, as it happened: the checker's main witness. */
import { digestOf } from '../../src/cluster/command';
import type { CommandAnswer, CommandRequest, GameUpdate } from '../../src/protocol/envelope';
import type { GameScheduled } from '../../src/protocol/events';
import { CommandId, type GameId } from '../../src/protocol/ids';
import { contentOf } from '../checker/canonical';
import type { HistoryEvent } from '../checker/evidence';

export class History {
  readonly events: HistoryEvent[] = [];
  private count = 0;
  private calls = 0;

  /** The next place in the order of all that happens in the run. */
  next(): number {
    this.count += 1;
    return this.count;
  }

  /** A client is about to send a command. @returns the call, for `answered` */
  sent(client: string, request: CommandRequest): number {
    const { gameId, commandId, seat, command } = request;
    this.calls += 1;
    const digest = digestOf([seat, command]);
    this.events.push({ kind: 'sent', at: this.next(), call: this.calls, client, gameId, commandId, digest });
    return this.calls;
  }

  /** A game was created: its first entry was asked for, and acked. */
  created(client: string, gameId: GameId, event: GameScheduled): void {
    this.calls += 1;
    const call = this.calls;
    const commandId = CommandId.parse(`create-${gameId}`);
    this.events.push({ kind: 'sent', at: this.next(), call, client, gameId, commandId, digest: digestOf(event) });
    this.events.push({ kind: 'acked', at: this.next(), call, seq: 1, epoch: 0, content: contentOf([event]) });
  }

  answered(call: number, answer: CommandAnswer): void {
    const at = this.next();
    if (answer.ok) {
      const content = contentOf(answer.update.events);
      this.events.push({ kind: 'acked', at, call, seq: answer.seq, epoch: answer.epoch, content });
    } else {
      this.events.push({ kind: 'refused', at, call, code: answer.error.code, applied: answer.error.applied });
    }
  }

  saw(client: string, connection: string, update: GameUpdate): void {
    const { gameId, commandId, seq, epoch, events } = update;
    const content = contentOf(events);
    this.events.push({ kind: 'saw', at: this.next(), client, connection, gameId, commandId, seq, epoch, content });
  }

  read(client: string, read: { readonly askedAt: number; readonly gameId: GameId; readonly seq: number }): void {
    this.events.push({ kind: 'read', at: this.next(), client, ...read });
  }
}
