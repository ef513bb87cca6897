import { gzipSync } from 'node:zlib';
import { homeRun } from '../../support/scored-game';
import type { Attack, Scene } from '../scene';

const scorekeeper = { who: 'scorekeeper' as const };
const get = (path: string) => (scene: Scene) => scene.http(path, scorekeeper);
const ofVictim = (rest: string) => (scene: Scene) => scene.http(`/api/games/${scene.victim}${rest}`, scorekeeper);
const query = (text: string) => get(`/api/games?${text}`);
const method =
  (name: string, path = '/api/games') =>
  (scene: Scene) =>
    scene.http(path, { ...scorekeeper, method: name });
const header = (headers: Record<string, string | string[]>) => (scene: Scene) =>
  scene.http('/api/games', { ...scorekeeper, headers });
const body =
  (text: string | Buffer, headers: Record<string, string> = {}) =>
  (scene: Scene) =>
    scene.command(undefined, { body: text, headers });

export const HTTP_PATHS: readonly Attack[] = [
  ['path: up and out', '404 request/not_found', get('/api/games/../../etc/passwd')],
  ['path: up and out, encoded', '404 game/not_found', get('/api/games/%2e%2e%2f%2e%2e%2fetc%2fpasswd')],
  ['path: up and out, encoded twice', '404 game/not_found', get('/api/games/%252e%252e%252fetc')],
  ['path: backslashes', '404 game/not_found', get('/api/games/..%5c..%5cwindows')],
  ['path: a NUL', '404 game/not_found', get('/api/games/%00')],
  ['path: a line break', '404 game/not_found', get('/api/games/a%0d%0aSet-Cookie:x')],
  ['path: half a character', '400 request/invalid', get('/api/games/%E0%A4%A')],
  ['path: a glob and a hash tag of Redis', '404 game/not_found', get('/api/games/*%7Bp00%7D')],
  ['path: SQL', '404 game/not_found', get("/api/games/'%20OR%20'1'='1")],
  ['path: __proto__', '404 game/not_found', get('/api/games/__proto__')],
  ['path: constructor', '404 game/not_found', get('/api/games/constructor')],
  ['path: doubled slashes', '404 request/not_found', get('//api//games')],
  ['path: in capitals, without a token', '401 auth/missing', (scene) => scene.http('/API/GAMES')],
  ['path: doubled slashes, without a token', '404 request/not_found', (scene) => scene.http('//api/games')],
  ['path: semicolons, without a token', '404 request/not_found', (scene) => scene.http('/api;x/games')],
  ['path: 40 letters too many', '404 game/not_found', get(`/api/games/${'a'.repeat(80)}`)],
  ['path: 20 KB', '431', get(`/api/games/${'a'.repeat(20_000)}`)],
  ['path: a league that is none', '400 request/invalid', get('/api/leagues/%7B%7D/standings')],
  ['path: a source file', '404 request/not_found', get('/src/main.ts')],
  ['path: the environment', '404 request/not_found', get('/.env')],
  ['seq: before the first', '404 game/no_such_seq', ofVictim('/at/-1')],
  ['seq: beyond the head', '404 game/no_such_seq', ofVictim('/at/99')],
  ['seq: beyond all numbers', '400 request/invalid', ofVictim('/at/99999999999999999999')],
  ['seq: with an exponent', '400 request/invalid', ofVictim('/at/1e3')],
  ['seq: SQL', '400 request/invalid', ofVictim('/at/1;DROP%20TABLE%20games')],
];

