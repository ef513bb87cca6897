/**
 * The HTTP server of a node. Whoever sends slowly, or nothing, is let go of: headers and bodies have to arrive in time,
 * and there are never more connections than were planned for. WebSockets leave this care at their upgrade; what
 * guards them is in `realtime/`.
 */
import { createServer, type Server } from 'node:http';

export interface HttpSettings {
  readonly httpHeadersTimeoutMs: number;
  readonly httpRequestTimeoutMs: number;
  readonly httpKeepAliveMs: number;
  readonly socketsMax: number;
}

/** Line and headers of a request, in bytes; beyond, 431. */
const HEADERS_MAX_BYTES = 16_384;
/** Connections for REST, beside those that may be sockets. */
const REST_CONNECTIONS = 2_000;
/** A connection over which nothing moves, either way: somebody who does not read his answer. */
const IDLE_TIMEOUT_MS = 60_000;
/** How late a time-out may be seen. */
const TIMEOUT_CHECK_MS = 2_000;

export function createHttpServer(settings: HttpSettings): Server {
  const server = createServer({
    maxHeaderSize: HEADERS_MAX_BYTES,
    headersTimeout: settings.httpHeadersTimeoutMs,
    requestTimeout: settings.httpRequestTimeoutMs,
    keepAliveTimeout: settings.httpKeepAliveMs,
    connectionsCheckingInterval: TIMEOUT_CHECK_MS,
    requireHostHeader: true,
    insecureHTTPParser: false,
  });
  server.timeout = IDLE_TIMEOUT_MS;
  server.maxConnections = settings.socketsMax + REST_CONNECTIONS;
  return server;
}
