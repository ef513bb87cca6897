/** I5 and I6: what each client was shown, in its order. */
import { assertNever } from '../../src/baseball/assert';
import type { Acked, HistoryEvent, Read, RefusedCall, Saw, Sent, Violation } from './evidence';
import { contentOf } from './canonical';
import type { Ledger } from './ledger';

/** I5: nothing seen that is not stored just so, and seqs rise on each connection. */
export function sightsHold(history: readonly HistoryEvent[], ledger: Ledger): Violation[] {
  const shown = new Map<string, number>();
  return inOrder(history).flatMap((event) => {
    if (event.kind !== 'saw') return [];
    const connection = `${event.client} ${event.connection} ${event.gameId}`;
    const before = shown.get(connection) ?? 0;
    shown.set(connection, Math.max(before, event.seq));
    const order = event.seq > before ? [] : [broken('I5', event, `saw seq ${event.seq} after ${before}`)];
    return [...order, ...storedAsSeen(event, ledger)];
  });
}

/**
 * I6: what a client asks for, or does, after it was told that its command is accepted, comes after that command.
 * A command that is answered at a lower seq than one that was acked before it was first sent was put in its past.
 */
export function ownWritesAreRead(history: readonly HistoryEvent[]): Violation[] {
  const view = new Timeline();
  return inOrder(history).flatMap((event) => {
    switch (event.kind) {
      case 'sent':
        view.sent(event);
        return [];
      case 'acked':
        return view.acked(event);
      case 'read':
        return view.read(event);
      case 'refused':
      case 'saw':
        return [];
      default:
        return assertNever(event);
    }
  });
}

/** How far each client knows each of its games to be, as its events go by. */
class Timeline {
  private readonly acks = new Map<string, { readonly at: number; readonly seq: number }[]>();
  private readonly calls = new Map<number, Sent>();
  /** What was acked to the client before it first sent the command. */
  private readonly floors = new Map<string, number>();

  sent(call: Sent): void {
    this.calls.set(call.call, call);
    const command = `${call.client} ${call.gameId} ${call.commandId}`;
    if (!this.floors.has(command)) this.floors.set(command, this.knownBefore(call, call.at));
  }

  acked(ack: Acked): Violation[] {
    const call = this.calls.get(ack.call);
    if (call === undefined) return [];
    const floor = this.floors.get(`${call.client} ${call.gameId} ${call.commandId}`) ?? 0;
    const known = this.knownBefore(call, ack.at);
    this.acksOf(call).push({ at: ack.at, seq: Math.max(known, ack.seq) });
    if (ack.seq > floor) return [];
    return [broken('I6', call, `was acked seq ${floor}, then sent ${call.commandId}, which was acked at ${ack.seq}`)];
  }

  read(read: Read): Violation[] {
    const known = this.knownBefore(read, read.askedAt);
    return read.seq >= known ? [] : [broken('I6', read, `was acked seq ${known}, then read seq ${read.seq}`)];
  }

  /** A client asks soon after it was told, so this looks back over a few acks at most. */
  private knownBefore(whose: { client: string; gameId: string }, at: number): number {
    return this.acksOf(whose).findLast((ack) => ack.at < at)?.seq ?? 0;
  }

  private acksOf({
    client,
    gameId,
  }: {
    client: string;
    gameId: string;
  }): { readonly at: number; readonly seq: number }[] {
    const key = `${client} ${gameId}`;
    const acks = this.acks.get(key) ?? [];
    this.acks.set(key, acks);
    return acks;
  }
}

function storedAsSeen(saw: Saw, ledger: Ledger): Violation[] {
  const row = ledger.at(saw.gameId, saw.seq);
  if (row === undefined) return [broken('I5', saw, `saw seq ${saw.seq} (${saw.commandId}), which is not stored`)];
  if (row.commandId !== saw.commandId) {
    return [broken('I5', saw, `saw ${saw.commandId} at seq ${saw.seq}, where ${row.commandId} is stored`)];
  }
  if (row.epoch !== saw.epoch || contentOf(row.told ?? row.events) !== saw.content) {
    return [broken('I5', saw, `saw seq ${saw.seq} otherwise than it is stored`)];
  }
  return [];
}

function inOrder(history: readonly HistoryEvent[]): HistoryEvent[] {
  return [...history].sort((a, b) => a.at - b.at);
}

function broken(invariant: 'I5' | 'I6', by: Exclude<HistoryEvent, Acked | RefusedCall>, what: string): Violation {
  return { invariant, gameId: by.gameId, what: `${by.client} ${what}` };
}
