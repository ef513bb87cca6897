/**
 * A layer-4 balancer: it joins each TCP connection to one node and looks into none of it.
 *
 * A connection goes to the node with the fewest among those that are ready. One that refuses it is left out until it
 * answers `/readyz` again, and the next is tried. A node that drains keeps its connections and gets no new ones. A
 * node that has not answered for `CUT_AFTER_MS` (by then its session has expired, so it owns nothing) has its
 * connections cut, so that its clients need not wait for their own time-outs.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { probe, type Health } from './probe';

export interface Backend {
  readonly name: string;
  /** On 127.0.0.1. */
  readonly port: number;
  /** It is about to drain: it keeps its connections and gets no new ones, before it says so itself. */
  readonly isLeaving: boolean;
}

export interface Sighting {
  readonly name: string;
  readonly health: Health;
  readonly connections: number;
}

interface Target {
  backend: Backend;
  health: Health;
  isBeingProbed: boolean;
  /** By the monotonic clock. */
  lastAnswerAt: number;
  /** Connections that are open or being opened. */
  readonly clients: Set<Socket>;
}

const PROBE_EVERY_MS = 250;
const CUT_AFTER_MS = 3000;
const CONNECT_TIMEOUT_MS = 1000;
/** How long a connection may wait for a node to be ready, e.g. while all of them restart. */
const PLACE_WITHIN_MS = 5000;
const PLACE_RETRY_MS = 50;
const CONNECTIONS_MAX = 30_000;
/** Loopback only: the local cluster is in open mode. */
const HOSTS = ['127.0.0.1', '::1'];

export class Balancer {
  private targets: readonly Target[] = [];
  private readonly servers: Server[] = [];
  private readonly probing = setInterval(() => void this.probeAll(), PROBE_EVERY_MS);
  private turn = 0;

  constructor(private readonly cutAfterMs = CUT_AFTER_MS) {}

  /**
   * Listens on both loopback addresses.
   * @throws the system's error (`EADDRINUSE`) when the port is taken
   */
  async listen(port: number): Promise<void> {
    for (const host of HOSTS) {
      const server = createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true }, (client) => {
        void this.place(client);
      });
      server.maxConnections = CONNECTIONS_MAX;
      try {
        await listening(server, { port, host });
        this.servers.push(server);
      } catch (error) {
        if (host === HOSTS[0] || (error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
          this.stopListening();
          throw error;
        }
      }
    }
  }

  /** The nodes there are now; one that stays keeps its connections and what is known of it. */
  setBackends(backends: readonly Backend[]): void {
    this.targets = backends.map((backend) => {
      const { name, port } = backend;
      const known = this.targets.find((target) => target.backend.name === name && target.backend.port === port);
      return known === undefined ? newTarget(backend) : Object.assign(known, { backend });
    });
    void this.probeAll();
  }

  sightings(): Sighting[] {
    return this.targets.map(({ backend, health, clients }) => ({
      name: backend.name,
      health,
      connections: clients.size,
    }));
  }

  /** Takes no more connections and cuts those there are. */
  close(): void {
    clearInterval(this.probing);
    this.stopListening();
    for (const target of this.targets) {
      cut(target);
    }
  }

  private stopListening(): void {
    for (const server of this.servers.splice(0)) {
      server.close();
    }
  }

  private async probeAll(): Promise<void> {
    await Promise.all(this.targets.map((target) => this.probeOne(target)));
  }

  private async probeOne(target: Target): Promise<void> {
    if (target.isBeingProbed) {
      return;
    }
    target.isBeingProbed = true;
    const health = await probe(target.backend.port);
    target.isBeingProbed = false;
    target.health = health;
    const now = performance.now();
    if (health !== 'silent') {
      target.lastAnswerAt = now;
    } else if (now - target.lastAnswerAt > this.cutAfterMs) {
      cut(target);
    }
  }

  private async place(client: Socket): Promise<void> {
    client.on('error', () => client.destroy());
    const deadline = performance.now() + PLACE_WITHIN_MS;
    while (!client.destroyed && performance.now() < deadline) {
      const target = this.pick();
      if (target === undefined) {
        await pause(PLACE_RETRY_MS);
      } else if (await forward(client, target)) {
        return;
      }
    }
    client.destroy();
  }

  /** The ready node with the fewest connections; among equals each in turn. */
  private pick(): Target | undefined {
    const ready = this.targets.filter(({ health, backend }) => health === 'ready' && !backend.isLeaving);
    const fewest = Math.min(...ready.map((target) => target.clients.size));
    const equals = ready.filter((target) => target.clients.size === fewest);
    this.turn += 1;
    return equals[this.turn % equals.length];
  }
}

function newTarget(backend: Backend): Target {
  return { backend, health: 'silent', isBeingProbed: false, lastAnswerAt: performance.now(), clients: new Set() };
}

function listening(server: Server, place: { readonly port: number; readonly host: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ ...place, ipv6Only: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Joins the two; false when the node did not take the connection, and then it is not ready. */
async function forward(client: Socket, target: Target): Promise<boolean> {
  target.clients.add(client);
  const upstream = await open(target.backend.port);
  if (upstream === undefined || client.destroyed) {
    target.clients.delete(client);
    upstream?.destroy();
    target.health = upstream === undefined ? 'silent' : target.health;
    return client.destroyed;
  }
  client.on('close', () => target.clients.delete(client));
  carry(client, upstream);
  carry(upstream, client);
  return true;
}

/** pipe() ends the other side when this one ends; what is left is a side that breaks or closes. */
function carry(from: Socket, to: Socket): void {
  from.pipe(to);
  from.on('error', () => to.destroy());
  from.on('close', () => to.destroySoon());
}

/** A connection to a node; undefined when it is refused, or not taken in time. */
function open(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    const timer = setTimeout(() => socket.destroy(), CONNECT_TIMEOUT_MS);
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
  });
}

function cut(target: Target): void {
  for (const client of target.clients) {
    client.destroy();
  }
  target.clients.clear();
}
