import { PassThrough } from 'node:stream';
import { createLogger } from '../../../src/platform/logger';

function logged(fact: object): string {
  const lines: string[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  createLogger({ level: 'trace', node: 'n1' }, stream).info(fact, 'said');
  return lines.join('');
}

const CANARY = 'canary-7f3a';

describe('logger', () => {
  test.each([
    [{ token: CANARY }],
    [{ req: { authorization: CANARY } }],
    [{ handshake: { headers: { cookie: CANARY } } }],
    [{ config: { authSecret: CANARY, meshSecret: CANARY, operatorToken: CANARY } }],
    [{ socket: { auth: { token: CANARY } } }],
  ])('%j → the secret is struck out', (fact) => {
    expect(logged(fact)).not.toContain(CANARY);
    expect(logged(fact)).toContain('[struck out]');
  });

  test('anything else → as it is, with the node and the time', () => {
    expect(JSON.parse(logged({ game: 'g1' }))).toMatchObject({ node: 'n1', game: 'g1', msg: 'said' });
  });
});
