import type { Socket } from 'socket.io';
import { cutOff, isChoked, writeHint } from '../../../src/realtime/writing';

function connection(packets: number, chars = 1) {
  const written: string[] = [];
  let isTerminated = false;
  const conn = {
    writeBuffer: Array.from({ length: packets }, () => ({ type: 'message', data: 'x'.repeat(chars) })),
    transport: { socket: { terminate: () => (isTerminated = true) } },
    write: (text: string) => written.push(text),
    close: () => undefined,
  } as unknown as Socket['conn'];
  return { conn, written, isTerminated: () => isTerminated };
}

describe('writing', () => {
  test.each([
    ['nothing', 0, 1],
    ['a busy tick', 511, 100],
    ['a few large answers', 15, 200_000],
  ])('%s waits → a hint is sent', (_title, packets, chars) => {
    const { conn, written } = connection(packets, chars);
    expect(writeHint(conn, 'u5')).toBe(true);
    expect(written).toEqual(['u5']);
  });

  test.each([
    ['too many packets', 512, 1],
    ['too many characters', 20, 60_000],
  ])('%s wait → a hint is spared, the socket lives', (_title, packets, chars) => {
    const { conn, written, isTerminated } = connection(packets, chars);
    expect(writeHint(conn, 'u5')).toBe(false);
    expect([written, isTerminated(), isChoked(conn)]).toEqual([[], false, false]);
  });

  test.each([
    ['packets', 4096, 1],
    ['characters', 100, 100_000],
  ])('far too many %s wait → the socket is choked', (_title, packets, chars) => {
    expect(isChoked(connection(packets, chars).conn)).toBe(true);
  });

  test('cut off → ended at once', () => {
    const { conn, isTerminated } = connection(4096);
    cutOff(conn);
    expect(isTerminated()).toBe(true);
  });
});
