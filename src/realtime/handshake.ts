/** Who may connect: room left, the rate, the credential, a place. A refusal is a `connect_error` with the usual error body. */
import type { IncomingMessage } from 'node:http';
import { type ErrorBody, type Refused, refused } from '../protocol/envelope';
import { OPEN_PREFIX, SocketAuth } from '../protocol/identity';
import { addressOf, bucketOf } from '../platform/addresses';
import type { RateLimits } from '../platform/rate-limits';
import type { Authenticator, SignedIn } from '../platform/tokens';
import type { Crowd } from './crowd';

export interface HandshakeDeps {
  readonly authenticator: Authenticator;
  readonly limits: RateLimits;
  readonly crowd: Pick<Crowd, 'enter'>;
  readonly socketsMax: number;
  /** Proxies in front of the node whose `X-Forwarded-For` is believed. */
  readonly trustProxyHops: number;
  /** How many sockets are connected. */
  readonly count: () => number;
  readonly isReady: () => boolean;
}

export interface Handshake {
  readonly auth: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly peer: string;
}

export interface Guest extends SignedIn {
  readonly address: string;
  /** What of the address is counted as one. */
  readonly bucket: string;
}

export async function receive(handshake: Handshake, deps: HandshakeDeps): Promise<Guest | Refused> {
  if (!deps.isReady()) {
    return refused('server/draining');
  }
  if (deps.count() > deps.socketsMax) {
    return refused('server/overloaded');
  }
  const { peer, headers } = handshake;
  const address = addressOf({ peer, forwardedFor: headers['x-forwarded-for'], hops: deps.trustProxyHops });
  const bucket = bucketOf(address);
  const retryAfterMs = await deps.limits.request('address', bucket);
  if (retryAfterMs !== undefined) {
    return refused('request/rate_limited', { details: { retryAfterMs } });
  }
  const signedIn = await deps.authenticator.authenticate(credentialOf(handshake));
  if (!signedIn.ok) {
    return signedIn;
  }
  return deps.crowd.enter({ bucket, user: signedIn.identity.user })
    ? { ...signedIn, address, bucket }
    : refused('server/overloaded', { message: TOO_MANY_SOCKETS });
}

const TOO_MANY_SOCKETS = 'Your address, or you, have as many sockets on this node as one may; close some first.';

function credentialOf(handshake: Handshake): string | undefined {
  const auth = SocketAuth.safeParse(handshake.auth);
  if (auth.success) {
    return 'token' in auth.data ? auth.data.token : `${OPEN_PREFIX}${auth.data.user}`;
  }
  const header = handshake.headers['authorization'];
  return typeof header === 'string' && header.startsWith('Bearer ') ? header.slice('Bearer '.length) : undefined;
}

/** An error as socket.io passes it to the client: `connect_error` with `data`. */
export class ConnectRefusal extends Error {
  readonly data: ErrorBody;

  constructor(refusal: Refused) {
    super(refusal.error.message);
    this.data = refusal.error;
  }
}

/**
 * Browsers say which page a WebSocket comes from, and ask nobody: a page of another origin is let in only when it is
 * on the list. Programs say nothing, and are let in.
 */
export function isOriginAllowed(request: IncomingMessage, corsOrigins: readonly string[]): boolean {
  const { origin, host } = request.headers;
  return origin === undefined || corsOrigins.includes(origin) || hostOf(origin) === host;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
