/**
 * The yardstick: a socket.io server that does nothing but answer. Two players share a room; what one sends is answered
 * to him and told to the other, with messages of the very content that the service sends, and nothing is decided or
 * kept.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import type { EchoSample } from './sample';

/** To the parent. */
export interface EchoListening {
  readonly port: number;
}

function main(samples: readonly EchoSample[]): void {
  const httpServer = createServer();
  const io = new Server(httpServer, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
  let next = 0;
  io.on('connection', (socket) => {
    const { room } = socket.handshake.auth as { room: string };
    void socket.join(room);
    socket.on('command', (_request: unknown, ack: (answer: unknown) => void) => {
      const sample = samples[next++ % samples.length];
      ack(sample?.answer);
      socket.to(room).emit('update', sample?.update);
    });
  });
  httpServer.listen(0, '127.0.0.1', () => {
    const listening: EchoListening = { port: (httpServer.address() as AddressInfo).port };
    process.send?.(listening);
  });
  process.on('disconnect', () => process.exit(0));
}

process.once('message', (samples: readonly EchoSample[]) => main(samples));
