/** The line that faults are inflicted on: what it does to a connection through it. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { until } from '../support/until';
import { startWire, type Wire } from '../support/wire';

let server: Server;
let arrived: string;
let wire: Wire;
let client: Socket;
let answers: string;

beforeEach(async () => {
  arrived = '';
  answers = '';
  server = createServer((socket) => {
    socket.on('data', (data) => {
      arrived += data.toString();
      socket.write(`<${data.toString()}>`);
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  wire = await startWire({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  client = connect(wire.port, '127.0.0.1');
  client.on('error', () => undefined);
  client.on('data', (data) => (answers += data.toString()));
  await once(client, 'connect');
  client.write('a');
  await until('the answer came', () => answers === '<a>');
});

afterEach(() => {
  client.destroy();
  wire.close();
  server.close();
});

test('held there: nothing arrives until it is mended, then all of it, in order', async () => {
  wire.hold('there');
  client.write('b');
  await until('it is held', () => wire.losses.heldBytes === 1);
  client.write('c');
  await until('it is held', () => wire.losses.heldBytes === 2);
  expect(arrived).toBe('a');
  wire.mend();
  await until('both arrived', () => arrived === 'abc');
});

test('held there, and the client hangs up: what it sent arrives late all the same', async () => {
  wire.hold('there');
  client.write('b');
  await until('it is held', () => wire.losses.heldBytes === 1);
  client.destroy();
  wire.mend();
  await until('it arrived', () => arrived === 'ab');
});

test('replies are lost: what is sent arrives, and nothing comes back', async () => {
  wire.loseReplies();
  client.write('b');
  await until('the answer was lost', () => wire.losses.lostBytes === 3);
  expect([arrived, answers]).toEqual(['ab', '<a>']);
});

test('delayed: it arrives', async () => {
  wire.delay(30);
  client.write('b');
  await until('the answer came', () => answers === '<a><b>');
  expect(wire.losses.heldBytes).toBe(4);
});

test('cut: connections end, and new ones are refused until it is mended', async () => {
  const ended = once(client, 'close');
  wire.cut();
  await ended;
  const other = connect(wire.port, '127.0.0.1');
  other.on('error', () => undefined);
  await once(other, 'close');
  expect(wire.losses.connections).toBe(2);
  wire.mend();
  const third = connect(wire.port, '127.0.0.1');
  third.write('b');
  await until('it gets through', () => arrived === 'ab');
  third.destroy();
});
