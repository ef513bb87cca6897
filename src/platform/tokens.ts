/**
 * Signed tokens: who is there. HS256 only; the issuer, the audience, a subject and an expiry required; not before its
 * time. Two secrets are believed while they are changed.
 *
 * In open mode (local play) `open:<user>` is believed as it stands; tokens are still checked where there is a secret.
 * A credential never appears in an answer, an error or the log.
 */
import { errors, jwtVerify, SignJWT } from 'jose';
import { type Refused, refused } from '../protocol/envelope';
import {
  Credential,
  type Identity,
  OPEN_PREFIX,
  TOKEN_AUDIENCE,
  TOKEN_ISSUER,
  TokenClaims,
} from '../protocol/identity';
import { UserId } from '../protocol/ids';
import { systemClock } from './clock';

/** Clocks of two machines may differ by this much. */
const CLOCK_TOLERANCE_S = 5;

const OPEN_MISSING =
  `Say who you are: "Authorization: Bearer ${OPEN_PREFIX}<user>", or "auth.user" on the socket; ` +
  'this service believes it (open mode).';

/** Somebody whose credential was checked, until it expires (null: never). */
export interface SignedIn {
  readonly ok: true;
  readonly identity: Identity;
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number | null;
}

export interface Authenticator {
  readonly isOpen: boolean;
  /** Never throws: a credential that is missing, forged or too old is refused by its own code. */
  authenticate(credential: string | undefined): Promise<SignedIn | Refused>;
}

export interface AuthSettings {
  readonly auth: 'token' | 'open';
  readonly authSecret: string | undefined;
  /** Believed too. */
  readonly authSecretAlso?: string | undefined;
}

export function createAuthenticator(settings: AuthSettings): Authenticator {
  const isOpen = settings.auth === 'open';
  const keys = [settings.authSecret, settings.authSecretAlso].flatMap((secret) =>
    secret === undefined ? [] : [new TextEncoder().encode(secret)],
  );
  return {
    isOpen,
    async authenticate(credential) {
      if (credential === undefined || credential === '') {
        return refused('auth/missing', isOpen ? { message: OPEN_MISSING } : {});
      }
      if (isOpen && credential.startsWith(OPEN_PREFIX)) {
        return believe(credential.slice(OPEN_PREFIX.length));
      }
      return Credential.safeParse(credential).success ? await verifyByAny(credential, keys) : refused('auth/invalid');
    },
  };
}

function believe(name: string): SignedIn | Refused {
  const user = UserId.safeParse(name);
  return user.success
    ? { ok: true, identity: { user: user.data, role: 'player' }, expiresAtMs: null }
    : refused('auth/invalid', { message: 'A user name is 1 to 64 letters, digits, "_", "." and "-".' });
}

/** Whoever signed it with one of the keys is told whether it is too old; whoever did not, that it is none. */
async function verifyByAny(token: string, keys: readonly Uint8Array[]): Promise<SignedIn | Refused> {
  let refusal = refused('auth/invalid');
  for (const key of keys) {
    const signedIn = await verify(token, key);
    if (signedIn.ok) return signedIn;
    if (signedIn.error.code === 'auth/expired') refusal = signedIn;
  }
  return refusal;
}

async function verify(token: string, key: Uint8Array): Promise<SignedIn | Refused> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: CLOCK_TOLERANCE_S,
    });
    const claims = TokenClaims.parse(payload);
    if (isOfTheFuture(claims)) return refused('auth/invalid');
    return {
      ok: true,
      identity: { user: claims.sub, role: claims.role },
      expiresAtMs: (claims.exp + CLOCK_TOLERANCE_S) * 1000,
    };
  } catch (error) {
    return refused(error instanceof errors.JWTExpired ? 'auth/expired' : 'auth/invalid');
  }
}

function isOfTheFuture({ iat = 0 }: TokenClaims): boolean {
  return iat > systemClock.now() / 1000 + CLOCK_TOLERANCE_S;
}

/** Signs a token for an identity, good for `ttlS` seconds. */
export async function issueToken(options: {
  readonly secret: string;
  readonly identity: Identity;
  readonly ttlS: number;
}): Promise<string> {
  return await new SignJWT({ role: options.identity.role })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(options.identity.user)
    .setIssuer(TOKEN_ISSUER)
    .setAudience(TOKEN_AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(`${options.ttlS}s`)
    .sign(new TextEncoder().encode(options.secret));
}
