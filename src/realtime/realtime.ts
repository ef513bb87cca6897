/**
 * The WebSocket side of a node, put together: socket.io with the sharded Redis adapter, the players' sockets, the
 * nodes' mesh, and what the cluster needs of them (`broadcast`, `mesh`).
 *
 * Made in two steps, because the cluster's node needs `broadcast` and `mesh`, and the sockets need the node: connections
 * are refused until `serve` was called.
 */
import type { Server as HttpServer } from 'node:http';
import type { GameService } from '../cluster/index';
import type { Broadcast, Clock, Mesh, Random } from '../cluster/ports';
import type { Config } from '../platform/config';
import type { Logger } from '../platform/logger';
import type { Metrics } from '../platform/metrics';
import type { RateLimits } from '../platform/rate-limits';
import type { Authenticator } from '../platform/tokens';
import type { MeshRequest } from '../protocol/mesh';
import type { DrainingNotice } from '../protocol/socket';
import { MESH_NAMESPACE } from '../protocol/wire';
import { Audience } from './audience';
import { FeedBroadcast, type Projection } from './broadcast';
import { Crowd } from './crowd';
import { Feed, FEED_MARKER, type PublishingRedis } from './feed';
import { MeshLinks } from './mesh';
import { serveMesh } from './mesh-server';
import type { AnyMeshAnswer } from './mesh-wire';
import { PacketLimit } from './packet-limit';
import { servePlayers } from './players';
import { PresenceHub } from './presence';
import { forgetChunks } from './reading';
import { RoomSubscriptions, type SubscribingRedis } from './rooms';
import { createSocketServer, type PlayerServer } from './server';
import type { SessionBoard } from './session-board';
import { type Connection, endWhenClosed } from './writing';

export interface RealtimeDeps {
  readonly httpServer: HttpServer;
  readonly redis: {
    /** Publishes broadcasts. */
    readonly pub: PublishingRedis;
    /** For subscriptions only; waits for Redis and subscribes again. Both are ready before this is called. */
    readonly sub: SubscribingRedis;
  };
  readonly config: Pick<Config, RealtimeSetting>;
  readonly clock: Clock;
  readonly random: Random;
  readonly authenticator: Authenticator;
  readonly limits: RateLimits;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly board: SessionBoard;
  readonly project: Projection;
}

type RealtimeSetting =
  | 'address'
  | 'corsOrigins'
  | 'meshSecret'
  | 'meshSecretAlso'
  | 'nonsenseMax'
  | 'rateSocketPerS'
  | 'socketsMax'
  | 'socketsPerAddressMax'
  | 'socketsPerUserMax'
  | 'trustProxyHops';

export interface RealtimeHandlers {
  readonly service: GameService;
  /** Answers another node's question. */
  readonly mesh: (request: MeshRequest) => Promise<AnyMeshAnswer>;
  /** A node hears again, this one or another: it has missed what was said before. */
  readonly tellHeads: () => void;
}

export interface Realtime {
  readonly broadcast: Broadcast;
  readonly mesh: Mesh;
  /** Lets players and nodes in. */
  serve(handlers: RealtimeHandlers): void;
  /** Lets no player in any more, and tells those who are in to connect again. Nodes go on. */
  drain(notice: DrainingNotice): void;
  /** How many connections there are, players' and nodes'. */
  connections(): number;
  /** Closes every connection, and the HTTP server with them; players who were told to go have their time first. */
  close(): Promise<void>;
}

/** What lies between the sockets of this node and those of the others. */
interface Exchange {
  readonly io: PlayerServer;
  readonly audience: Audience;
  readonly feed: Feed;
  readonly subscriptions: RoomSubscriptions;
  readonly presence: PresenceHub;
}

const PLAYERS_GONE_LOOK_MS = 20;
/** From a connection's opening until its subscriptions, which are sent then, hold. */
const HEARS_AGAIN_MS = 50;

type Failed = (what: string, reason: unknown) => void;

