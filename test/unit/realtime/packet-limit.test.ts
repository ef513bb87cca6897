import { EventEmitter } from 'node:events';
import { PacketLimit } from '../../../src/realtime/packet-limit';
import type { Connection } from '../../../src/realtime/writing';
import { VirtualClock } from '../../support/virtual-clock';

function watched(rateSocketPerS: number) {
  const clock = new VirtualClock();
  let cutOffs = 0;
  const limit = new PacketLimit({ clock, rateSocketPerS, onCutOff: () => (cutOffs += 1) });
  const events = new EventEmitter();
  let isTerminated = false;
  const transport = { socket: { terminate: () => (isTerminated = true) } };
  const connection = Object.assign(events, { transport, close: () => undefined });
  limit.watch(connection as unknown as Connection);
  const send = (packets: number): void => {
    for (let n = 0; n < packets; n += 1) events.emit('packet');
  };
  return { clock, limit, connection, send, outcome: () => [isTerminated, cutOffs] };
}

describe('packets of a connection', () => {
  test('as many as it may send, second after second → it lives', async () => {
    const { clock, send, outcome } = watched(10);
    for (let second = 0; second < 5; second += 1) {
      send(10);
      await clock.advance(1000);
    }
    expect(outcome()).toEqual([false, 0]);
  });

  test('more → it is cut off', () => {
    const { send, outcome } = watched(10);
    send(11);
    expect(outcome()).toEqual([true, 1]);
  });

  test('a node → as many as it likes', () => {
    const { limit, connection, send, outcome } = watched(10);
    limit.trust(connection);
    send(1000);
    expect(outcome()).toEqual([false, 0]);
  });

  test('a limit of 0 → no limit', () => {
    const { send, outcome } = watched(0);
    send(100_000);
    expect(outcome()).toEqual([false, 0]);
  });
});
