/** A service that could accept nothing for a while: the open turn gets the time back, once, and no noise. */
import type { GameEvent } from '../../../src/protocol/events';
import type { ClockCredited } from '../../../src/protocol/lobby';
import { COMMISSIONER, diceGame, diceOpening, holderOf, plainTurn, storeCards } from '../../support/dice-game';
import { gameIdOf } from '../../support/game-commands';
import { LIMITS, type Link, MemoryCluster, type MemoryNode } from '../../support/memory-cluster';
import { SMOOTH, type Call } from '../../support/wires';

const GAME = gameIdOf('dice-1');
const SHORT = { innings: 1, tieAfterInning: 1 };
const PER_TURN = { kind: 'perTurn', turnMs: 60_000 } as const;
const BANK = { kind: 'bank', bankMs: 60_000, incrementMs: 0 } as const;

class World {
  /** Which calls go nowhere now. */
  isCut: (call: Call) => boolean = () => false;
  link: Link = 'ok';
  readonly cluster = new MemoryCluster({
    link: () => this.link,
    weather: (call) => (this.isCut(call) ? { ...SMOOTH, fault: 'refuse' } : SMOOTH),
    limits: { idleEvictMs: 100_000 },
  });

  static async start(clock: typeof PER_TURN | typeof BANK = PER_TURN): Promise<{ world: World; node: MemoryNode }> {
    const world = new World();
    await storeCards(world.cluster.cardSets);
    const node = await world.cluster.start();
    await node.node.create(GAME, diceGame({ clock }, SHORT), { user: COMMISSIONER });
    for (const { seat, ...rest } of diceOpening(GAME)) {
      await world.cluster.submit(node, { seat, ...rest }, holderOf(seat));
    }
    await world.cluster.persist();
    // Its owner hears that PostgreSQL has everything.
    await world.cluster.clock.advance(3_000);
    return { world, node };
  }

  /** For so long nothing of the kind arrives; then there is time to find that it does again. */
  async cut(ms: number, isCut: (call: Call) => boolean = ({ store }) => store === 'redis'): Promise<void> {
    this.isCut = isCut;
    await this.cluster.clock.advance(ms);
    this.isCut = () => false;
    await this.cluster.clock.advance(2 * LIMITS.sessionBeatMs);
  }

  /** One manager's decision for the first turn: whether it was accepted, and what came of it. */
  async decide(node: MemoryNode, side: 'away' | 'home'): Promise<{ ok: boolean; events: readonly GameEvent[] }> {
    const command = plainTurn(GAME, { turn: 1, half: 'top' }).find(({ seat }) => seat === side);
    if (command === undefined) throw new Error('no decision');
    const answer = await this.cluster.submit(node, command, holderOf(side));
    return { ok: answer.ok, events: answer.ok ? answer.update.events : [] };
  }

  async tick(node: MemoryNode): Promise<void> {
    await this.cluster.clock.until(node.node.tick(GAME));
  }

  get credits(): ClockCredited[] {
    return this.cluster.told.flatMap(({ entry }) => entry.events.filter((event) => event.type === 'ClockCredited'));
  }

  /** All that was given back. */
  get creditedMs(): number {
    return this.credits.reduce((sum, { ms }) => sum + ms, 0);
  }
}

/** What was lost, and no more than its owner can have taken to hear of its beginning and its end. */
function expectAbout(creditedMs: number, lostMs: number): void {
  expect(creditedMs).toBeGreaterThanOrEqual(lostMs);
  expect(creditedMs).toBeLessThanOrEqual(lostMs + 2_500);
}

describe('the owner lives through an outage of Redis', () => {
  test('longer than its session, and over before the deadline → the next that comes finds the time given back', async () => {
    const { world, node } = await World.start();
    await world.cut(50_000);
    expect(await world.decide(node, 'home')).toMatchObject({ ok: true });
    expect(world.credits).toHaveLength(1);
    expectAbout(world.creditedMs, 50_000);
    await world.tick(node);
    expect(world.cluster.told.at(-1)?.entry.events).toMatchObject([{ type: 'DefenseSubmitted' }]);
  });

  test('with something that PostgreSQL does not have → given back without anybody’s command', async () => {
    const { world, node } = await World.start();
    await world.decide(node, 'home');
    await world.cut(50_000);
    await world.cluster.clock.advance(4_000);
    expectAbout(world.creditedMs, 50_000);
    expect(await world.decide(node, 'away')).toMatchObject({ ok: true });
    expect(world.credits).toHaveLength(1);
  });

  test('and is found by another node → the same, once', async () => {
    const { world, node } = await World.start();
    const other = await world.cluster.start();
    await world.cut(30_000);
    await world.decide(other, 'home');
    expectAbout(world.creditedMs, 30_000);
    const given = world.creditedMs;
    world.cluster.crash(other);
    await world.cluster.clock.advance(5_000);
    expect(await world.decide(node, 'away')).toMatchObject({ ok: true });
    expect(world.creditedMs - given).toBeLessThanOrEqual(LIMITS.sessionTtlMs);
  });

  test('four times in a turn → three times given back', async () => {
    const { world, node } = await World.start();
    await world.decide(node, 'home');
    for (let time = 1; time <= 4; time += 1) {
      await world.cut(5_000);
      await world.cluster.clock.advance(4_000);
    }
    expect(world.credits).toHaveLength(3);
  });

  test('shorter than its session → nothing is given back', async () => {
    const { world, node } = await World.start();
    await world.cut(2_000);
    await world.decide(node, 'home');
    await world.cluster.clock.advance(5_000);
    expect(world.credits).toEqual([]);
  });
});

