import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { createLogger } from '../../../src/platform/logger';
import { Shutdown, stopOnSignals } from '../../../src/platform/shutdown';
import { VirtualClock } from '../../support/virtual-clock';

function shutdown(deadlineMs = 10_000) {
  const clock = new VirtualClock();
  const lines: string[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  const log = createLogger({ level: 'info', node: 'test' }, stream);
  return { clock, lines, shutdown: new Shutdown({ log, clock, deadlineMs }) };
}

const never = (): Promise<void> => new Promise(() => undefined);

describe('shutdown', () => {
  test('steps → one after the other, in their order', async () => {
    const order: string[] = [];
    const { shutdown: stop } = shutdown();
    stop.step('first', async () => {
      await Promise.resolve();
      order.push('first');
    });
    stop.step('second', () => void order.push('second'));
    expect(await stop.run('test')).toBe(true);
    expect(order).toEqual(['first', 'second']);
  });

  test('told twice → runs once', async () => {
    let runs = 0;
    const { shutdown: stop } = shutdown();
    stop.step('count', () => void (runs += 1));
    await Promise.all([stop.run('one'), stop.run('two')]);
    expect(runs).toBe(1);
  });

  test('a step that fails → is named, and the next has its turn', async () => {
    const order: string[] = [];
    const { shutdown: stop, lines } = shutdown();
    stop.step('breaks', () => Promise.reject(new Error('boom')));
    stop.step('next', () => void order.push('next'));
    expect(await stop.run('test')).toBe(false);
    expect(order).toEqual(['next']);
    expect(lines.join('')).toContain('"step":"breaks"');
  });

  test('a step that hangs → is left at the deadline; each after it still has its least time', async () => {
    const order: string[] = [];
    const { shutdown: stop, clock } = shutdown(1000);
    stop.step('hangs', never);
    stop.step('hangs too', never);
    stop.step('last', () => void order.push('last'));
    const stopped = stop.run('test');
    await clock.advance(1000);
    expect(order).toEqual([]);
    await clock.advance(500);
    expect(await stopped).toBe(false);
    expect(order).toEqual(['last']);
  });
});

describe('stop signals', () => {
  function process(hasParent: boolean) {
    const source = new EventEmitter();
    const exits: number[] = [];
    const { shutdown: stop } = shutdown();
    stopOnSignals(stop, { source, hasParent, exit: (status) => exits.push(status) });
    return { source, exits, stop };
  }

  test.each(['SIGTERM', 'SIGINT', 'disconnect'])('%s → stops, and exits with 0', async (signal) => {
    const { source, exits, stop } = process(true);
    source.emit(signal);
    await stop.run('wait');
    await new Promise(setImmediate);
    expect(exits).toEqual([0]);
  });

  test('a second signal → exits at once', () => {
    const { source, exits, stop } = process(false);
    stop.step('hangs', never);
    source.emit('SIGTERM');
    source.emit('SIGINT');
    expect(exits).toEqual([1]);
  });

  test('no supervisor → a closed channel means nothing', () => {
    const { source } = process(false);
    expect(source.listenerCount('disconnect')).toBe(0);
  });
});