export function createRealtime(deps: RealtimeDeps): Realtime {
  const { clock, config, metrics, log } = deps;
  const failed: Failed = (what, reason) => {
    metrics.failures.inc({ where: what });
    log.error({ err: reason, what }, 'failed');
  };
  const { io, feed, presence, subscriptions, audience } = createExchange(deps, failed);
  const mesh = createMesh(deps);
  const crowd = new Crowd(config);
  const packets = watchConnections(io, deps);
  let isOpen = false;
  let playersMayStayUntil = 0;
  return {
    broadcast: new FeedBroadcast(feed, deps.project, () => metrics.updatesBroadcast.inc()),
    mesh,
    serve({ service, mesh: handle, tellHeads }) {
      const { address, meshSecret: secret, meshSecretAlso: secretAlso } = config;
      const onNode = (connection: object): void => packets.trust(connection);
      serveMesh(io.of(MESH_NAMESPACE), { clock, secret, secretAlso, address, handle, onNode, onFailed: failed });
      servePlayers(io, { ...deps, audience, subscriptions, crowd, service, isOpen: () => isOpen });
      askForHeads(io, deps, tellHeads);
      isOpen = true;
    },
    drain(notice) {
      isOpen = false;
      playersMayStayUntil = clock.monotonic() + notice.reconnectWithinMs;
      io.local.emit('draining', notice);
    },
    connections: () => io.engine.clientsCount,
    async close() {
      isOpen = false;
      await playersGone(io, clock, playersMayStayUntil);
      presence.close();
      mesh.close();
      await io.close();
      subscriptions.close();
    },
  };
}

/** Resolves once no player is connected, or it is that late. */
async function playersGone(io: PlayerServer, clock: RealtimeDeps['clock'], until: number): Promise<void> {
  while (io.of('/').sockets.size > 0 && clock.monotonic() < until) {
    await new Promise<void>((resolve) => void clock.after(PLAYERS_GONE_LOOK_MS, resolve));
  }
}

function createExchange(deps: RealtimeDeps, failed: Failed): Exchange {
  const { clock, redis } = deps;
  const sender = deps.random.id();
  const audience = new Audience((gameId) => presence.audienceChanged(gameId));
  const feed = new Feed({
    redis: redis.pub,
    clock,
    sender,
    streamsOf: (gameId) => audience.streamsOf(gameId),
    onNodeMessage: (message) => presence.receive(message),
    onLost: () => deps.metrics.failures.inc({ where: 'broadcast' }),
  });
  const subscriptions = new RoomSubscriptions({
    redis: redis.sub,
    clock,
    marker: FEED_MARKER,
    onMessage: (message) => attempt(() => feed.receive(message), failed),
    onFailed: (reason) => failed('subscribe', reason),
  });
  const io = createSocketServer(deps, subscriptions);
  const sayAlive = (): void => void io.serverSideEmit('alive', sender);
  const presence: PresenceHub = new PresenceHub({ clock, feed, audience, sayAlive });
  io.on('alive', (other: string) => presence.heard(other));
  redis.sub.on('ready', () => presence.askAgain());
  return { io, audience, feed, subscriptions, presence };
}

/**
 * What was published while this node's subscriptions were interrupted went by its sockets: every owner is asked to say its
 * heads. One whose own were interrupted for longer does not hear it; it says them when it hears again itself. A Redis
 * Cluster tells of itself as a whole alone: after one of its servers was away, the next beacon has to do.
 */
function askForHeads(io: PlayerServer, { redis, clock }: RealtimeDeps, tellHeads: () => void): void {
  const ask = (): void => {
    if (redis.pub.status === 'ready') {
      tellHeads();
      io.serverSideEmit('hearsAgain');
    } else if (redis.pub.status !== 'end') {
      clock.after(HEARS_AGAIN_MS, ask);
    }
  };
  io.on('hearsAgain', tellHeads);
  redis.sub.on('ready', () => clock.after(HEARS_AGAIN_MS, ask));
}

function watchConnections(io: PlayerServer, { clock, config, metrics }: RealtimeDeps): PacketLimit {
  const { rateSocketPerS } = config;
  const onCutOff = (): void => metrics.socketsCutOff.inc({ reason: 'flood' });
  const limit = new PacketLimit({ clock, rateSocketPerS, onCutOff });
  io.engine.on('connection', (connection: Connection) => {
    limit.watch(connection);
    forgetChunks(connection);
    endWhenClosed(connection, clock);
  });
  return limit;
}

function createMesh({ clock, config, metrics }: RealtimeDeps): MeshLinks {
  return new MeshLinks({
    clock,
    secret: config.meshSecret,
    onAsked: ({ kind, outcome, tookMs }) => {
      metrics.meshAsked.inc({ kind, outcome });
      metrics.meshSeconds.observe({ kind }, tookMs / 1000);
    },
  });
}

function attempt(run: () => void, failed: Failed): void {
  try {
    run();
  } catch (reason) {
    failed('broadcast', reason);
  }
}
