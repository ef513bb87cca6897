import { SignJWT } from 'jose';
import { createAuthenticator, issueToken } from '../../../src/platform/tokens';
import { Identity } from '../../../src/protocol/identity';

const SECRET = 'a-secret-of-at-least-thirty-two-letters';
const olga = Identity.parse({ user: 'olga', role: 'operator' });

const tokens = createAuthenticator({ auth: 'token', authSecret: SECRET });
const open = createAuthenticator({ auth: 'open', authSecret: undefined });

describe('authenticator', () => {
  test('a token → who it is, and until when', async () => {
    const token = await issueToken({ secret: SECRET, identity: olga, ttlS: 3600 });
    const signedIn = await tokens.authenticate(token);
    expect(signedIn).toMatchObject({ ok: true, identity: olga });
    const leftS = signedIn.ok ? ((signedIn.expiresAtMs ?? 0) - Date.now()) / 1000 : 0;
    expect(leftS).toBeGreaterThan(3500);
    expect(leftS).toBeLessThan(3700);
  });

  const signed = (claims: Record<string, unknown>): Promise<string> =>
    new SignJWT({ sub: 'olga', iss: 'dugout', aud: 'dugout', exp: 4_000_000_000, ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(SECRET));
  const HOUR_S = 3600;
  const nowS = Math.floor(Date.now() / 1000);

  test.each<[string, Record<string, unknown>]>([
    ['signed in the future', { iat: nowS + HOUR_S }],
    ['good from an hour on', { nbf: nowS + HOUR_S }],
    ['that ends at a word', { exp: 'never' }],
    ['that ends at a fraction', { exp: 4_000_000_000.5 }],
    ['that ends at 1e308', { exp: 1e308 }],
    ['of a role that is none', { role: 'owner' }],
    ['for nobody', { sub: undefined }],
    ['for several audiences, not us', { aud: ['a', 'b'] }],
    ['by several issuers', { iss: ['dugout'] }],
  ])('a token %s → auth/invalid', async (_title, claims) => {
    expect(await tokens.authenticate(await signed(claims))).toMatchObject({ error: { code: 'auth/invalid' } });
  });

  test('a token signed just now on a clock that is ahead a little → believed', async () => {
    expect(await tokens.authenticate(await signed({ iat: nowS + 2 }))).toMatchObject({ ok: true });
  });

  test('secrets are changed → tokens of both are believed, and an old one is told that it is old', async () => {
    const both = createAuthenticator({ auth: 'token', authSecret: 'n'.repeat(40), authSecretAlso: SECRET });
    expect(await both.authenticate(await signed({}))).toMatchObject({ ok: true, identity: { user: 'olga' } });
    expect(await both.authenticate(await signed({ exp: nowS - HOUR_S }))).toMatchObject({
      error: { code: 'auth/expired' },
    });
    const other = await issueToken({ secret: 'o'.repeat(40), identity: olga, ttlS: 60 });
    expect(await both.authenticate(other)).toMatchObject({ error: { code: 'auth/invalid' } });
  });

  test.each([undefined, ''])('%j → auth/missing', async (credential) => {
    expect(await tokens.authenticate(credential)).toMatchObject({ error: { code: 'auth/missing' } });
  });

  test('open mode → a name is believed, as a player’s', async () => {
    expect(await open.authenticate('open:ann')).toEqual({
      ok: true,
      identity: { user: 'ann', role: 'player' },
      expiresAtMs: null,
    });
  });

  test('open mode, nothing sent → auth/missing, which says what an open service takes', async () => {
    const answer = await open.authenticate(undefined);
    expect(answer).toMatchObject({ error: { code: 'auth/missing' } });
    expect(JSON.stringify(answer)).toContain('open:<user>');
  });

  test.each(['open:', 'open:a b', 'open:é', 'ann'])('open mode, %j → auth/invalid', async (credential) => {
    expect(await open.authenticate(credential)).toMatchObject({ error: { code: 'auth/invalid' } });
  });

  test('open mode with a secret → tokens are checked', async () => {
    const both = createAuthenticator({ auth: 'open', authSecret: SECRET });
    const token = await issueToken({ secret: SECRET, identity: olga, ttlS: 60 });
    expect(await both.authenticate(token)).toMatchObject({ ok: true, identity: olga });
    expect(await both.authenticate(`${token}x`)).toMatchObject({ error: { code: 'auth/invalid' } });
  });
});
