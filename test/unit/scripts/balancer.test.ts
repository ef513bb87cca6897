import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Balancer } from '../../../scripts/cluster/balancer';
import { freePort } from '../../../scripts/cluster/ports';
import { until } from '../../support/until';

const CUT_AFTER_MS = 300;

/** A node in small: `/readyz` as it is told, its name on any other path, an echo for whoever upgrades. */
class SmallNode {
  health: 'ready' | 'busy' | 'silent' = 'ready';
  port = 0;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  constructor(readonly name: string) {
    this.server = createServer((request, response) => {
      if (request.url !== '/readyz') {
        response.end(this.name);
      } else if (this.health !== 'silent') {
        response.writeHead(this.health === 'ready' ? 200 : 503).end();
      }
    });
    this.server.on('connection', (socket: Socket) => this.sockets.add(socket));
    this.server.on('upgrade', (_request, socket: Socket) => {
      socket.write(`HTTP/1.1 101 ${this.name}\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n`);
      socket.pipe(socket);
    });
  }

  async listen(): Promise<void> {
    this.port = await freePort();
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) {
      socket.destroy();
    }
  }

  get backend() {
    return { name: this.name, port: this.port, isLeaving: false };
  }
}

/** A client that stays: what it heard so far, and whether it was closed. */
class StayingClient {
  heard = '';
  isClosed = false;
  readonly socket: Socket;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    this.socket.setEncoding('latin1');
    this.socket.on('data', (text: string) => (this.heard += text));
    this.socket.on('error', () => undefined);
    this.socket.on('end', () => this.socket.end());
    this.socket.on('close', () => (this.isClosed = true));
    this.socket.write('GET /stay HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
  }

  async joined(): Promise<string> {
    await until('the client is joined to a node', () => this.heard.includes('\r\n\r\n'));
    return /^HTTP\/1.1 101 (\S+)/.exec(this.heard)?.[1] ?? '';
  }
}

describe('balancer', () => {
  let balancer: Balancer;
  let port: number;
  let nodes: SmallNode[];
  let clients: StayingClient[];

  const client = (): StayingClient => {
    const made = new StayingClient(port);
    clients.push(made);
    return made;
  };
  const ask = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/`)).text();
  const healthOf = (node: SmallNode): string | undefined =>
    balancer.sightings().find(({ name }) => name === node.name)?.health;
  const connectionsOf = (node: SmallNode): number =>
    balancer.sightings().find(({ name }) => name === node.name)?.connections ?? 0;

  beforeEach(async () => {
    nodes = [new SmallNode('a'), new SmallNode('b'), new SmallNode('c')];
    clients = [];
    await Promise.all(nodes.map((node) => node.listen()));
    balancer = new Balancer(CUT_AFTER_MS);
    port = await freePort();
    await balancer.listen(port);
    balancer.setBackends(nodes.map((node) => node.backend));
    await until('all nodes are seen ready', () => nodes.every((node) => healthOf(node) === 'ready'));
  });

  afterEach(() => {
    balancer.close();
    for (const { socket } of clients) {
      socket.destroy();
    }
    for (const node of nodes) {
      node.close();
    }
  });

  test('connections: each goes to the node with the fewest', async () => {
    const joined = await Promise.all(Array.from({ length: 6 }, () => client().joined()));
    expect(joined.sort()).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
  });

  test('bytes: all of them arrive, in order, and the end of one side is the end of the other', async () => {
    const sent = 'plays '.repeat(200_000);
    const one = client();
    await one.joined();
    one.heard = '';
    one.socket.end(sent);
    await until('the echo has ended', () => one.isClosed);
    expect(one.heard === sent).toBe(true);
  });

  test('node that refuses: the next is tried at once', async () => {
    nodes[0]!.close();
    nodes[1]!.close();
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(['c', 'c', 'c']);
  });

  test('node that says it is busy: keeps its connections, gets no new ones', async () => {
    const joined = await Promise.all([client(), client(), client()].map(async (one) => [await one.joined(), one]));
    const [, stays] = joined.find(([name]) => name === 'a') as [string, StayingClient];
    nodes[0]!.health = 'busy';
    await until('a is seen busy', () => healthOf(nodes[0]!) === 'busy');
    expect(new Set(await Promise.all([ask(), ask(), ask(), ask()]))).toEqual(new Set(['b', 'c']));
    stays.socket.write('still here');
    await until('the echo is back', () => stays.heard.endsWith('still here'));
  });

  test('node that is about to leave: gets no new connection from that moment', async () => {
    balancer.setBackends(nodes.map((node) => ({ ...node.backend, isLeaving: node.name !== 'b' })));
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(['b', 'b', 'b']);
  });

  test('no node ready: a connection waits for one', async () => {
    balancer.setBackends([]);
    const answer = ask();
    balancer.setBackends([nodes[2]!.backend]);
    expect(await answer).toBe('c');
  });

  test('node that falls silent: its connections are cut, its neighbours keep theirs', async () => {
    const joined = await Promise.all([client(), client(), client()].map(async (one) => [await one.joined(), one]));
    const of = (name: string): StayingClient => (joined.find(([at]) => at === name) as [string, StayingClient])[1];
    nodes[0]!.health = 'silent';
    await until('the connection is cut', () => of('a').isClosed);
    expect(healthOf(nodes[0]!)).toBe('silent');
    expect([of('b').isClosed, of('c').isClosed]).toEqual([false, false]);
    expect(connectionsOf(nodes[0]!)).toBe(0);
  });

  test('client that goes: its place is free again', async () => {
    const one = client();
    const at = nodes.find(({ name }) => name === 'a');
    await one.joined();
    one.socket.destroy();
    await until('nobody is counted', () => balancer.sightings().every(({ connections }) => connections === 0));
    expect(at).toBeDefined();
  });

  test('port: one that is taken is refused by name', async () => {
    const second = new Balancer();
    await expect(second.listen(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    second.close();
  });
});