describe('the journal takes nothing, while sessions beat', () => {
  const isAppend = ({ verb }: Call): boolean => verb === 'append';

  test('a decision is refused all the while → it pays nothing of its bank for that', async () => {
    const { world, node } = await World.start(BANK);
    world.isCut = isAppend;
    for (let second = 0; second < 20; second += 1) {
      expect(await world.decide(node, 'home')).toMatchObject({ ok: false });
      await world.cluster.clock.advance(1_000);
    }
    world.isCut = () => false;
    const { events } = await world.decide(node, 'home');
    const [submitted] = events;
    const bank = submitted?.type === 'DefenseSubmitted' ? (submitted.bank ?? 0) : 0;
    // It had thought for three seconds before.
    expect(60_000 - bank).toBeLessThanOrEqual(3_000 + 2_500);
    expect(world.creditedMs).toBeLessThanOrEqual(20_000);
  });

  test('one decision is refused, and all is well → nothing is given back, however late it is tried again', async () => {
    const { world, node } = await World.start();
    world.cluster.fail('append', 'refuse');
    expect(await world.decide(node, 'home')).toMatchObject({ ok: false });
    await world.cluster.clock.advance(30_000);
    expect(await world.decide(node, 'home')).toMatchObject({ ok: true });
    expect(world.credits).toEqual([]);
  });
});

describe('the cluster is stopped in order, and started again', () => {
  test('before the deadline → the time between is given back, once', async () => {
    const { world, node } = await World.start();
    const { clock } = world.cluster;
    await clock.until(node.node.drain(1_000));
    await node.node.stop();
    await clock.advance(40_000);
    const again = await world.cluster.start();
    await clock.advance(2_000);
    expect(await world.decide(again, 'home')).toMatchObject({ ok: true });
    expectAbout(world.creditedMs, 40_000);
    expect(world.credits).toHaveLength(1);
    await clock.until(again.node.drain(1_000));
    const last = await world.cluster.start();
    expect(await world.decide(last, 'away')).toMatchObject({ ok: true });
    expect(world.credits).toHaveLength(1);
  });

  test('another node takes the game over from one that is stopped → nothing is given back', async () => {
    const { world, node } = await World.start();
    const other = await world.cluster.start();
    await world.cluster.clock.until(node.node.drain(1_000));
    await node.node.stop();
    await world.cluster.clock.advance(20_000);
    expect(await world.decide(other, 'home')).toMatchObject({ ok: true });
    expect(world.credits).toEqual([]);
  });

  test('another was there all the while, and nobody asked it → nothing is given back', async () => {
    const { world, node } = await World.start();
    const other = await world.cluster.start();
    world.link = 'refuse';
    await world.cluster.clock.until(node.node.drain(1_000));
    await node.node.stop();
    expect(world.cluster.ownersOf(GAME)).toEqual([]);
    await world.cluster.clock.advance(20_000);
    expect(await world.decide(other, 'home')).toMatchObject({ ok: true });
    expect(other.facts).toContain('acquired cold');
    expect(world.credits).toEqual([]);
  });
});

test('an idle game leaves memory and comes back → nothing is given back', async () => {
  const world = new MemoryCluster({ limits: { idleEvictMs: 900 } });
  await storeCards(world.cardSets);
  const node = await world.start();
  await node.node.create(GAME, diceGame({ clock: PER_TURN }, SHORT), { user: COMMISSIONER });
  for (const command of diceOpening(GAME)) await world.submit(node, command, holderOf(command.seat));
  await world.persist();
  await world.clock.advance(20_000);
  expect(node.facts).toContain('released eviction');
  const [defense] = plainTurn(GAME, { turn: 1, half: 'top' });
  if (defense === undefined) throw new Error('no decision');
  expect(await world.submit(node, defense, holderOf('home'))).toMatchObject({ ok: true });
  expect(world.told.flatMap(({ entry }) => entry.events).filter(({ type }) => type === 'ClockCredited')).toEqual([]);
});
