/** Who somebody is: what a token says, and how a socket or a request shows it. */
import { z } from 'zod';
import { UserId } from './ids';

/** What an identity may do besides holding seats: `operator` runs the service, `commissioner` runs a league. */
export const Role = z.enum(['player', 'operator', 'commissioner']);
export type Role = z.infer<typeof Role>;

export const Identity = z.strictObject({ user: UserId, role: Role });
export type Identity = z.infer<typeof Identity>;

/** A token's issuer and audience. */
export const TOKEN_ISSUER = 'dugout';
export const TOKEN_AUDIENCE = 'dugout';

/** What a token's signature vouches for (issuer, audience and algorithm are checked with the signature). */
export const TokenClaims = z.object({
  sub: UserId,
  role: Role.default('player'),
  /** Seconds since 1970. */
  exp: z.int().min(0),
  /** When it was signed: not in the future. */
  iat: z.number().optional(),
});
export type TokenClaims = z.infer<typeof TokenClaims>;

/** A signed token, or `open:<user>` where the service runs open. */
export const Credential = z.string().min(1).max(2048);

/** The socket's `auth`: a credential, or (where the service runs open) just a name. */
export const SocketAuth = z.union([z.object({ token: Credential }), z.object({ user: UserId })]);
export type SocketAuth = z.infer<typeof SocketAuth>;

/** How somebody names himself where the service runs open: `open:<user>` in the place of a token. */
export const OPEN_PREFIX = 'open:';
