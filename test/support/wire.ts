/** A TCP line between a client and a server that a test can cut, and mend again: a partition of the network. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface Wire {
  readonly port: number;
  /** Whatever is under way is lost, and nobody gets through. */
  cut(): void;
  mend(): void;
  close(): void;
}

const HOST = '127.0.0.1';

export async function startWire(target: { readonly host: string; readonly port: number }): Promise<Wire> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const upstream = connect(target.port, target.host);
    join(sockets, client, upstream);
    join(sockets, upstream, client);
  });
  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: await listen(server),
    cut,
    mend: () => (isCut = false),
    close: () => {
      cut();
      server.close();
    },
  };
}

function join(sockets: Set<Socket>, from: Socket, to: Socket): void {
  sockets.add(from);
  from.setNoDelay(true);
  from.pipe(to);
  from.on('error', () => to.destroy());
  from.on('close', () => {
    sockets.delete(from);
    to.destroy();
  });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, HOST, () => resolve((server.address() as AddressInfo).port)));
}
