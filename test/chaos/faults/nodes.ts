/** What befalls nodes and workers: killed, stopped, frozen, stalled, joined by others, and told another time of day. */
import type { FaultClass, Inflicted } from '../fault';
import { WORKERS, type World } from '../world';

const STALL_MS = { min: 80, max: 350 };
const HOUR_S = 3600;
/** A node that the run adds, and takes away again. */
const ADDED = 'node-4';

export const NODE_FAULTS: readonly FaultClass[] = [
  {
    name: 'node-kill',
    group: 'node',
    what: 'SIGKILL of a node that owns games; another process takes its place',
    endangers: 'owners',
    touches: 'nodes',
    holdMs: { min: 300, max: 1500 },
    calmMs: 2500,
    async inflict(world, holdMs) {
      const { name, games } = await world.busyNode();
      const hitAt = world.now();
      await world.members.kill(name);
      await world.pass(holdMs);
      await world.restart(name);
      return { isFelt: true, evidence: `${name} owned ${games.size} games`, hitAt, victims: games };
    },
  },
  {
    name: 'node-term',
    group: 'node',
    what: 'SIGTERM of a node that owns games: it hands them off, and ends',
    endangers: 'owners',
    touches: 'nodes',
    holdMs: { min: 0, max: 0 },
    calmMs: 2500,
    async inflict(world) {
      const { name, games } = await world.busyNode();
      return { ...(await handedOff(world, name)), evidence: `${name} owned ${games.size} games`, victims: games };
    },
  },
  freezing('node-freeze-short', 'SIGSTOP of a node that owns games, for less than its session lives', {
    min: 600,
    max: 1800,
  }),
  freezing('node-freeze-long', 'SIGSTOP of a node that owns games, for longer than its session lives', {
    min: 5000,
    max: 7000,
  }),
  {
    name: 'node-stutter',
    group: 'node',
    what: 'a node that owns games stops and goes on in bursts, as one whose event loop is kept busy',
    endangers: 'owners',
    touches: 'nodes',
    holdMs: { min: 2000, max: 3000 },
    calmMs: 800,
    async inflict(world, holdMs) {
      const { name } = await world.busyNode();
      const endAt = world.now() + holdMs;
      let stalls = 0;
      while (world.now() < endAt) {
        world.freeze(name);
        await world.pass(world.random.between(STALL_MS.min, STALL_MS.max));
        world.thaw(name);
        await world.pass(world.random.between(STALL_MS.min / 4, STALL_MS.max / 4));
        stalls += 1;
      }
      return { isFelt: stalls > 2, evidence: `${name} stalled ${stalls} times` };
    },
  },
  {
    name: 'nodes-scale',
    group: 'node',
    what: 'a fourth node joins, takes clients and games, and is told to leave again',
    endangers: 'owners',
    touches: 'nodes',
    holdMs: { min: 3000, max: 4500 },
    calmMs: 1500,
    async inflict(world, holdMs) {
      await world.restart(ADDED);
      // Clients that connect anew come to it, as it has the fewest.
      world.front.cutOnce();
      await world.pass(holdMs);
      const games = await world.gamesOf(ADDED);
      const handed = await handedOff(world, ADDED);
      return { ...handed, evidence: `${ADDED} came to own ${games.size} games, and left`, victims: games };
    },
  },
  {
    name: 'node-clock-jump',
    group: 'node',
    what: 'the wall clock of one node jumps by an hour, and back',
    endangers: 'nothing',
    touches: 'nodes',
    holdMs: { min: 2500, max: 3500 },
    calmMs: 800,
    async inflict(world, holdMs) {
      const by = world.random.pick([HOUR_S, -HOUR_S]);
      const name = world.moveClock(by);
      await world.pass(holdMs);
      const seenAt = name === undefined ? Date.now() : await timeOf(world, name);
      world.moveClock(0);
      const offS = Math.round((seenAt - Date.now()) / 1000);
      return { isFelt: Math.abs(offS - by) < 60, evidence: `the clock of ${name} was off by ${offS} s` };
    },
  },
  {
    name: 'worker-kill',
    group: 'worker',
    what: 'SIGKILL of a worker; another process takes its place',
    endangers: 'nothing',
    touches: 'workers',
    holdMs: { min: 300, max: 1500 },
    calmMs: 800,
    async inflict(world, holdMs) {
      const name = world.random.pick(WORKERS);
      await world.members.kill(name);
      await world.pass(holdMs);
      await world.restart(name);
      return { isFelt: true, evidence: name };
    },
  },
];

function freezing(name: string, what: string, holdMs: FaultClass['holdMs']): FaultClass {
  return {
    name,
    group: 'node',
    what,
    endangers: 'owners',
    touches: 'nodes',
    holdMs,
    calmMs: 1500,
    async inflict(world, lastsMs) {
      const { name: node, games } = await world.busyNode();
      const hitAt = world.now();
      world.freeze(node);
      await world.pass(lastsMs);
      world.thaw(node);
      const backAt = world.now();
      return { isFelt: true, evidence: `${node} owned ${games.size} games`, hitAt, backAt, victims: games };
    },
  };
}

/** @throws Error when the node does not end in order */
async function handedOff(world: World, name: string): Promise<Inflicted> {
  const hitAt = world.now();
  await world.members.stop(name);
  const backAt = world.now();
  if (name !== ADDED) await world.restart(name);
  return { isFelt: true, evidence: '', hitAt, backAt };
}

/** What time a node believes it is, by the date of its answer. */
async function timeOf(world: World, name: string): Promise<number> {
  const url = world.members.nodes.get(name);
  const answer = await fetch(`${url}/healthz`);
  const date = answer.headers.get('date');
  return date === null ? Date.now() : Date.parse(date);
}
