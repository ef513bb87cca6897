import { story } from './story';

story(
  'kill -9 of a worker in its transaction: every play is stored once',
  { nodes: 2, workers: 1 },
  async (cluster) => {
    const { knex } = cluster;
    const keepers = await cluster.newGames(4);
    const [keeper] = keepers;
    await Promise.all(keepers.map((one) => one.play(3)));

    // The worker's batch waits for this row, inside its transaction.
    const lock = await knex.transaction();
    await lock('games').where({ id: keeper?.gameId }).forUpdate().first();
    const isHeldUp = async (): Promise<boolean> => {
      const waiting = await knex('pg_stat_activity')
        .where({ wait_event_type: 'Lock' })
        .whereRaw('datname = current_database()');
      return waiting.length > 0;
    };
    await cluster.during(Promise.all(keepers.map((one) => one.play(40))), async () => {
      await cluster.waitUntil('the worker is in its transaction', isHeldUp);
      await cluster.kill('worker-1');
      await lock.rollback();
    });

    await cluster.start('worker-1');
    await Promise.all(keepers.map((one) => one.play()));
  },
);
