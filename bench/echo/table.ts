/** Two players at the echo server: one sends, is answered, and the other is told. */
import { io, type Socket } from 'socket.io-client';
import type { Sent, Table } from '../load/table';
import type { EchoSample } from './sample';

export class EchoTable implements Table {
  readonly isReady = true;
  readonly retries = 0;
  private next = 0;

  private constructor(
    private readonly sockets: readonly Socket[],
    private readonly samples: readonly EchoSample[],
  ) {}

  static async open(url: string, number: number, samples: readonly EchoSample[]): Promise<EchoTable> {
    const connect = (): Socket =>
      io(url, { transports: ['websocket'], forceNew: true, auth: { room: `table-${number}` } });
    const sockets = [connect(), connect()];
    await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.once('connect', () => resolve()))));
    sockets[1]?.on('update', () => undefined);
    return new EchoTable(sockets, samples);
  }

  async send(): Promise<Sent> {
    const sample = this.samples[this.next++ % this.samples.length];
    await this.sockets[0]?.emitWithAck('command', sample?.request);
    return { ok: true };
  }

  close(): void {
    for (const socket of this.sockets) socket.disconnect();
  }
}
