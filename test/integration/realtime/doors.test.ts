/** Who is kept out of a node, or shown the door: by number, by time, by noise. */
import { connect, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { io } from 'socket.io-client';
import { SignJWT } from 'jose';
import { meshProof } from '../../../src/realtime/mesh-wire';
import { AUTH_SECRET, EdgeWorld, MESH_SECRET, type EdgeNode, type EdgeOptions, startEdge } from '../../support/edge';
import { RawSocket } from '../../support/raw-socket';
import { startRedis, type TestRedis } from '../../support/redis';
import { homeRun, openGame, SCOREKEEPER } from '../../support/scored-game';
import { until } from '../../support/until';

let redis: TestRedis;
let world: EdgeWorld;
const nodes: EdgeNode[] = [];
const sockets: RawSocket[] = [];

beforeAll(async () => {
  redis = await startRedis();
  world = new EdgeWorld(redis.url);
});

afterEach(async () => {
  sockets.splice(0).forEach((socket) => socket.close());
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
});

afterAll(() => redis.stop());

async function start(config: NonNullable<EdgeOptions['config']>): Promise<EdgeNode> {
  const node = await startEdge(world, { config });
  nodes.push(node);
  return node;
}

async function knock(node: EdgeNode, auth: Record<string, unknown>, headers: Record<string, string> = {}) {
  const socket = new RawSocket(node.url, auth, headers);
  sockets.push(socket);
  return { socket, code: (await socket.opened())?.code ?? 'connected' };
}

describe('places', () => {
  test('a user with as many sockets as he may have → server/overloaded, until one of them is closed', async () => {
    const node = await start({ socketsPerUserMax: 2 });
    const first = await knock(node, { user: 'ann' });
    const codes = [first.code, (await knock(node, { user: 'ann' })).code, (await knock(node, { user: 'ann' })).code];
    expect(codes).toEqual(['connected', 'connected', 'server/overloaded']);
    expect((await knock(node, { user: 'bob' })).code).toBe('connected');
    first.socket.close();
    await until('her place is free', async () => (await knock(node, { user: 'ann' })).code === 'connected');
  });

  test('an address, as the proxy saw it → its own number of places, whatever it says of itself', async () => {
    const node = await start({ socketsPerAddressMax: 1, trustProxyHops: 1 });
    const from = (user: string, header: string) => knock(node, { user }, { 'x-forwarded-for': header });
    expect((await from('ann', '1.2.3.4')).code).toBe('connected');
    expect((await from('bob', '1.2.3.4')).code).toBe('server/overloaded');
    expect((await from('cat', '9.9.9.9, 1.2.3.4')).code).toBe('server/overloaded');
    expect((await from('dan', '1.2.3.5')).code).toBe('connected');
  });

  test('without a proxy → the header says nothing', async () => {
    const node = await start({ socketsPerAddressMax: 1 });
    const from = (user: string, header: string) => knock(node, { user }, { 'x-forwarded-for': header });
    expect((await from('ann', '1.2.3.4')).code).toBe('connected');
    expect((await from('bob', '5.6.7.8')).code).toBe('server/overloaded');
  });

  test('whoever was turned away → his connection is closed, too', async () => {
    const node = await start({ auth: 'token' });
    const { code, socket } = await knock(node, {});
    expect(code).toBe('auth/missing');
    socket.socket.io.engine?.removeAllListeners('close');
    await until('no connection is left', () => node.realtime.connections() === 0);
  });
});

describe('time', () => {
  test('a token that ends while its holder is connected → he hears nothing more, and comes back with another', async () => {
    const node = await start({ auth: 'token' });
    const endsInS = Math.floor(Date.now() / 1000) - 3;
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('fan')
      .setIssuer('dugout')
      .setAudience('dugout')
      // Within the tolerance for clocks that differ, still.
      .setExpirationTime(endsInS)
      .sign(new TextEncoder().encode(AUTH_SECRET));
    const { code, socket } = await knock(node, { token });
    expect(code).toBe('connected');
    await until('he is out', () => socket.socket.disconnected);
    expect((await knock(node, { token })).code).toBe('auth/expired');
  });

  test('whoever is shown the door and does not go → is out soon', async () => {
    const node = await start({ auth: 'token' });
    const line = await dial(node);
    const head = 'Host: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13';
    const key = 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';
    line.write(`GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${head}\r\n${key}\r\n\r\n`);
    await new Promise((upgraded) => line.once('data', upgraded));
    // "42[]" before having signed in, under a mask of zeros; the close frame that comes back is not answered.
    line.write(Buffer.concat([Buffer.from([0x81, 0x84, 0, 0, 0, 0]), Buffer.from('42[]')]));
    await until('the line is closed', () => line.destroyed);
  });

  test('whoever sends nothing, or only half of it → his connection is closed', async () => {
    const node = await start({ httpHeadersTimeoutMs: 300, httpRequestTimeoutMs: 600 });
    const halves = [
      '',
      'GET /healthz HT',
      'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: 1\r\n',
      'POST /api/games HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{',
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n',
    ];
    const lines = await Promise.all(halves.map(() => dial(node)));
    lines.forEach((line, n) => line.write(halves[n]!));
    await until('all are closed', () => lines.every((line) => line.destroyed));
  });
});

describe('noise', () => {
  test('more packets than a connection may send, of whatever kind → it is cut off; the others go on', async () => {
    const node = await start({ rateSocketPerS: 50 });
    const [loud, calm] = [await knock(node, { user: 'loud' }), await knock(node, { user: 'calm' })];
    const { engine } = loud.socket.socket.io;
    // Acknowledgements of nothing: no other limit counts them.
    for (let n = 0; n < 200; n += 1) engine.write(`3${n}[]`);
    await until('it is cut off', () => loud.socket.socket.disconnected);
    expect(await calm.socket.ask('leave', { gameId: 'g1' })).toEqual({ ok: true });
    expect((await node.metrics.socketsCutOff.get()).values).toMatchObject([{ labels: { reason: 'flood' }, value: 1 }]);
  });

  test('nothing but nonsense → is dropped unread for a while, and nobody else is', async () => {
    const node = await start({ nonsenseMax: 3 });
    const [loud, calm] = [await knock(node, { user: 'loud' }), await knock(node, { user: 'calm' })];
    for (let n = 0; n < 3; n += 1) {
      expect(await loud.socket.ask('join', { gameId: 'nope', as: 'spectator' })).toMatchObject({ ok: false });
    }
    expect((await node.metrics.socketsUnheard.get()).values).toEqual([{ labels: {}, value: 0 }]);
    expect(await loud.socket.ask('dance', {})).toMatchObject({ error: { code: 'request/not_found' } });
    const answers: unknown[] = [];
    loud.socket.socket.emit('leave', { gameId: 'g1' }, (answer: unknown) => answers.push(answer));
    for (let n = 0; n < 100; n += 1) expect(await calm.socket.ask('leave', { gameId: 'g1' })).toEqual({ ok: true });
    expect((await node.metrics.socketsUnheard.get()).values).toEqual([{ labels: {}, value: 1 }]);
    expect(answers).toEqual([]);
    await until('it is heard again', async () => {
      loud.socket.socket.emit('leave', { gameId: 'g1' }, (answer: unknown) => answers.push(answer));
      return answers.length > 0;
    });
    expect(loud.socket.socket.connected).toBe(true);
  });

  test('sockets that said something large and are quiet → nothing of it is kept', async () => {
    const node = await start({});
    const gameId = 'x'.repeat(60_000);
    const loud = await Promise.all(Array.from({ length: 40 }, async (_, n) => await knock(node, { user: `u${n}` })));
    const sayOf = (id: string) =>
      Promise.all(loud.map(async ({ socket }) => await socket.ask('leave', { gameId: id })));
    // What a first answer allocates is there before.
    await sayOf('g1');
    const before = bufferBytes();
    await sayOf(gameId);
    expect(bufferBytes() - before).toBeLessThan(5 * gameId.length);
    expect(loud.every(({ socket }) => socket.socket.connected)).toBe(true);
  });

  test('a socket that asks and does not read → is cut off, and what waited for it is gone', async () => {
    const node = await start({});
    const gameId = await openGame(node.rest(SCOREKEEPER));
    const deaf = await knock(node, { user: 'deaf' });
    const { transport } = deaf.socket.socket.io.engine as unknown as { transport: { ws: { _socket: Socket } } };
    transport.ws._socket.pause();
    const flood = (): void => {
      for (let n = 0; n < 500; n += 1) {
        deaf.socket.socket.emit('join', { gameId, as: 'spectator' }, () => undefined);
      }
    };
    await until('it is cut off', async () => {
      flood();
      return (await node.metrics.socketsCutOff.get()).values.some(({ value }) => value > 0);
    });
    await until('nothing of it is left', () => node.realtime.connections() === 0);
  });

  test('a spectator who lags → is spared updates, and catches up by asking', async () => {
    const node = await start({});
    const gameId = await openGame(node.rest(SCOREKEEPER));
    const [lagging, scorer] = [await knock(node, { user: 'fan' }), await knock(node, { user: SCOREKEEPER })];
    await lagging.socket.ask('join', { gameId, as: 'spectator' });
    const { transport } = lagging.socket.socket.io.engine as unknown as { transport: { ws: { _socket: Socket } } };
    transport.ws._socket.pause();
    let turn = 0;
    await until('he is spared an update', async () => {
      for (let n = 0; n < 100; n += 1) lagging.socket.socket.emit('updates', { gameId, since: 0 }, () => undefined);
      turn += 1;
      const command = { gameId, commandId: `c${turn}`, seat: 'scorekeeper', command: homeRun(turn) };
      await scorer.socket.ask('command', command);
      return ((await node.metrics.hintsSpared.get()).values[0]?.value ?? 0) > 0;
    });
    transport.ws._socket.resume();
    await until('he hears again', () => lagging.socket.seqs().length > 0);
    const { catchup } = (await lagging.socket.ask('updates', { gameId, since: turn })) as unknown as {
      catchup: { seq: number };
    };
    expect(catchup.seq).toBe(4 + turn);
  });
});

describe('the mesh', () => {
  const link = (node: EdgeNode, proof: unknown) =>
    new Promise<string>((resolve) => {
      const socket = io(`${node.url}/mesh`, { transports: ['websocket'], forceNew: true, auth: { proof } });
      const done = (outcome: string): void => {
        socket.disconnect();
        resolve(outcome);
      };
      socket.once('connect', () => done('connected'));
      socket.once('connect_error', (error) => done(error.message));
    });

  test.each<[string, (url: string) => unknown]>([
    ['nothing', () => undefined],
    ['the secret itself', () => MESH_SECRET],
    ['a proof made for another address', () => meshProof(MESH_SECRET, 'http://10.0.0.1:3000')],
    ['a proof of another secret', (url) => meshProof('x'.repeat(32), url)],
    ['an object', () => ({ length: 43 })],
  ])('whoever shows %s → refused', async (_title, proof) => {
    const node = await start({});
    expect(await link(node, proof(node.url))).toBe('auth/invalid');
  });

  test('secrets are changed → nodes with either are believed', async () => {
    const node = await start({ meshSecretAlso: 'n'.repeat(32) });
    expect(await link(node, meshProof(MESH_SECRET, node.url))).toBe('connected');
    expect(await link(node, meshProof('n'.repeat(32), node.url))).toBe('connected');
  });
});

/** What the process holds in buffers, after a collection. */
function bufferBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().arrayBuffers;
}

function dial(node: EdgeNode): Promise<Socket> {
  return new Promise((resolve) => {
    const line = connect(Number(new URL(node.url).port), '127.0.0.1', () => resolve(line));
    line.on('error', () => undefined);
    line.resume();
  });
}
