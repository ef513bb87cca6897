/** Waiting for a peer's answer, and for no dead peer's. */
import type { Clock, Mesh, Sessions, SessionSighting } from '../../../src/cluster/ports';
import { Fault } from '../../../src/cluster/ports';
import { unlessDead } from '../../../src/cluster/unless-dead';
import { SessionId } from '../../../src/protocol/ids';

const SESSION = SessionId.parse('session-1');
const LIVING: SessionSighting = {
  id: SESSION,
  node: 'node-1',
  address: 'http://node-1',
  startedAt: 0,
  sinceBeatMs: 100,
  stats: null,
};

/** A clock whose time passes by hand. */
function world(find: () => Promise<SessionSighting | undefined>) {
  let pending: (() => void) | undefined;
  const clock = {
    after: (_ms: number, run: () => void) => {
      pending = run;
      return { cancel: () => (pending = undefined) };
    },
  };
  return {
    isWaiting: () => pending !== undefined,
    pass: async (): Promise<void> => {
      const run = pending;
      pending = undefined;
      run?.();
      await Promise.resolve().then(() => Promise.resolve());
      await new Promise(setImmediate);
    },
    deps: {
      clock: clock as unknown as Clock,
      sessions: { find } as unknown as Sessions,
      mesh: { reachability: () => 'open' } as unknown as Mesh,
      isSteady: () => true,
      wasOurs: () => false,
      earlyTakeoverMs: 1200,
    },
  };
}

const never = new Promise<string>(() => undefined);

test('an answer → that, and nobody looks any more', async () => {
  const { deps, isWaiting } = world(async () => LIVING);
  expect(await unlessDead(Promise.resolve('yes'), SESSION, deps)).toBe('yes');
  expect(isWaiting()).toBe(false);
});

test('a failure → that', async () => {
  const { deps } = world(async () => LIVING);
  const failed = Promise.reject(new Error('the link closed'));
  await expect(unlessDead(failed, SESSION, deps)).rejects.toThrow('the link closed');
});

test('the peer dies while it is waited for → unknown, at the next look', async () => {
  let seen: SessionSighting | undefined = LIVING;
  const { deps, pass, isWaiting } = world(async () => seen);
  const waiting = unlessDead(never, SESSION, deps);
  await pass();
  expect(isWaiting()).toBe(true);
  seen = undefined;
  const ended = expect(waiting).rejects.toMatchObject({ code: 'command/unknown', outcome: 'unknown' });
  await pass();
  await ended;
  expect(isWaiting()).toBe(false);
});

test('the store of sessions does not answer → it goes on waiting', async () => {
  const { deps, pass, isWaiting } = world(async () => {
    throw new Fault({ code: 'server/storage', outcome: 'notApplied', message: 'away' });
  });
  void unlessDead(never, SESSION, deps);
  await pass();
  expect(isWaiting()).toBe(true);
});
