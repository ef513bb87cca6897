import { PassThrough } from 'node:stream';
import { createLogger } from '../../../src/platform/logger';

function logged(fact: object, secrets: readonly string[] = []): string {
  const lines: string[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  createLogger({ level: 'trace', node: 'n1', secrets }, stream).info(fact, 'said');
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

  test('an error with a Redis command or a row hung on it → what it says, and nothing that hangs on it', () => {
    const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: `Key (id)=(${CANARY})` });
    const command = { name: 'auth', args: [CANARY] };
    const line = logged({ err: Object.assign(new Error('no', { cause }), { command, outcome: 'unknown' }) });
    expect(line).not.toContain(CANARY);
    expect(JSON.parse(line)).toMatchObject({
      err: { type: 'Error', message: 'no', outcome: 'unknown', cause: { message: 'duplicate key', code: '23505' } },
    });
  });

  test('an error that is none, or that goes on for ever → told, and bounded', () => {
    expect(JSON.parse(logged({ err: 'boom' }))).toMatchObject({ err: { type: 'string', message: 'boom' } });
    const ring: Error & { cause?: unknown } = new Error('x'.repeat(1_000_000));
    ring.cause = ring;
    expect(logged({ err: ring }).length).toBeLessThan(100_000);
  });

  test('a secret of the process, wherever it stands → struck out', () => {
    const secret = 'one "quoted" secret';
    expect(logged({ note: `x${secret}y`, [secret]: 1 }, [secret])).not.toMatch(/quoted/);
  });

  test('anything else → as it is, with the node and the time', () => {
    expect(JSON.parse(logged({ game: 'g1' }))).toMatchObject({ node: 'n1', game: 'g1', msg: 'said' });
  });
});
