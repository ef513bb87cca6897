import { PresenceBoard, presenceKey, type SeenSocket } from '../../../src/jobs/presence-board';
import type { SessionId, UserId } from '../../../src/protocol/ids';
import { gameId, sessionId } from '../../support/entries';
import { VirtualClock } from '../../support/virtual-clock';

describe('the presence board', () => {
  let clock: VirtualClock;
  let hashes: Map<string, Map<string, unknown>>;
  let rung: SessionId[];
  let session: SessionId | null;
  let isDown: boolean;
  let errors: unknown[];
  let board: PresenceBoard;

  beforeEach(() => {
    clock = new VirtualClock();
    hashes = new Map();
    rung = [];
    session = sessionId('s1');
    isDown = false;
    errors = [];
    const hash = (key: string): Map<string, unknown> => {
      if (isDown) throw new Error('Redis is away');
      const found = hashes.get(key) ?? new Map<string, unknown>();
      hashes.set(key, found);
      return found;
    };
    board = new PresenceBoard({
      redis: {
        hset: async (key, rows) => {
          for (const [socket, row] of Object.entries(rows)) hash(key).set(socket, JSON.parse(row));
          return 0;
        },
        hdel: async (key, ...sockets) => {
          for (const socket of sockets) hash(key).delete(socket);
          return 0;
        },
        pexpire: async () => 1,
      },
      queue: { add: async (_name, job) => rung.push(job.session) as never },
      clock,
      session: () => session,
      onError: (error) => errors.push(error),
    });
  });

  const socket = (name: string, changes: Partial<SeenSocket> = {}): SeenSocket => ({
    socket: name,
    user: 'ann' as UserId,
    gameId: gameId('G1'),
    seat: 'home',
    address: '10.0.0.1',
    connectedAt: 1,
    lastActionAt: 2,
    ...changes,
  });
  const noted = (id: string): string[] => [...(hashes.get(presenceKey(sessionId(id)))?.keys() ?? [])];

  test('changes of a second → written together, one bell', async () => {
    for (let i = 0; i < 20; i += 1) board.seen(socket(`x${i}`));
    board.seen(socket('x0', { lastActionAt: 9 }));
    board.gone('x1');
    expect(noted('s1')).toEqual([]);
    await clock.advance(1000);
    expect(noted('s1')).toHaveLength(19);
    expect(hashes.get(presenceKey(sessionId('s1')))?.get('x0')).toEqual(socket('x0', { lastActionAt: 9 }));
    expect(rung).toEqual(['s1']);
    await clock.advance(5000);
    expect(rung).toEqual(['s1']);
  });

  test('disconnected, or at no game any more → taken away', async () => {
    board.seen(socket('a'));
    board.seen(socket('b'));
    board.seen(socket('c', { gameId: null, seat: null }));
    await clock.advance(1000);
    expect(noted('s1')).toEqual(['a', 'b']);
    board.gone('a');
    board.seen(socket('b', { gameId: null, seat: null }));
    await clock.advance(1000);
    expect(noted('s1')).toEqual([]);
  });

  test('Redis is away → reported, and written when it is back', async () => {
    isDown = true;
    board.seen(socket('a'));
    await clock.advance(3000);
    expect(errors.length).toBeGreaterThan(0);
    isDown = false;
    await clock.advance(1000);
    expect(noted('s1')).toEqual(['a']);
  });

  test('the node takes a new session → everything is noted again under it, with the next change', async () => {
    board.seen(socket('a'));
    await clock.advance(1000);
    session = null;
    board.seen(socket('b'));
    await clock.advance(3000);
    session = sessionId('s2');
    await clock.advance(1000);
    expect(noted('s2').sort()).toEqual(['a', 'b']);
  });

  test('more rows than one write takes → several writes', async () => {
    for (let i = 0; i < 2500; i += 1) board.seen(socket(`x${i}`));
    await clock.advance(1000);
    expect(noted('s1')).toHaveLength(1000);
    await clock.advance(2000);
    expect(noted('s1')).toHaveLength(2500);
  });
});
