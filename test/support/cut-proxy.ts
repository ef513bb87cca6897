/**
 * A TCP proxy that cuts the wire at a moment of the test's choosing: when the client has said something, before or
 * instead of the server's answer. What the client sent has arrived; what the server says is lost.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface CutProxy {
  readonly port: number;
  /** From the next time that a client's data contains this text: deliver it, then lose every answer and hang up. */
  cutAfter(text: string): void;
  /** From the next time that a client's data contains this text: deliver it, then lose every answer and stay silent. */
  muteAfter(text: string): void;
  close(): Promise<void>;
}

export async function startCutProxy(target: { readonly host: string; readonly port: number }): Promise<CutProxy> {
  let trap: { readonly text: string; readonly hangsUp: boolean } | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target.port, target.host);
    let isMute = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('data', (data) => {
      const sprung = trap !== undefined && data.toString('latin1').includes(trap.text) ? trap : undefined;
      if (sprung !== undefined) {
        trap = undefined;
        isMute = true;
      }
      upstream.write(data, () => {
        // The server gets all of it, and a moment to act: it answers, into nothing, and only then is the line cut.
        if (sprung?.hangsUp === true) upstream.once('data', () => client.destroy());
      });
    });
    upstream.on('data', (data) => {
      if (!isMute) client.write(data);
    });
    client.on('close', () => upstream.end());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cutAfter: (text) => (trap = { text, hangsUp: true }),
    muteAfter: (text) => (trap = { text, hangsUp: false }),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
