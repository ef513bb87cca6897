/** Credentials that nobody gave out, over HTTP and as a socket signs in. */
import { createHmac } from 'node:crypto';
import { CANARIES, HOUR_S, tokenOf } from '../../support/fortress';
import type { Attack, Scene } from '../scene';

const nowS = (): number => Math.floor(Date.now() / 1000);
const coded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

interface Forged {
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  readonly secret?: string;
  readonly hash?: string;
}

/** A token as no library would sign it. */
function forged({ header = {}, claims = {}, secret = CANARIES.DUGOUT_AUTH_SECRET, hash = 'sha256' }: Forged): string {
  const good = { sub: 'scorer', iss: 'dugout', aud: 'dugout', iat: nowS(), exp: nowS() + HOUR_S };
  const signed = `${coded({ alg: 'HS256', ...header })}.${coded({ ...good, ...claims })}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

const OWN_KEY = 'a key that the attacker chose, and names in the header';

const INVALID: readonly (readonly [string, Forged])[] = [
  ['of another secret', { secret: 'x'.repeat(40) }],
  ['of an empty secret', { secret: '' }],
  ['of the mesh’s secret', { secret: CANARIES.DUGOUT_MESH_SECRET }],
  ['of the operator’s token', { secret: CANARIES.DUGOUT_OPERATOR_TOKEN }],
  ['by HS384', { header: { alg: 'HS384' }, hash: 'sha384' }],
  ['by HS512', { header: { alg: 'HS512' }, hash: 'sha512' }],
  ['that says RS256', { header: { alg: 'RS256' } }],
  ['that says ES256', { header: { alg: 'ES256' } }],
  ['that says nothing of its algorithm', { header: { alg: undefined } }],
  ['whose algorithm is a list', { header: { alg: ['HS256'] } }],
  ['with a key of its own', { header: { jwk: { kty: 'oct', k: coded(OWN_KEY) } }, secret: OWN_KEY }],
  ['with a key from elsewhere', { header: { jku: 'http://127.0.0.1:1/keys', kid: '1' }, secret: OWN_KEY }],
  ['with a key from a file', { header: { kid: '../../../../dev/null' }, secret: '' }],
  ['with a key from a table', { header: { kid: "x' UNION SELECT 'k'--" }, secret: 'k' }],
  ['with an extension that is critical', { header: { crit: ['exp2'], exp2: 1 } }],
  ['whose payload is not coded', { header: { b64: false, crit: ['b64'] } }],
  ['for another audience', { claims: { aud: 'other' } }],
  ['for several audiences, not us', { claims: { aud: ['a', 'b'] } }],
  ['for no audience', { claims: { aud: undefined } }],
  ['by another issuer', { claims: { iss: 'https://dugout.example' } }],
  ['by nobody', { claims: { iss: undefined } }],
  ['without an end', { claims: { exp: undefined } }],
  ['that ends at a word', { claims: { exp: '9999999999' } }],
  ['that ends at 1e308', { claims: { exp: 1e308 } }],
  ['that ends at a fraction', { claims: { exp: 9_999_999_999.5 } }],
  ['that begins tomorrow', { claims: { nbf: 9_999_999_999 } }],
  ['signed tomorrow', { claims: { iat: 9_999_999_999 } }],
  ['for no subject', { claims: { sub: undefined } }],
  ['for a subject with a blank', { claims: { sub: 'a b' } }],
  ['for a subject of SQL', { claims: { sub: "scorer'--" } }],
  ['for __proto__', { claims: { sub: '__proto__' } }],
  ['for a subject of 65 letters', { claims: { sub: 's'.repeat(65) } }],
  ['for a subject that is a list', { claims: { sub: ['scorer'] } }],
  ['of a role that is none', { claims: { role: 'admin' } }],
  ['of several roles', { claims: { role: ['player', 'operator'] } }],
];

const unsigned = (alg: string): string => `${coded({ alg })}.${coded({ sub: 'scorer', exp: nowS() + HOUR_S })}.`;

/** The signature of one token under the claims of another. */
async function spliced(): Promise<string> {
  const [head = '', , signature = ''] = (await tokenOf('mallory')).split('.');
  const [, claims = ''] = (await tokenOf('olga', 'operator')).split('.');
  return `${head}.${claims}.${signature}`;
}

async function cut(letters: number): Promise<string> {
  const token = await tokenOf('scorer');
  return token.slice(0, token.length - letters);
}

const ODD: readonly (readonly [string, () => Promise<string> | string])[] = [
  ['without a signature (none)', () => unsigned('none')],
  ['without a signature (None)', () => unsigned('None')],
  ['without a signature (nOnE)', () => unsigned('nOnE')],
  ['whose claims are another’s', spliced],
  ['whose signature is too short', () => cut(3)],
  ['whose signature is gone', () => cut(43)],
  ['with a part too many', async () => `${await tokenOf('scorer')}.x`],
  ['of five parts', () => 'eyJhbGciOiJkaXIifQ..AAAA.AAAA.AAAA'],
  ['of two dots', () => '..'],
  ['of the open mode', () => 'open:scorer'],
  ['that is the operator’s', () => CANARIES.DUGOUT_OPERATOR_TOKEN],
  ['that is the secret', () => CANARIES.DUGOUT_AUTH_SECRET],
];

const http = (make: () => Promise<string> | string) => async (scene: Scene) =>
  scene.command({ type: 'EndGame', reason: 'called' }, { token: await make() });
const socket = (make: () => Promise<string> | string) => async (scene: Scene) =>
  scene.signIn(JSON.stringify({ token: await make() }));

const forgers = [...INVALID.map(([name, shape]) => [name, () => forged(shape)] as const), ...ODD];

const expired = (): string => forged({ claims: { exp: nowS() - HOUR_S, iat: nowS() - 2 * HOUR_S } });

export const TOKENS: readonly Attack[] = [
  ...forgers.map(([name, make]): Attack => [`a token ${name}, over HTTP`, '401 auth/invalid', http(make)]),
  ...forgers.map(([name, make]): Attack => [`a token ${name}, on a socket`, 'auth/invalid', socket(make)]),
  ['a token of 10 KB', '401 auth/invalid', http(() => forged({ claims: { pad: 'x'.repeat(10_000) } }))],
  ['an old token, over HTTP', '401 auth/expired', http(expired)],
  ['an old token, on a socket', 'auth/expired', socket(expired)],
  ['no token', '401 auth/missing', (scene) => scene.http(`/api/games/${scene.victim}`)],
  [
    'a token in the query',
    '401 auth/missing',
    (scene) => scene.http(`/api/games?token=${scene.fortress.tokens.scorekeeper}`),
  ],
  [
    'a token in a cookie',
    '401 auth/missing',
    (scene) => scene.http('/api/games', { headers: { cookie: `token=${scene.fortress.tokens.scorekeeper}` } }),
  ],
  [
    'a token by Basic',
    '401 auth/missing',
    (scene) => scene.http('/api/games', { headers: { authorization: 'Basic c2NvcmVyOng=' } }),
  ],
  [
    'a token twice',
    '401 auth/invalid',
    (scene) => scene.http('/api/games', { token: `x, Bearer ${scene.fortress.tokens.scorekeeper}` }),
  ],
  [
    'an empty token',
    '401 auth/missing',
    (scene) => scene.http('/api/games', { headers: { authorization: 'Bearer ' } }),
  ],
];

const auth =
  (text: string): Attack[2] =>
  (scene) =>
    scene.signIn(text);

export const SOCKET_AUTH: readonly Attack[] = [
  ['sign-in: nothing', 'auth/missing', auth('')],
  ['sign-in: an empty object', 'auth/missing', auth('{}')],
  ['sign-in: null', 'closed', auth('null')],
  ['sign-in: a list', 'closed', auth('["token"]')],
  ['sign-in: a text', 'closed', auth('"token"')],
  ['sign-in: a number', 'auth/missing', auth('1')],
  ['sign-in: no JSON', 'closed', auth('{token}')],
  ['sign-in: a name, where tokens are asked', 'auth/invalid', auth('{"user":"scorer"}')],
  ['sign-in: a token that is an object', 'auth/missing', auth('{"token":{"$ne":null}}')],
  ['sign-in: a token that is a list', 'auth/missing', auth('{"token":["x"]}')],
  ['sign-in: a token in a prototype', 'auth/missing', auth('{"__proto__":{"token":"x","user":"scorer"}}')],
  ['sign-in: a token of 10 KB', 'auth/missing', auth(JSON.stringify({ token: 'x'.repeat(10_000) }))],
  [
    'sign-in: a token in the query',
    'auth/missing',
    (scene) =>
      scene.signIn('{}', {
        options: { path: `/socket.io/?EIO=4&transport=websocket&token=${scene.fortress.tokens.scorekeeper}` },
      }),
  ],
  ['sign-in: 100 KB', 'closed', auth(JSON.stringify({ pad: 'x'.repeat(100_000) }))],
];
