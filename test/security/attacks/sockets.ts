/** What a socket may say that is no question, or none that there is; the nodes' own namespace; the operator's pages. */
import { createHmac } from 'node:crypto';
import { CANARIES } from '../../support/fortress';
import { meshProof } from '../../../src/realtime/mesh-wire';
import type { Attack, HttpAttack, Scene } from '../scene';

const ask =
  (event: string, args: string): Attack[2] =>
  (scene) =>
    scene.ask(event, args);
const unknown = (event: string): Attack => [`event: ${event}`, 'request/not_found', ask(event, '{}')];
const packet =
  (text: string): Attack[2] =>
  (scene) =>
    scene.packet(text);
/** A packet that asks, around its id. */
const askRaw =
  (text: (id: number) => string): Attack[2] =>
  async (scene) => {
    const answer = await (await scene.player('scorekeeper')).askRaw(text);
    return { got: /"code":"([^"]+)"/.exec(answer)?.[1] ?? answer, text: answer };
  };
const of = (scene: Scene, more: string): string => `{"gameId":"${scene.victim}"${more}}`;

export const EVENTS: readonly Attack[] = [
  ...[
    'dance',
    '__proto__',
    'constructor',
    'toString',
    '$refused',
    'ask',
    'answer',
    'alive',
    'update',
    'JOIN',
    '',
    ' join',
    'join\\u0000',
  ].map(unknown),
  ['event: a number', 'request/not_found', askRaw((id) => `42${id}[7,{}]`)],
  ['event: reserved (connect)', 'closed', packet('42["connect",{}]')],
  ['event: reserved (disconnect)', 'closed', packet('42["disconnect",{}]')],
  ['event: reserved (newListener)', 'closed', packet('42["newListener",{}]')],
  ['event: none', 'closed', packet('42[]')],
  ['event: null', 'closed', packet('42[null]')],
  ['event: an object', 'closed', packet('42[{"a":1}]')],
  ['event: no list', 'closed', packet('42{"a":1}')],
  ['event: no JSON', 'closed', packet('42["join",')],
  ['event: without an acknowledgement', 'alive', packet('42["command",{"gameId":"x"}]')],
  ['event: an acknowledgement that is no number', 'closed', packet('42x["join",{}]')],
  ['event: an acknowledgement beyond numbers', 'alive', packet(`42${'9'.repeat(40)}["leave",{"gameId":"x"}]`)],
  ['join: nothing', 'request/invalid', ask('join', '')],
  ['join: null', 'request/invalid', ask('join', 'null')],
  ['join: a function’s name', 'request/invalid', ask('join', '"toString"')],
  ['join: a game that is not', 'game/not_found', ask('join', '{"gameId":"nope","as":"spectator"}')],
  ['join: a room of Redis', 'request/invalid', ask('join', '{"gameId":"*}{p00","as":"spectator"}')],
  [
    'join: since before the first',
    'request/invalid',
    (scene) => scene.ask('join', of(scene, ',"as":"spectator","since":-1')),
  ],
  ['join: since a half', 'request/invalid', (scene) => scene.ask('join', of(scene, ',"as":"spectator","since":0.5'))],
  ['join: since 1e308', 'request/invalid', (scene) => scene.ask('join', of(scene, ',"as":"spectator","since":1e308'))],
  [
    'join: with a field too many',
    'request/invalid',
    (scene) => scene.ask('join', of(scene, ',"as":"spectator","user":"scorer"')),
  ],
  [
    'join: __proto__',
    'request/invalid',
    (scene) => scene.ask('join', of(scene, ',"as":"spectator","__proto__":{"since":0}')),
  ],
  ['updates: without having joined', 'request/invalid', (scene) => scene.ask('updates', of(scene, ',"since":0'))],
  ['leave: a list', 'request/invalid', ask('leave', '[]')],
  [
    'binary: an attachment announced',
    'request/binary',
    askRaw((id) => `451-${id}["command",{"_placeholder":true,"num":0}]`),
  ],
  [
    'binary: 9,999 attachments',
    'request/binary',
    askRaw((id) => `459999-${id}["command",{"_placeholder":true,"num":0}]`),
  ],
  ['binary: attachments without end', 'request/binary', askRaw((id) => `45${id}["command",{}]`)],
  ['binary: an answer', 'closed', packet('461-1[{"_placeholder":true,"num":0}]')],
  ['size: 70 KB', 'request/too_large', askRaw((id) => `42${id}["command","${'x'.repeat(70_000)}"]`)],
  ['size: 1 MB', 'request/too_large', askRaw((id) => `42${id}["command","${'x'.repeat(1_000_000)}"]`)],
  ['size: 1 MB for the mesh', 'closed', packet(`42/mesh,1["ask","${'x'.repeat(1_000_000)}"]`)],
  ['depth: 30,000', 'request/invalid', askRaw((id) => `42${id}["command",${'['.repeat(30_000)}${']'.repeat(30_000)}]`)],
  ['arguments: 10,000', 'request/invalid', askRaw((id) => `42${id}["leave"${',1'.repeat(10_000)}]`)],
];

