/** A client whose node falls silent: it asks for a sign of life, and goes elsewhere when none comes. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { Client } from '../../../src/client/client';
import { systemClock, systemRandom } from '../../../src/platform/clock';
import { GameId } from '../../../src/protocol/ids';
import { until } from '../../support/until';

const GAME = GameId.parse('g1');

let http: HttpServer;
let io: Server;
let client: Client;
/** Whether the node gives a sign of life. */
let isThere: boolean;
let joins: number;
let signs: number;

beforeEach(async () => {
  isThere = true;
  joins = 0;
  signs = 0;
  http = createServer();
  // A node that never answers what it is asked.
  io = new Server(http, { transports: ['websocket'] });
  io.on('connection', (socket) => {
    socket.on('join', () => (joins += 1));
    socket.on('leave', (_request: unknown, answer: (value: unknown) => void) => {
      signs += 1;
      if (isThere) answer({ ok: true });
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  client = new Client({
    url: `http://127.0.0.1:${port}`,
    credential: { user: 'fan' },
    clock: systemClock,
    random: systemRandom,
    attemptMs: 30_000,
    deadlineMs: 60_000,
  });
});

afterEach(async () => {
  client.close();
  await io.close();
});

test('no answer and no sign of life → it asks again over another connection', async () => {
  isThere = false;
  void client.join(GAME, 'spectator');
  await until('the question came a second time', () => joins === 2);
  expect(client.counters).toMatchObject({ connects: 2, disconnects: 1, retries: 1 });
});

test('no answer, but signs of life → it waits', async () => {
  void client.join(GAME, 'spectator');
  await until('it asked for a second sign of life', () => signs === 2);
  expect([joins, client.counters]).toMatchObject([1, { connects: 1, disconnects: 0 }]);
});
