/** A bare socket.io client for tests of the wire itself: nothing retried, nothing put in order, everything noted. */
import { io, type Socket } from 'socket.io-client';
import type { ErrorBody } from '../../src/protocol/envelope';

export interface Heard {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export class RawSocket {
  readonly heard: Heard[] = [];
  readonly socket: Socket;

  constructor(url: string, auth: Record<string, unknown>, headers: Record<string, string> = {}) {
    this.socket = io(url, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth,
      extraHeaders: headers,
    });
    this.socket.onAny((event: string, payload: Heard['payload']) => this.heard.push({ event, payload }));
  }

  /** Connected: undefined; refused: the error body. */
  async opened(): Promise<ErrorBody | undefined> {
    if (this.socket.connected) return undefined;
    return await new Promise((resolve) => {
      this.socket.once('connect', () => resolve(undefined));
      this.socket.once('connect_error', (error: Error & { data?: ErrorBody }) =>
        resolve(error.data ?? ({ code: error.message } as unknown as ErrorBody)),
      );
    });
  }

  /** Asks, and counts the answers: there is exactly one. */
  async ask(event: string, ...args: unknown[]): Promise<Record<string, never>> {
    return await new Promise((resolve, reject) => {
      let answers = 0;
      this.socket.emit(event, ...args, (answer: Record<string, never>) => {
        answers += 1;
        if (answers > 1) reject(new Error('answered twice'));
        resolve(answer);
      });
    });
  }

  /** The seqs of the updates that came, in the order in which they came. */
  seqs(): number[] {
    return this.heard.filter(({ event }) => event === 'update').map(({ payload }) => payload['seq'] as number);
  }

  close(): void {
    this.socket.disconnect();
  }
}
