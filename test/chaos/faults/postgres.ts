/** What befalls PostgreSQL: restarted, crashed, out of reach, frozen, full, its sessions ended, its rows locked. */
import type { Knex } from 'knex';
import { descendantsOf } from '../../support/processes';
import type { FaultClass, Inflicted } from '../fault';
import type { World } from '../world';

const ON_POSTGRES = { group: 'postgres', touches: 'postgres', endangers: 'nothing' } as const;
const WAITS_WITHIN_MS = 10_000;
const DRAINED_WITHIN_MS = 90_000;
const DEADLOCK_TRIES = 5;
/** The service's sessions, by the name that they give. */
const OURS = "application_name LIKE 'dugout %'";

export const POSTGRES_FAULTS: readonly FaultClass[] = [
  {
    ...ON_POSTGRES,
    name: 'postgres-restart',
    what: 'PostgreSQL is stopped at once and in order, and starts again',
    holdMs: { min: 200, max: 800 },
    calmMs: 2500,
    inflict: (world, holdMs) => restarted(world, holdMs, () => world.stores.postgres.stop()),
  },
  {
    ...ON_POSTGRES,
    name: 'postgres-crash',
    what: 'PostgreSQL crashes (SIGQUIT), and recovers',
    holdMs: { min: 200, max: 800 },
    calmMs: 2500,
    inflict: (world, holdMs) => restarted(world, holdMs, () => world.stores.postgres.crash()),
  },
  {
    ...ON_POSTGRES,
    name: 'postgres-away',
    what: 'nobody reaches PostgreSQL; live games go on',
    holdMs: { min: 5000, max: 7000 },
    calmMs: 2000,
    async inflict(world, holdMs) {
      const lines = world.members.linesTo('postgres');
      const hitAt = world.now();
      for (const line of lines) line.cut();
      await world.pass(holdMs);
      for (const line of world.members.linesTo('postgres')) line.mend();
      const felt = lines.reduce((sum, { losses }) => sum + losses.connections, 0);
      return { ...(await drained(world, hitAt)), isFelt: felt > 0, evidence: `${felt} connections cut or refused` };
    },
  },
  {
    ...ON_POSTGRES,
    name: 'postgres-freeze',
    what: 'every process of PostgreSQL is frozen: connections stand, nothing is answered',
    holdMs: { min: 2500, max: 4000 },
    calmMs: 2000,
    async inflict(world, holdMs) {
      const { pid } = world.stores.postgres;
      const all = [pid, ...(await descendantsOf(pid))];
      signal(all, 'SIGSTOP');
      await world.pass(holdMs);
      signal(all, 'SIGCONT');
      return { isFelt: all.length > 1, evidence: `${all.length} processes frozen`, backAt: world.now() };
    },
  },
  {
    ...ON_POSTGRES,
    name: 'postgres-terminate',
    what: 'every session of the service is ended, as by a pooler or an operator',
    holdMs: { min: 0, max: 0 },
    calmMs: 1500,
    async inflict(world) {
      const ended = await world.stores
        .knex('pg_stat_activity')
        .select({ ended: world.stores.knex.raw('pg_terminate_backend(pid)') })
        .whereRaw(OURS);
      return { isFelt: ended.length > 0, evidence: `${ended.length} sessions ended` };
    },
  },
  {
    ...ON_POSTGRES,
    name: 'postgres-locks',
    what: 'somebody holds the rows of every open game',
    holdMs: { min: 2000, max: 3000 },
    calmMs: 1500,
    async inflict(world, holdMs) {
      const lock = await lockedGames(world);
      try {
        await world.until('somebody waits for a lock', async () => (await waiting(world)).length > 0, WAITS_WITHIN_MS);
        await world.pass(holdMs);
        const held = await waiting(world);
        return { isFelt: true, evidence: `${held.length} sessions waited at the end` };
      } finally {
        await lock.rollback();
      }
    },
  },
  {
    ...ON_POSTGRES,
    name: 'postgres-deadlock',
    what: 'the service and somebody else wait for each other',
    holdMs: { min: 500, max: 500 },
    calmMs: 800,
    async inflict(world) {
      for (let tries = 1; tries <= DEADLOCK_TRIES; tries += 1) {
        if (await deadlocked(world)) return { isFelt: true, evidence: `in try ${tries}` };
      }
      return { isFelt: false, evidence: `none in ${DEADLOCK_TRIES} tries` };
    },
  },
  {
    ...ON_POSTGRES,
    name: 'postgres-full',
    what: 'PostgreSQL refuses every play with disk_full (a trigger raises it: no disk is filled)',
    holdMs: { min: 2000, max: 3000 },
    calmMs: 2000,
    async inflict(world, holdMs) {
      const { knex } = world.stores;
      await knex.raw(FULL);
      await world.pass(holdMs);
      const { rows } = await knex.raw<Refused>('SELECT last_value, is_called FROM chaos_refused');
      await knex.raw(NOT_FULL);
      const refused = rows[0]?.is_called === true ? Number(rows[0].last_value) : 0;
      return { ...(await drained(world, world.now())), isFelt: refused > 0, evidence: `${refused} batches refused` };
    },
  },
  {
    name: 'worker-freeze',
    group: 'worker',
    touches: 'postgres',
    endangers: 'nothing',
    what: 'SIGSTOP of a worker in the middle of its transaction',
    holdMs: { min: 2500, max: 4000 },
    calmMs: 1500,
    async inflict(world, holdMs) {
      const lock = await lockedGames(world);
      const workers = async (): Promise<string[]> =>
        (await waiting(world)).filter((name) => name.startsWith('worker-'));
      try {
        await world.until(
          'a worker waits in its transaction',
          async () => (await workers()).length > 0,
          WAITS_WITHIN_MS,
        );
        const [worker = ''] = await workers();
        world.freeze(worker);
        await lock.rollback();
        await world.pass(holdMs);
        world.thaw(worker);
        return { isFelt: true, evidence: `${worker} held its locks for ${Math.round(holdMs)} ms` };
      } finally {
        if (!lock.isCompleted()) await lock.rollback();
      }
    },
  },
];

