import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { entry, gameId, run } from '../../support/entries';
import { until } from '../../support/until';
import { WorkerWorld } from '../../support/worker-world';

jest.setTimeout(60_000);

describe('a worker', () => {
  let world: WorkerWorld;
  let worker: ChildProcess;

  beforeAll(async () => {
    world = await WorkerWorld.open();
    worker = world.start();
  });
  afterAll(() => world.close());

  test('the bell is rung → what the journal held is in PostgreSQL, and the journal is empty', async () => {
    const claims = [await world.newGame(), await world.newGame(), await world.newGame()];
    const entries = [];
    for (const claim of claims) entries.push(await world.append(claim, [2, 40]));
    await until('everything is stored', async () => (await world.waiting()) === 0);
    for (const [i, claim] of claims.entries()) expect(await world.stored(claim)).toEqual(entries[i]);
    expect(await world.fences.read(claims[0]?.gameId ?? gameId('none'))).toMatchObject({ persisted: 40 });
  });

  test('it goes on and on → entries that come while it works are stored too', async () => {
    const claim = await world.newGame();
    for (let seq = 2; seq < 200; seq += 2) await world.append(claim, [seq, seq + 1]);
    await until('everything is stored', async () => (await world.stored(claim)).length === 198);
    expect(await world.stored(claim)).toMatchObject(
      run(claim.gameId, [2, 199], { epoch: claim.epoch }).map(({ seq }) => ({ seq })),
    );
  });

  test('the bell was lost → the sweep rings it', async () => {
    const claim = await world.newGame();
    await world.append(claim, [2, 3], { silently: true });
    await until('the sweep has found it', async () => (await world.stored(claim)).length === 2);
  });

  test('no job is left when nothing is left to do', async () => {
    await until('the queue is empty', async () => {
      const counts = await world.queues.persist.getJobCounts();
      return Object.values(counts).every((count) => count === 0);
    });
    expect(await world.queues.persist.getJobs(['completed', 'failed'])).toEqual([]);
  });

  test('one game of a batch is refused → it is set aside with a job, its neighbours are stored', async () => {
    const [good, bad] = [await world.newGame(), await world.newGame()];
    await world.append(bad, [2, 2], { command: 'c1', silently: true });
    await world.append(bad, [3, 4], { silently: true });
    const entries = await world.append(good, [2, 4]);
    world.bell.ring(world.journal.partitionOf(bad.gameId));
    await until('the game is set aside', async () => (await world.fences.read(bad.gameId))?.quarantined === true);
    await until('its neighbour is stored', async () => (await world.stored(good)).length === 3);
    expect(await world.stored(good)).toEqual(entries);
    expect(await world.stored(bad)).toEqual([]);
    const jobId = `game-${bad.gameId}`;
    await until('its job has failed once', async () => {
      const job = await world.queues.quarantine.getJob(jobId);
      return (job?.attemptsMade ?? 0) > 0;
    });
    expect((await world.queues.quarantine.getJob(jobId))?.failedReason).toMatch(/stays set aside/);

    await world.database.knex('game_events').where({ game_id: bad.gameId, seq: 1 }).update({ command_id: 'mended' });
    await (await world.queues.quarantine.getJob(jobId))?.promote();
    await until('it is let go', async () => (await world.fences.read(bad.gameId))?.quarantined === false);
    expect((await world.stored(bad)).map((one) => one.seq)).toEqual([2, 3, 4]);
    expect(await world.database.knex('games').whereNotNull('quarantined_at')).toEqual([]);
    await until('its job is gone', async () => (await world.queues.quarantine.getJob(jobId)) === undefined);
    await world.append(bad, [5, 5]);
    await until('it goes on', async () => (await world.stored(bad)).length === 4);
  });

  test('another entry at the same seq in PostgreSQL → frozen, and an operator sees why', async () => {
    const claim = await world.newGame();
    await world.append(claim, [2, 2], { silently: true });
    const forged = { ...entry(claim.gameId, 2), digest: 'forged' };
    await world.database.knex('games').where({ id: claim.gameId }).update({ last_seq: 2 });
    await world.database.knex('game_events').insert({
      game_id: claim.gameId,
      seq: 2,
      command_id: forged.commandId,
      epoch: forged.epoch,
      actor: forged.actor.user,
      seat: forged.actor.seat,
      digest: forged.digest,
      recorded_at: new Date(forged.at),
      payload: JSON.stringify({ v: 1, events: forged.events, after: forged.after }),
    });
    world.bell.ring(world.journal.partitionOf(claim.gameId));
    await until('it is frozen', async () => (await world.fences.read(claim.gameId))?.quarantined === true);
    expect(await world.database.knex('games').where({ id: claim.gameId })).toMatchObject([
      { quarantine_reason: 'PostgreSQL holds another entry at seq 2 than the journal' },
    ]);
  });

  test('SIGTERM → it ends cleanly', async () => {
    const exit = once(worker, 'exit');
    worker.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  });

  test('started again, with what came meanwhile → stored', async () => {
    const claim = await world.newGame();
    await world.append(claim, [2, 3]);
    world.start();
    await until('everything is stored', async () => (await world.stored(claim)).length === 2);
  });
});
