/** A process whose wall clock is an hour fast, beside others: it may be wrong about the time, and silences nobody. */
import { until } from '../../support/until';
import { WorkerWorld } from '../../support/worker-world';

jest.setTimeout(60_000);

/** Of the persistence queue, as BullMQ keeps them. */
const EVENTS = '{bull}:persist:events';
const HOUR_MS = 3_600_000;
/** Loaded into a process before anything else. */
const FAST = encodeURIComponent(`const now = Date.now; Date.now = () => now() + ${HOUR_MS};`);
const WITH_FAST_CLOCK = { NODE_OPTIONS: `--import data:text/javascript,${FAST}` };

describe('a clock that is an hour fast', () => {
  let world: WorkerWorld;
  beforeAll(async () => {
    world = await WorkerWorld.open();
  });
  afterAll(() => world.close());

  test('a node’s → its bell and later ones are heard, and what they are about is stored', async () => {
    const claim = await world.newGame();
    await world.append(claim, [2, 3], { silently: true });
    const now = Date.now;
    const fast = jest.spyOn(Date, 'now').mockImplementation(() => now() + HOUR_MS);
    world.bell.ring(world.journal.partitionOf(claim.gameId));
    await world.bell.tellNow();
    fast.mockRestore();
    const worker = world.start();
    await until('its bell is heard', async () => (await world.stored(claim)).length === 2);
    await world.append(claim, [4, 4]);
    await until('the next one is heard', async () => (await world.stored(claim)).length === 3);
    await world.kill(worker);
  });

  test('a worker’s whose pass fails → the partition’s next bell is heard', async () => {
    const claim = await world.newGame();
    const { knex } = world.database;
    const [[last] = ['0']] = await world.redis.xrevrange(EVENTS, '+', '-', 'COUNT', 1);
    const fast = world.start(undefined, WITH_FAST_CLOCK);
    await knex.raw('ALTER TABLE games RENAME TO games_away');
    await world.append(claim, [2, 2]);
    await until('a pass has failed', async () => {
      const events = await world.redis.xrange(EVENTS, `(${last}`, '+');
      return events.some(([, fields]) => fields.includes('failed') || fields.includes('delayed'));
    });
    await world.kill(fast);
    await knex.raw('ALTER TABLE games_away RENAME TO games');
    const worker = world.start();
    await world.append(claim, [3, 3]);
    await until('both are stored', async () => (await world.stored(claim)).length === 2);
    await world.kill(worker);
  });

  test('a worker’s that swept last, and died → the others sweep', async () => {
    const claim = await world.newGame();
    world.start();
    const fast = world.start(undefined, WITH_FAST_CLOCK);
    await world.append(claim, [2, 2], { silently: true });
    await until('a sweep has found it', async () => (await world.stored(claim)).length === 1);
    await world.kill(fast);
    await world.append(claim, [3, 3], { silently: true });
    await until('the next sweep has found that', async () => (await world.stored(claim)).length === 2);
  });
});
