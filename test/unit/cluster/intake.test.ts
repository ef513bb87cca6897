import { Intake } from '../../../src/cluster/intake';
import { VirtualClock } from '../../support/virtual-clock';

/** A clock whose event loop can be held up: time passes, and its timers are served afterwards. */
class StallingClock extends VirtualClock {
  private heldUpMs = 0;

  override monotonic(): number {
    return super.monotonic() + this.heldUpMs;
  }

  holdUp(ms: number): void {
    this.heldUpMs += ms;
  }
}

const OVERLOADED = { ok: false, error: { code: 'server/overloaded', details: { retryAfterMs: 250 } } };

describe('the intake of a node', () => {
  let clock: StallingClock;
  let intake: Intake;

  beforeEach(() => {
    clock = new StallingClock();
    intake = new Intake({ clock, commandsMax: 2, sessionTtlMs: 3000 });
  });

  test('as many commands as it may hold → the next is refused, until one is done', async () => {
    const ends: (() => void)[] = [];
    const command = () => new Promise<'done'>((resolve) => ends.push(() => resolve('done')));
    const first = intake.run(command);
    const second = intake.run(command);
    expect(await intake.run(command)).toMatchObject(OVERLOADED);
    expect(intake.refusal()).toBeUndefined();
    ends[0]?.();
    expect(await first).toBe('done');
    const third = intake.run(command);
    ends.forEach((end) => end());
    expect(await Promise.all([second, third])).toEqual(['done', 'done']);
  });

  test('a command fails → its place is free again', async () => {
    for (let i = 0; i < 3; i += 1) {
      await expect(intake.run(() => Promise.reject(new Error('no store')))).rejects.toThrow('no store');
    }
  });

  test('the event loop is late by more than it may → questions are refused, until it is on time again', async () => {
    intake.watch();
    await clock.advance(1000);
    clock.holdUp(450);
    await clock.advance(100);
    expect(intake.refusal()).toBeUndefined();
    clock.holdUp(550);
    await clock.advance(100);
    expect(intake.refusal()).toMatchObject(OVERLOADED);
    expect(await intake.run(() => Promise.resolve('let in before'))).toBe('let in before');
    await clock.advance(100);
    expect(intake.refusal()).toBeUndefined();
  });

  test('the process stood still, and its timer has not fired yet → what lay in a buffer is refused', async () => {
    intake.watch();
    await clock.advance(1000);
    clock.holdUp(30_000);
    expect(intake.refusal()).toMatchObject(OVERLOADED);
    await clock.advance(200);
    expect(intake.refusal()).toBeUndefined();
  });

  test('nobody watches any more → nothing is refused for being late', async () => {
    const watching = intake.watch();
    clock.holdUp(5000);
    await clock.advance(100);
    expect(intake.refusal()).toMatchObject(OVERLOADED);
    watching.cancel();
    expect(intake.refusal()).toBeUndefined();
  });
});