export const HTTP_QUERIES: readonly Attack[] = [
  ['query: a negative limit', '400 request/invalid', query('limit=-1')],
  ['query: a fraction', '400 request/invalid', query('limit=1.5')],
  ['query: 1e308', '400 request/invalid', query('limit=1e308')],
  ['query: beyond numbers', '400 request/invalid', query('limit=1e999')],
  ['query: NaN', '400 request/invalid', query('limit=NaN')],
  ['query: twice', '400 request/invalid', query('limit=1&limit=2')],
  ['query: an array', '400 request/invalid', query('limit[]=1')],
  ['query: an operator', '400 request/invalid', query('limit[$gt]=1')],
  ['query: a prototype', '400 request/invalid', query('__proto__[x]=1')],
  ['query: __proto__', '400 request/invalid', query('__proto__=x')],
  ['query: constructor', '400 request/invalid', query('constructor=x')],
  ['query: SQL in the league', '400 request/invalid', query("league=x'%20OR%201=1--")],
  ['query: SQL in the status', '400 request/invalid', query("status=live'%20OR%201=1--")],
  ['query: SQL in the cursor', '400 request/invalid', query("cursor=';DROP%20TABLE%20games;--")],
  [
    'query: SQL inside a cursor',
    '400 request/invalid',
    query(`cursor=${Buffer.from("2024-01-01T00:00:00.000Z x' OR 1=1--").toString('base64url')}`),
  ],
  [
    'query: a day that is none inside a cursor',
    '400 request/invalid',
    query(`cursor=${Buffer.from('2024-99-01T00:00:00.000Z abc').toString('base64url')}`),
  ],
  [
    'query: a year that PostgreSQL does not know inside a cursor',
    '400 request/invalid',
    query(`cursor=${Buffer.from('+99999-01-01T00:00:00.000Z abc').toString('base64url')}`),
  ],
  ['query: a NUL', '400 request/invalid', query('league=%00')],
  ['query: 5,000 names', '400 request/invalid', query(Array.from({ length: 1500 }, (_, n) => `a${n}=1`).join('&'))],
  [
    'query: a seat that is not yours',
    '403 seat/not_yours',
    (scene) => scene.http(`/api/games/${scene.victim}?as=home`, { who: 'away' }),
  ],
  ['query: a seat that is none', '400 request/invalid', ofVictim('?as=umpire')],
  ['query: events before the first', '400 request/invalid', ofVictim('/events?after=-1')],
  ['query: events, a billion', '400 request/invalid', ofVictim('/events?limit=1000000000')],
  ['query: a question that takes none', '400 request/invalid', ofVictim('/box-score?x=1')],
];

export const HTTP_METHODS: readonly Attack[] = [
  [
    'method: DELETE a game',
    '405 request/method_not_allowed',
    (scene) => scene.http(`/api/games/${scene.victim}`, { ...scorekeeper, method: 'DELETE' }),
  ],
  ['method: PATCH', '405 request/method_not_allowed', method('PATCH')],
  ['method: TRACE', '405 request/method_not_allowed', method('TRACE')],
  ['method: PROPFIND', '405 request/method_not_allowed', method('PROPFIND')],
  ['method: PURGE', '405 request/method_not_allowed', method('PURGE', '/metrics')],
  [
    'method: overridden in a header',
    '200 ok',
    header({ 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' }),
  ],
  ['method: overridden in a query', '400 request/invalid', query('_method=DELETE')],
  [
    'method: OPTIONS from a page of nobody',
    '401 auth/missing',
    (scene) => scene.http('/api/games', { method: 'OPTIONS', headers: { origin: 'https://evil.example' } }),
  ],
];

export const HTTP_HEADERS: readonly Attack[] = [
  ['header: 20 KB', '431', header({ 'x-pad': 'x'.repeat(20_000) })],
  [
    'header: 3,000 of them',
    '431',
    header(Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`x-${n}`, '1']))),
  ],
  ['header: a range of nothing', '200 ok', header({ range: 'bytes=0-0,1-1,2-2,-1,9999999999-' })],
  ['header: an address that is made up', '200 ok', header({ 'x-forwarded-for': "1.2.3.4, '; DROP TABLE games;--" })],
  ['header: another host', '200 ok', header({ host: 'evil.example' })],
  ['header: markup as the id of the request', '200 ok', header({ 'x-request-id': '"><script>alert(1)</script>' })],
  [
    'header: an expectation',
    '417',
    (scene) => scene.http('/api/games', { ...scorekeeper, headers: { expect: 'a-miracle' } }),
  ],
  ['header: a page of nobody', '200 ok', header({ origin: 'null' })],
  ['key: none', '400 request/invalid', (scene) => scene.command(homeRun(1), { headers: { 'idempotency-key': '' } })],
  [
    'key: with a blank',
    '400 request/invalid',
    (scene) => scene.command(homeRun(1), { headers: { 'idempotency-key': 'a b' } }),
  ],
  [
    'key: 65 letters',
    '400 request/invalid',
    (scene) => scene.command(homeRun(1), { headers: { 'idempotency-key': 'k'.repeat(65) } }),
  ],
  [
    'key: __proto__',
    '400 request/invalid',
    (scene) => scene.command(homeRun(1), { headers: { 'idempotency-key': '__proto__' } }),
  ],
  [
    'key: constructor',
    '409 turn/stale',
    (scene) => scene.command(homeRun(1), { headers: { 'idempotency-key': 'constructor' } }),
  ],
  [
    'key: a byte that is no letter',
    '400 request/invalid',
    (scene) => scene.command(homeRun(1), { headers: { 'idempotency-key': 'é' } }),
  ],
];

