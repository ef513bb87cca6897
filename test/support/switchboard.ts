/** A layer-4 balancer for tests: one port, whose new connections go to whichever node is plugged in. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Switchboard {
  readonly url: string;
  /** New connections go there. */
  plug(url: string): void;
  /** Cuts every connection that is open. */
  cut(): void;
  /** Holds everything that is sent, both ways, until `release`. */
  hold(): void;
  release(): void;
  stop(): Promise<void>;
}

export async function startSwitchboard(url: string): Promise<Switchboard> {
  let target = new URL(url);
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    plug: (next) => (target = new URL(next)),
    cut: () => open.forEach((socket) => socket.destroy()),
    hold: () => open.forEach((socket) => socket.cork() ?? socket.pause()),
    release: () => open.forEach((socket) => socket.uncork() ?? socket.resume()),
    stop: async () => {
      open.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
