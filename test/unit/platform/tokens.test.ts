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
