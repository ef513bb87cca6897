/** The socket.io server of a node: WebSocket only, nothing compressed, everything bounded. */
import type { Server as HttpServer } from 'node:http';
import { createShardedAdapter } from '@socket.io/redis-adapter';
import { type Namespace, Server, type Socket } from 'socket.io';
import { Adapter } from 'socket.io-adapter';
import type { ClientToServerEvents, ServerToClientEvents } from '../protocol/socket';
import { type Guest, isOriginAllowed } from './handshake';
import { wireParser } from './parser';
import type { RoomSubscriptions } from './rooms';

/** What the engine reads of one message: enough to answer a megabyte with a typed error, not enough to drown in. */
const ENGINE_MESSAGE_MAX_BYTES = 1_310_720;
/** A connection that has not said who it is. */
const CONNECT_TIMEOUT_MS = 10_000;
const PING_INTERVAL_MS = 15_000;
const PING_TIMEOUT_MS = 10_000;

/** What nodes tell all nodes: that they live, and that they hear again after they could not for a while. */
interface NodeToNodeEvents {
  alive: (sender: string) => void;
  hearsAgain: () => void;
}

interface SocketData {
  guest: Guest;
}

export type PlayerServer = Server<ClientToServerEvents, ServerToClientEvents, NodeToNodeEvents, SocketData>;
export type ServerSocket = Socket<ClientToServerEvents, ServerToClientEvents, NodeToNodeEvents, SocketData>;

export interface SocketServerDeps {
  readonly httpServer: HttpServer;
  readonly redis: { readonly pub: unknown };
  readonly config: { readonly corsOrigins: readonly string[] };
}

export function createSocketServer(deps: SocketServerDeps, subscriptions: RoomSubscriptions): PlayerServer {
  const sharded = createShardedAdapter(deps.redis.pub, subscriptions, { subscriptionMode: 'dynamic' });
  // Only the players' namespace spans the nodes; a mesh link ends where it ends.
  function adapter(namespace: Namespace): Adapter {
    return namespace.name === '/' ? sharded(namespace) : new Adapter(namespace);
  }
  return new Server(deps.httpServer, {
    transports: ['websocket'],
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: ENGINE_MESSAGE_MAX_BYTES,
    connectTimeout: CONNECT_TIMEOUT_MS,
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    parser: wireParser,
    allowRequest: (request, allow) => {
      allow(null, isOriginAllowed(request, deps.config.corsOrigins));
    },
    // socket.io says `new` to this; a constructor may return another object than its own.
    adapter: adapter as unknown as typeof Adapter,
  });
}