const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

export const HTTP_BODIES: readonly Attack[] = [
  ['body: none', '415 request/unsupported_media', (scene) => scene.command(undefined)],
  ['body: half', '400 request/malformed_json', body('{"type":')],
  ['body: a comment', '400 request/malformed_json', body('{/*x*/"type":"StartGame"}')],
  ['body: NaN', '400 request/malformed_json', body('{"type":NaN}')],
  ['body: null', '400 request/invalid', body('null')],
  ['body: a list', '400 request/invalid', body('[]')],
  ['body: a text', '400 request/invalid', body('"StartGame"')],
  ['body: 1e308', '400 request/invalid', body('1e308')],
  ['body: 30,000 brackets deep', '400 request/invalid', body(deep(30_000))],
  ['body: objects 10,000 deep', '400 request/invalid', body(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)],
  ['body: 64 KB and a little', '413 request/too_large', body(JSON.stringify({ pad: 'x'.repeat(65_536) }))],
  ['body: 1 MB', '413 request/too_large', body(JSON.stringify({ pad: 'x'.repeat(1_000_000) }))],
  [
    'body: zipped, 10 MB inside',
    '413 request/too_large',
    body(gzipSync(Buffer.alloc(10_000_000, 0x20)), { 'content-encoding': 'gzip' }),
  ],
  ['body: zipped, broken', '400 request/malformed_json', body('not gzip', { 'content-encoding': 'gzip' })],
  ['body: coded as nobody knows', '415 request/unsupported_media', body('{}', { 'content-encoding': 'martian' })],
  [
    'body: a charset that is none',
    '415 request/unsupported_media',
    body('{}', { 'content-type': 'application/json; charset=martian' }),
  ],
  ['body: UTF-7', '400 request/invalid', body('{}', { 'content-type': 'application/json; charset=utf-7' })],
  [
    'body: a form',
    '415 request/unsupported_media',
    body('type=StartGame', { 'content-type': 'application/x-www-form-urlencoded' }),
  ],
  [
    'body: parts',
    '415 request/unsupported_media',
    body('--x\r\n\r\n--x--', { 'content-type': 'multipart/form-data; boundary=x' }),
  ],
  [
    'body: XML',
    '415 request/unsupported_media',
    body('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', { 'content-type': 'application/xml' }),
  ],
  [
    'body: bytes that are no text',
    '400 request/invalid',
    body(Buffer.concat([Buffer.from('{"type":"'), Buffer.from([0xff, 0xfe, 0x80]), Buffer.from('"}')])),
  ],
  ['body: a NUL', '400 request/malformed_json', body('{"type":"Start\u0000Game"}')],
  ['body: __proto__', '400 request/invalid', body('{"__proto__":{"seat":"scorekeeper"},"type":"StartGame"}')],
  [
    'body: constructor.prototype',
    '400 request/invalid',
    body('{"constructor":{"prototype":{"isAdmin":true}},"type":"StartGame"}'),
  ],
  ['body: the type twice', '409 game/already_started', body('{"type":"EndGame","type":"StartGame"}')],
  ['body: a method of every object as type', '400 request/invalid', body('{"type":"toString"}')],
  [
    'body: a lineup for nobody',
    '404 request/not_found',
    (scene) => scene.http(`/api/games/${scene.victim}/lineups/umpires`, { ...scorekeeper, method: 'PUT', json: {} }),
  ],
  [
    'body: a lineup for __proto__',
    '404 request/not_found',
    (scene) => scene.http(`/api/games/${scene.victim}/lineups/__proto__`, { ...scorekeeper, method: 'PUT', json: {} }),
  ],
];