export const NAMESPACES: readonly Attack[] = [
  ['namespace: /admin', 'alive', packet('40/admin,{}')],
  ['namespace: a path', 'alive', packet('40/../../etc/passwd,{}')],
  ['namespace: __proto__', 'alive', packet('40/__proto__,{}')],
  ['namespace: 10,000 letters', 'alive', packet(`40/${'x'.repeat(10_000)},{}`)],
  ['namespace: an event for one not joined', 'closed', packet('42/admin,["x"]')],
  ['namespace: a second sign-in', 'closed', packet('40{"token":"x"}')],
  ['namespace: a refusal from the client', 'closed', packet('44{"message":"no"}')],
  ['namespace: an answer to nothing', 'alive', packet('43777[{"ok":true}]')],
  ['namespace: a type that is none', 'closed', packet('49["x"]')],
  ['mesh: without a proof', 'auth/invalid', (scene) => scene.signIn('{}', { namespace: '/mesh' })],
  [
    'mesh: with a player’s token',
    'auth/invalid',
    (scene) =>
      scene.signIn(JSON.stringify({ token: scene.fortress.tokens.operator, proof: scene.fortress.tokens.operator }), {
        namespace: '/mesh',
      }),
  ],
  [
    'mesh: with a proof that is an object',
    'auth/invalid',
    (scene) => scene.signIn('{"proof":{"length":43}}', { namespace: '/mesh' }),
  ],
  [
    'mesh: with a proof of another secret',
    'auth/invalid',
    (scene) =>
      scene.signIn(JSON.stringify({ proof: meshProof('x'.repeat(40), scene.fortress.url) }), { namespace: '/mesh' }),
  ],
  [
    'mesh: with a proof for another node',
    'auth/invalid',
    (scene) =>
      scene.signIn(JSON.stringify({ proof: meshProof(CANARIES.DUGOUT_MESH_SECRET, 'http://10.0.0.1:3000') }), {
        namespace: '/mesh',
      }),
  ],
  ['mesh: from a player’s own connection', 'closed', meshCommand],
];

/** Somebody signs in as a player, is refused by the mesh, and asks there nevertheless. */
async function meshCommand(scene: Scene) {
  const player = await scene.player('stranger');
  player.socket.send('40/mesh,{}');
  const request = {
    gameId: scene.victim,
    commandId: scene.key(),
    seat: 'scorekeeper',
    command: { type: 'EndGame', reason: 'called' },
  };
  player.socket.send(`42/mesh,${JSON.stringify(['ask', [[1, { kind: 'command', request, user: 'scorer' }]]])}`);
  return await scene.untilClosed(player.socket);
}

const admin =
  (path: string, attack: HttpAttack = {}): Attack[2] =>
  (scene) =>
    scene.http(path, attack);
const cookie = (text: string): HttpAttack => ({
  headers: { cookie: `dugout_operator=${text}`, accept: 'application/json' },
});
const login = (body: string): Attack[2] =>
  admin('/admin/login', { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
const TOMORROW = String(Date.now() + 24 * 60 * 60 * 1000);
const signedBy = (secret: string): string =>
  `${TOMORROW}.${createHmac('sha256', secret).update(`operator until ${TOMORROW}`).digest('base64url')}`;

export const ADMIN: readonly Attack[] = [
  ['admin: without a token', '401 auth/missing', admin('/admin/queues', { headers: { accept: 'application/json' } })],
  ['admin: without a token, from a browser', '303', admin('/admin/queues', { headers: { accept: 'text/html' } })],
  ['admin: its data without a token', '401 auth/missing', admin('/admin/queues/api/queues')],
  [
    'admin: a job tried again without a token',
    '401 auth/missing',
    admin('/admin/queues/api/queues/persist/retry/failed', { method: 'PUT' }),
  ],
  [
    'admin: a queue emptied without a token',
    '401 auth/missing',
    admin('/admin/queues/api/queues/persist/empty', { method: 'PUT' }),
  ],
  ['admin: in capitals', '401 auth/missing', admin('/ADMIN/QUEUES/api/queues')],
  ['admin: doubled slashes', '404 request/not_found', admin('//admin//queues/api/queues')],
  ['admin: a detour', '401 auth/missing', admin('/admin/queues/../queues/api/queues')],
  ['admin: an encoded slash', '404 request/not_found', admin('/admin%2fqueues/api/queues')],
  ['admin: a matrix', '404 request/not_found', admin('/admin;x/queues/api/queues')],
  ['admin: a file beside it', '401 auth/missing', admin('/admin/queues/static/../../../package.json')],
  ['admin: a player’s token', '403 auth/forbidden', admin('/admin/queues', { who: 'scorekeeper' })],
  ['admin: the mesh’s secret', '401 auth/invalid', admin('/admin/queues', { token: CANARIES.DUGOUT_MESH_SECRET })],
  [
    'admin: the token but for a letter',
    '401 auth/invalid',
    admin('/admin/queues', { token: `${CANARIES.DUGOUT_OPERATOR_TOKEN.slice(0, -1)}x` }),
  ],
  ['admin: a cookie that is none', '401 auth/missing', admin('/admin/queues', cookie('x'))],
  ['admin: a cookie of dots', '401 auth/missing', admin('/admin/queues', cookie('.'))],
  ['admin: a cookie that somebody signed', '401 auth/missing', admin('/admin/queues', cookie(signedBy('guessed')))],
  ['admin: a cookie signed by nobody', '401 auth/missing', admin('/admin/queues', cookie(`${TOMORROW}.`))],
  [
    'admin: a cookie from __proto__',
    '401 auth/missing',
    admin('/admin/queues', { headers: { cookie: '__proto__=1; dugout_operator=__proto__' } }),
  ],
  ['admin: a wrong token typed', '401', login('token=guess')],
  ['admin: no token typed', '401', login('')],
  ['admin: a list typed', '401', login('token=a&token=b')],
  ['admin: an object typed', '401', login('token[length]=32')],
  ['admin: 10 KB typed', '413 request/too_large', login(`token=${'x'.repeat(10_000)}`)],
];
