/** Attacks below HTTP: bytes that no library would send. */
import type { Attack, Scene } from '../scene';

const raw = (text: string) => (scene: Scene) => scene.raw(text);
const post = (headers: string, rest: string) => (scene: Scene) =>
  scene.raw(
    `POST /api/games/${scene.victim}/commands HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${scene.fortress.tokens.scorekeeper}\r\n` +
      `Content-Type: application/json\r\nIdempotency-Key: ${scene.key()}\r\n${headers}\r\n\r\n${rest}`,
  );

export const RAW_HTTP: readonly Attack[] = [
  ['raw: noise', '400', raw('\u0000\u0001\u0002\u0003\r\n\r\n')],
  ['raw: a TLS hello', '400', raw('\u0016\u0003\u0001\u0000\u00a5\u0001\u0000\u0000\u00a1\u0003\u0003')],
  ['raw: the preface of HTTP/2', '400', raw('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')],
  ['raw: HTTP/0.9', '200 ok', raw('GET /healthz\r\n\r\n')],
  ['raw: a method that is none', '400', raw('HACK / HTTP/1.1\r\nHost: x\r\n\r\n')],
  ['raw: no host', '400', raw('GET /healthz HTTP/1.1\r\n\r\n')],
  ['raw: a blank before the colon', '400', raw('GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n')],
  ['raw: a NUL in a header', '400', raw('GET /healthz HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\n\r\n')],
  ['raw: a bare carriage return', '400', raw('GET /healthz HTTP/1.1\r\nHost: x\rX: y\r\n\r\n')],
  ['raw: CONNECT', 'closed', raw('CONNECT 127.0.0.1:5432 HTTP/1.1\r\nHost: x\r\n\r\n')],
  [
    'raw: a proxy’s request',
    '404 request/not_found',
    raw('GET http://127.0.0.1:6379/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
  ],
  ['raw: two lengths', '400', post('Content-Length: 2\r\nContent-Length: 9', '{}')],
  [
    'raw: a length and chunks',
    '400',
    post('Content-Length: 4\r\nTransfer-Encoding: chunked', '0\r\n\r\nGET /admin HTTP/1.1\r\n\r\n'),
  ],
  ['raw: a negative length', '400', post('Content-Length: -1', '{}')],
  ['raw: chunks of a strange kind', '400', post('Transfer-Encoding: xchunked', '0\r\n\r\n')],
  ['raw: a chunk of nonsense length', '400', post('Transfer-Encoding: chunked', 'zz\r\n{}\r\n0\r\n\r\n')],
  [
    'raw: a chunk as large as memory',
    '400 request/malformed_json',
    post('Transfer-Encoding: chunked', '3\r\n{},\r\n0\r\n\r\n'),
  ],
  ['raw: a body that never comes', '408', post('Content-Length: 100', '{"type":')],
  ['raw: headers that never end', '408', raw('GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ')],
  ['raw: Redis', '400', raw('*1\r\n$8\r\nFLUSHALL\r\n')],
];

const upgrade =
  (path: string, headers: Record<string, string> = {}) =>
  async (scene: Scene) => {
    const socket = await scene.websocket({ path, headers });
    return { got: socket.status.replace(/^HTTP\/1\.1 (\d{3}).*$/, '$1') || 'closed', text: socket.status };
  };
const SOCKET = '/socket.io/?EIO=4&transport=websocket';

export const UPGRADES: readonly Attack[] = [
  [
    'upgrade: the old protocol',
    'closed',
    async (scene) => scene.untilClosed(await scene.websocket({ path: '/socket.io/?EIO=3&transport=websocket' })),
  ],
  ['upgrade: polling', '400', upgrade('/socket.io/?EIO=4&transport=polling')],
  ['upgrade: a transport of every object', '400', upgrade('/socket.io/?EIO=4&transport=__proto__')],
  ['upgrade: a session that is none', '400', upgrade(`${SOCKET}&sid=x`)],
  ['upgrade: a session called __proto__', '400', upgrade(`${SOCKET}&sid=__proto__`)],
  ['upgrade: elsewhere', 'closed', upgrade('/elsewhere')],
  ['upgrade: a page of nobody', '400', upgrade(SOCKET, { origin: 'https://evil.example' })],
  ['upgrade: a page without an origin', '400', upgrade(SOCKET, { origin: 'null' })],
  ['upgrade: a version that is none', '400', upgrade(SOCKET, { 'Sec-WebSocket-Version': '99' })],
  ['upgrade: a key that is none', '400', upgrade(SOCKET, { 'Sec-WebSocket-Key': 'x' })],
  [
    'upgrade: polling over plain HTTP',
    '400 Transport unknown',
    (scene) => scene.http('/socket.io/?EIO=4&transport=polling'),
  ],
  [
    'upgrade: a handshake by POST',
    '400 Transport unknown',
    (scene) => scene.http('/socket.io/?EIO=4&transport=polling', { method: 'POST', body: '40' }),
  ],
];

type Sent = Parameters<Awaited<ReturnType<Scene['websocket']>>['sendFrame']>[0];

const frame =
  (...frames: Sent[]) =>
  async (scene: Scene) => {
    const player = await scene.player('stranger');
    frames.forEach((each) => player.socket.sendFrame(each));
    return await scene.fate(player);
  };
const engine = (text: string) => (scene: Scene) => scene.packet(text, 'stranger');

export const FRAMES: readonly Attack[] = [
  ['frame: without a mask', 'closed', frame({ payload: '43', isMasked: false })],
  ['frame: a reserved opcode', 'closed', frame({ opcode: 3, payload: 'x' })],
  ['frame: a reserved bit', 'closed', frame({ opcode: 0x41, payload: 'x' })],
  ['frame: a ping in pieces', 'closed', frame({ opcode: 9, payload: 'x', isFinal: false })],
  ['frame: a ping too long', 'closed', frame({ opcode: 9, payload: 'x'.repeat(126) })],
  ['frame: the end of nothing', 'closed', frame({ opcode: 0, payload: 'x' })],
  ['frame: a start within a start', 'closed', frame({ isFinal: false, payload: 'x' }, { payload: 'y' })],
  ['frame: bytes that are no text', 'closed', frame({ payload: Buffer.from([0xc3, 0x28]) })],
  ['frame: a close of a strange kind', 'closed', frame({ opcode: 8, payload: Buffer.from([0, 1]) })],
  ['frame: a length beyond memory', 'closed', frame({ length: 2 ** 40 })],
  ['frame: a length beyond numbers', 'closed', frame({ length: Number.MAX_SAFE_INTEGER })],
  ['frame: 2 MB', 'closed', frame({ payload: `42["command","${'x'.repeat(2_000_000)}"]` })],
  [
    'frame: 2 MB in pieces',
    'closed',
    frame(
      ...Array.from({ length: 40 }, (_, n) => ({
        opcode: n === 0 ? 1 : 0,
        isFinal: false,
        payload: 'x'.repeat(50_000),
      })),
    ),
  ],
  ['frame: bytes', 'closed', frame({ opcode: 2, payload: Buffer.from([4, 1, 2, 3]) })],
  ['frame: pings, a hundred', 'alive', frame(...Array.from({ length: 100 }, () => ({ opcode: 9, payload: 'x' })))],
  ['engine: nothing', 'closed', engine('')],
  ['engine: an open', 'alive', engine('0{"sid":"x"}')],
  ['engine: a close', 'alive', engine('1')],
  ['engine: a ping the wrong way', 'closed', engine('2')],
  ['engine: pongs that nobody asked for', 'alive', engine('3')],
  ['engine: an upgrade', 'alive', engine('5')],
  ['engine: a packet that is none', 'closed', engine('7')],
  ['engine: base64', 'closed', engine('bAAAA')],
];
