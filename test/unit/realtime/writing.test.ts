import type { Socket } from 'socket.io';
import { writeTo } from '../../../src/realtime/writing';

function connection(waiting: number) {
  const written: string[] = [];
  let isTerminated = false;
  const conn = {
    writeBuffer: Array.from({ length: waiting }),
    transport: { socket: { terminate: () => (isTerminated = true) } },
    write: (text: string) => written.push(text),
  } as unknown as Socket['conn'];
  return { conn, written, isTerminated: () => isTerminated };
}

describe('writing', () => {
  test('a socket that reads → is written to', () => {
    const { conn, written, isTerminated } = connection(4095);
    writeTo(conn, 'u5', () => expect('too slow').toBe('never'));
    expect([written, isTerminated()]).toEqual([['u5'], false]);
  });

  test('a socket that lets too much wait → is cut off, and counted', () => {
    let cut = 0;
    const { conn, written, isTerminated } = connection(4096);
    writeTo(conn, 'u5', () => (cut += 1));
    expect([written, isTerminated(), cut]).toEqual([[], true, 1]);
  });
});
