/**
 * A TCP line between clients and a server that a test can spoil, and mend again: what a network does to a connection.
 *
 * What goes each way keeps its order whatever happens: bytes that were held arrive when the line is mended, also those
 * of a client that has hung up since (as a network delivers late what was sent early), unless the line is cut.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface Target {
  readonly host: string;
  readonly port: number;
}

/** Seen from the client: to the server, and back from it. */
export type Way = 'there' | 'back';

/** What the line has done to those who use it: the proof that a fault was felt. */
export interface WireLosses {
  /** Connections that were cut, or refused while the line was cut. */
  connections: number;
  /** Bytes that were held up or delayed. */
  heldBytes: number;
  /** Bytes that never arrived. */
  lostBytes: number;
}

export interface Wire {
  readonly port: number;
  readonly losses: Readonly<WireLosses>;
  /** Whatever is under way is lost, and nobody gets through. */
  cut(): void;
  /** Whatever is under way is lost; new connections get through. */
  cutOnce(): void;
  /** Half-open: connections stand, and nothing arrives this way until the line is mended. */
  hold(...ways: readonly Way[]): void;
  /** What is sent arrives, what is answered is lost. */
  loseReplies(): void;
  /** Every piece takes this much longer, each way. */
  delay(delayMs: number): void;
  mend(): void;
  /** Another server from now on; connections to the one before are cut. */
  aim(target: Target): void;
  close(): void;
}

const HOST = '127.0.0.1';

interface Spoilt {
  isCut: boolean;
  held: readonly Way[];
  losesReplies: boolean;
  delayMs: number;
}

const WHOLE: Readonly<Spoilt> = { isCut: false, held: [], losesReplies: false, delayMs: 0 };

export async function startWire(first: Target): Promise<Wire> {
  const spoilt: Spoilt = { ...WHOLE };
  const losses: WireLosses = { connections: 0, heldBytes: 0, lostBytes: 0 };
  const sockets = new Set<Socket>();
  const ways = new Set<OneWay>();
  let target = first;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    if (spoilt.isCut) {
      losses.connections += 1;
      client.destroy();
      return;
    }
    const upstream = connect({ ...target, noDelay: true, allowHalfOpen: true });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    const joined = { spoilt, losses, onOver: (way: OneWay) => ways.delete(way) };
    ways.add(new OneWay('there', [client, upstream], joined)).add(new OneWay('back', [upstream, client], joined));
  });
  const cutOnce = (): void => {
    losses.connections += sockets.size / 2;
    for (const way of ways) way.cut();
    for (const socket of sockets) socket.destroy();
  };
  const flush = (): void => ways.forEach((way) => way.flush());
  return {
    port: await listen(server),
    losses,
    cut: () => {
      spoilt.isCut = true;
      cutOnce();
    },
    cutOnce,
    hold: (...held) => void (spoilt.held = held),
    loseReplies: () => void (spoilt.losesReplies = true),
    delay: (delayMs) => void (spoilt.delayMs = delayMs),
    mend: () => {
      Object.assign(spoilt, WHOLE);
      flush();
    },
    aim: (next) => {
      target = next;
      cutOnce();
    },
    close: () => {
      spoilt.isCut = true;
      cutOnce();
      server.close();
    },
  };
}

interface Piece {
  /** By the monotonic clock. */
  readonly dueAt: number;
  readonly size: number;
  readonly deliver: () => void;
}

/** One direction of one connection: pieces in order, each when it is due and the line lets it pass. */
class OneWay {
  private readonly waiting: Piece[] = [];
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(
    private readonly way: Way,
    [from, to]: readonly [Socket, Socket],
    private readonly wire: { spoilt: Spoilt; losses: WireLosses; onOver: (way: OneWay) => void },
  ) {
    from.on('data', (data) => this.take(data.length, () => to.write(data)));
    from.on('end', () => this.take(0, () => to.end()));
    from.on('error', () => undefined);
    from.on('close', () =>
      this.take(0, () => {
        to.destroySoon();
        this.wire.onOver(this);
      }),
    );
  }

  /** What waits is lost. */
  cut(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.wire.losses.lostBytes += this.waiting.splice(0).reduce((sum, { size }) => sum + size, 0);
    this.wire.onOver(this);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.isHeld) return;
    const now = performance.now();
    for (let [next] = this.waiting; next !== undefined; [next] = this.waiting) {
      if (next.dueAt > now) {
        this.timer = setTimeout(() => this.flush(), next.dueAt - now);
        return;
      }
      this.waiting.shift();
      next.deliver();
    }
  }

  private get isHeld(): boolean {
    return this.wire.spoilt.held.includes(this.way);
  }

  private take(size: number, deliver: () => void): void {
    const { spoilt, losses } = this.wire;
    if (this.isOver) return;
    if (size > 0 && spoilt.losesReplies && this.way === 'back') {
      losses.lostBytes += size;
      return;
    }
    if (this.isHeld || spoilt.delayMs > 0) losses.heldBytes += size;
    this.waiting.push({ dueAt: performance.now() + spoilt.delayMs, size, deliver });
    if (this.timer === undefined) this.flush();
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, HOST, () => resolve((server.address() as AddressInfo).port)));
}
