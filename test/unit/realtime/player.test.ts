import type { GameService } from '../../../src/cluster';
import type { Identity } from '../../../src/protocol/identity';
import { Audience } from '../../../src/realtime/audience';
import { Player, type PlayerDeps } from '../../../src/realtime/player';

/** A socket that a test speaks through. */
class FakeSocket {
  readonly id = 'socket-1';
  readonly rooms = new Set<string>();
  private listener: (event: string, ...args: unknown[]) => void = () => undefined;

  join(room: string): void {
    this.rooms.add(room);
  }

  leave(room: string): void {
    this.rooms.delete(room);
  }

  onAny(listener: (event: string, ...args: unknown[]) => void): void {
    this.listener = listener;
  }

  on(): void {
    // Nobody disconnects here.
  }

  ask(event: string, payload: unknown): Promise<unknown> {
    return new Promise((resolve) => this.listener(event, payload, resolve));
  }
}

interface Seating extends Partial<PlayerDeps> {
  readonly catchup?: GameService['catchup'];
  readonly expiresAtMs?: number;
}

function seat({ catchup, expiresAtMs, ...deps }: Seating) {
  const socket = new FakeSocket();
  const written: string[] = [];
  const failures: unknown[] = [];
  const audience = new Audience(() => undefined);
  const guest = {
    ok: true as const,
    identity: { user: 'fan', role: 'player' } as Identity,
    expiresAtMs: expiresAtMs ?? null,
    address: '127.0.0.1',
    bucket: '127.0.0.1',
  };
  new Player(socket, guest, {
    clock: { after: () => ({ cancel: () => undefined }), monotonic: () => 0, now: () => 0 },
    random: { id: () => 'request-1', fraction: () => 0 },
    service: { catchup } as GameService,
    audience,
    limits: { request: () => Promise.resolve(undefined), command: () => undefined },
    board: { seen: () => undefined, gone: () => undefined },
    whenHeard: () => Promise.resolve(),
    write: (text) => written.push(text),
    isTooSlow: () => false,
    nonsenseMax: 0,
    turnDeaf: () => undefined,
    onCommand: () => undefined,
    onFailed: (failure) => failures.push(failure),
    ...deps,
  });
  return { socket, written, failures, audience };
}

const join = { gameId: 'g1', as: 'spectator' };

describe('player: join', () => {
  test('the room is not heard yet → the game is not read yet', async () => {
    let hear: () => void = () => undefined;
    let reads = 0;
    const { socket } = seat({
      whenHeard: () => new Promise((resolve) => (hear = resolve)),
      catchup: () => {
        reads += 1;
        return Promise.resolve({ ok: true, catchup: { kind: 'run', seq: 3, epoch: 1, now: 0, updates: [] } });
      },
    });
    const answer = socket.ask('join', join);
    await new Promise(setImmediate);
    expect([socket.rooms.size, reads]).toEqual([1, 0]);
    hear();
    expect(await answer).toMatchObject({ ok: true });
    expect(reads).toBe(1);
  });

  test('what is broadcast while the game is read → follows the answer', async () => {
    const order: string[] = [];
    const { socket, audience } = seat({
      write: (text) => order.push(text),
      catchup: ({ gameId }) => {
        for (const [, stream] of audience.streamsOf(gameId))
          [3, 4].forEach((seq) => stream.offer(seq, `update ${seq}`));
        return Promise.resolve({ ok: true, catchup: { kind: 'run', seq: 3, epoch: 1, now: 0, updates: [] } });
      },
    });
    await socket.ask('join', join).then(() => order.push('answer'));
    expect(order.sort()).toEqual(['answer', 'update 4']);
  });

  test('refused → nothing is left of it', async () => {
    const { socket, audience } = seat({
      catchup: () => Promise.reject(new Error('boom')),
    });
    expect(await socket.ask('join', join)).toMatchObject({
      error: { code: 'server/internal', requestId: 'request-1' },
    });
    expect([...audience.all()]).toEqual([]);
    expect(socket.rooms.size).toBe(0);
  });
});

describe('player: identity', () => {
  test('a token that ends while its holder is connected → his packets are refused from then on', async () => {
    let now = 0;
    const clock = { after: () => ({ cancel: () => undefined }), monotonic: () => 0, now: () => now };
    const { socket } = seat({ clock, expiresAtMs: 1000 });
    now = 999;
    expect(await socket.ask('leave', { gameId: 'g1' })).toEqual({ ok: true });
    now = 1000;
    expect(await socket.ask('leave', { gameId: 'g1' })).toMatchObject({ error: { code: 'auth/expired' } });
  });
});
