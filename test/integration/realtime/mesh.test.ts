import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { Fault } from '../../../src/cluster/ports';
import { systemClock } from '../../../src/platform/clock';
import { refused } from '../../../src/protocol/envelope';
import { GameId } from '../../../src/protocol/ids';
import type { MeshRequest } from '../../../src/protocol/mesh';
import { MESH_NAMESPACE } from '../../../src/protocol/wire';
import { MeshLinks } from '../../../src/realtime/mesh';
import { serveMesh } from '../../../src/realtime/mesh-server';
import type { AnyMeshAnswer } from '../../../src/realtime/mesh-wire';
import { wireParser } from '../../../src/realtime/parser';
import { until } from '../../support/until';

const SECRET = 'the-secret-of-the-mesh-of-this-test';
const acquire = (id: string) => ({ kind: 'acquire' as const, gameId: GameId.parse(id) });

interface Peer {
  readonly address: string;
  readonly asked: MeshRequest[];
  readonly packets: () => number;
  stop(): Promise<void>;
}

let links: MeshLinks;
const peers: Peer[] = [];

beforeEach(() => {
  links = new MeshLinks({ clock: systemClock, secret: SECRET, onAsked: () => undefined });
});

afterEach(async () => {
  links.close();
  await Promise.all(peers.splice(0).map((peer) => peer.stop()));
});

/** A node that only answers. */
async function startPeer(handle: (request: MeshRequest) => Promise<AnyMeshAnswer>, port = 0): Promise<Peer> {
  const http: HttpServer = createServer();
  const io = new Server(http, { transports: ['websocket'], parser: wireParser, maxHttpBufferSize: 1_310_720 });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const asked: MeshRequest[] = [];
  let packets = 0;
  const namespace = io.of(MESH_NAMESPACE);
  namespace.on('connection', (socket) => socket.onAny(() => (packets += 1)));
  serveMesh(namespace, {
    clock: systemClock,
    secret: SECRET,
    address,
    handle: (request) => {
      asked.push(request);
      return handle(request);
    },
    onFailed: () => undefined,
  });
  const peer = { address, asked, packets: () => packets, stop: () => io.close() };
  peers.push(peer);
  return peer;
}

/** How a question ended. */
async function outcomeOf(question: Promise<unknown>): Promise<unknown> {
  return await question.then(
    (answer) => answer,
    (fault: unknown) => (fault instanceof Fault ? fault.outcome : fault),
  );
}

describe('mesh: a question', () => {
  test('to a node that answers → its answer, and the link is open', async () => {
    const peer = await startPeer(() => Promise.resolve({ ok: true }));
    expect(links.reachability(peer.address)).toBe('unknown');
    expect(await links.ask(peer.address, acquire('g1'), 1000)).toEqual({ ok: true });
    expect(links.reachability(peer.address)).toBe('open');
    expect(peer.asked).toEqual([acquire('g1')]);
  });

  test('a hundred in one tick → each its own answer, a handful of packets', async () => {
    const peer = await startPeer((request) =>
      Promise.resolve(refused('owner/moved', { message: request.kind === 'acquire' ? request.gameId : '' })),
    );
    await links.ask(peer.address, acquire('first'), 1000);
    const ids = Array.from({ length: 100 }, (_, n) => `g${n}`);
    const answers = await Promise.all(ids.map((id) => links.ask(peer.address, acquire(id), 1000)));
    expect(answers.map((answer) => (answer.ok ? '' : answer.error.message))).toEqual(ids);
    expect(peer.packets()).toBeLessThanOrEqual(5);
  });

  test('to an address where nobody listens → notApplied, and refused', async () => {
    const peer = await startPeer(() => Promise.resolve({ ok: true }));
    await peer.stop();
    expect(await outcomeOf(links.ask(peer.address, acquire('g1'), 1000))).toBe('notApplied');
    expect(links.reachability(peer.address)).toBe('refused');
  });

  test('to a node that does not answer in time → unknown', async () => {
    const peer = await startPeer(() => new Promise(() => undefined));
    expect(await outcomeOf(links.ask(peer.address, acquire('g1'), 100))).toBe('unknown');
  });

  test('under way when the node dies → unknown, and the link is closed', async () => {
    const peer = await startPeer(() => new Promise(() => undefined));
    const question = outcomeOf(links.ask(peer.address, acquire('g1'), 5000));
    await until('it was asked', () => peer.asked.length > 0);
    await peer.stop();
    expect(await question).toBe('unknown');
    expect(['closed', 'refused']).toContain(links.reachability(peer.address));
  });

  test('to a node that came back on its address → answered, without anybody’s doing', async () => {
    const peer = await startPeer(() => Promise.resolve({ ok: true }));
    await links.ask(peer.address, acquire('g1'), 1000);
    await peer.stop();
    await until('it is seen to be gone', () => links.reachability(peer.address) === 'refused');
    await startPeer(() => Promise.resolve({ ok: true }), Number(new URL(peer.address).port));
    await until('the link is open again', () => links.reachability(peer.address) === 'open');
    expect(await links.ask(peer.address, acquire('g2'), 1000)).toEqual({ ok: true });
  });

  test('with another secret → notApplied, and nothing is asked', async () => {
    const peer = await startPeer(() => Promise.resolve({ ok: true }));
    const stranger = new MeshLinks({ clock: systemClock, secret: 'x'.repeat(32), onAsked: () => undefined });
    expect(await outcomeOf(stranger.ask(peer.address, acquire('g1'), 1000))).toBe('notApplied');
    expect(peer.asked).toEqual([]);
    stranger.close();
  });

  test('that the node cannot read → request/invalid, and the next one is answered', async () => {
    const peer = await startPeer(() => Promise.resolve({ ok: true }));
    const odd = { kind: 'dance' } as unknown as ReturnType<typeof acquire>;
    expect(await links.ask(peer.address, odd, 1000)).toMatchObject({ error: { code: 'request/invalid' } });
    expect(await links.ask(peer.address, acquire('g1'), 1000)).toEqual({ ok: true });
  });

  test('whose handling fails → server/internal', async () => {
    const peer = await startPeer(() => Promise.reject(new Error('boom')));
    expect(await links.ask(peer.address, acquire('g1'), 1000)).toMatchObject({ error: { code: 'server/internal' } });
  });

  test('with a lineup as large as they come → fits', async () => {
    const peer = await startPeer(() => Promise.resolve({ ok: true }));
    const large = { ...acquire('g1'), pad: 'x'.repeat(100_000) } as unknown as ReturnType<typeof acquire>;
    expect(await links.ask(peer.address, large, 2000)).toMatchObject({ error: { code: 'request/invalid' } });
  });
});