interface Refused {
  readonly rows: readonly { readonly last_value: string; readonly is_called: boolean }[];
}

/** A sequence counts what a rollback does not take back. */
const FULL = `
  CREATE SEQUENCE chaos_refused;
  CREATE FUNCTION chaos_full() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM nextval('chaos_refused');
      RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
    END $$;
  CREATE TRIGGER chaos_full BEFORE INSERT ON game_events FOR EACH STATEMENT EXECUTE FUNCTION chaos_full();`;
const NOT_FULL = 'DROP TRIGGER chaos_full ON game_events; DROP FUNCTION chaos_full; DROP SEQUENCE chaos_refused;';

async function restarted(world: World, holdMs: number, stop: () => Promise<void>): Promise<Inflicted> {
  const hitAt = world.now();
  await stop();
  await world.pass(holdMs);
  await world.stores.postgres.start();
  return { ...(await drained(world, hitAt)), isFelt: true, evidence: 'every session ended' };
}

/** Waits until PostgreSQL has whatever was accepted before this moment, at which it is back. */
async function drained(world: World, hitAt: number): Promise<Inflicted> {
  const backAt = world.now();
  await world.untilStored(DRAINED_WITHIN_MS);
  return { isFelt: true, evidence: '', hitAt, backAt, drainedAt: world.now() };
}

/** A transaction that holds the rows of all open games. */
async function lockedGames(world: World): Promise<Knex.Transaction> {
  const lock = await world.stores.knex.transaction();
  await lock('games')
    .whereIn('id', [...world.crowd.openGames])
    .orderBy('id')
    .forUpdate()
    .select('id');
  return lock;
}

/** The processes of the service that wait for a lock. */
async function waiting(world: World): Promise<string[]> {
  const rows: { application_name: string }[] = await world.stores
    .knex('pg_stat_activity')
    .select('application_name')
    .where({ wait_event_type: 'Lock' })
    .whereRaw(OURS);
  return rows.map(({ application_name: name }) => name.replace(/^dugout /, ''));
}

/**
 * Locks one game; when a worker waits for it inside its batch, asks for all the others: one of them the worker holds.
 * We look for deadlocks later than it does, so it is the service that PostgreSQL ends.
 */
async function deadlocked(world: World): Promise<boolean> {
  const { knex } = world.stores;
  const [first, ...others] = [...world.crowd.openGames].sort(() => world.random.fraction() - 0.5);
  const before = await deadlocks(knex);
  const lock = await knex.transaction();
  try {
    await lock.raw("SET LOCAL deadlock_timeout = '30s'");
    await lock('games').where({ id: first }).forUpdate().select('id');
    await world.until('a session waits for the game', async () => (await waiting(world)).length > 0, WAITS_WITHIN_MS);
    await lock('games').whereIn('id', others).forUpdate().select('id');
  } catch {
    // We were the one that was ended, or nobody came: another try tells.
  } finally {
    await lock.rollback().catch(() => undefined);
  }
  const isCounted = async (): Promise<boolean> => (await deadlocks(knex)) > before;
  return await world.until('it is counted', isCounted, 1500).then(
    () => true,
    () => false,
  );
}

async function deadlocks(knex: Knex): Promise<number> {
  const row: { deadlocks: string } | undefined = await knex('pg_stat_database')
    .whereRaw('datname = current_database()')
    .first('deadlocks');
  return Number(row?.deadlocks ?? 0);
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended already.
    }
  }
}
