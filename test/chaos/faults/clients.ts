/** What befalls the edge and the clients: sockets cut, the balancer replaced, one who does not read, all said twice. */
import type { FaultClass } from '../fault';
import { SlowSpectator } from '../crowd/slow-spectator';
import type { World } from '../world';

const CUT_WITHIN_MS = 30_000;
const JOIN_TRIES = 10;
const AGAIN_AFTER_MS = 500;

export const CLIENT_FAULTS: readonly FaultClass[] = [
  {
    name: 'clients-cut',
    group: 'client',
    touches: 'edge',
    endangers: 'nothing',
    what: 'every socket of every client is cut, and all come back at once',
    holdMs: { min: 0, max: 0 },
    calmMs: 1500,
    async inflict(world) {
      const before = world.front.losses.connections;
      world.front.cutOnce();
      const cut = world.front.losses.connections - before;
      return { isFelt: cut > 0, evidence: `${cut} sockets cut`, hitAt: world.now() };
    },
  },
  {
    name: 'balancer-restart',
    group: 'client',
    touches: 'edge',
    endangers: 'nothing',
    what: 'the balancer ends with all its connections; another takes its place',
    holdMs: { min: 0, max: 0 },
    calmMs: 1500,
    async inflict(world) {
      await world.members.restartBalancer();
      return { isFelt: true, evidence: 'every client went through another balancer' };
    },
  },
  {
    name: 'slow-spectator',
    group: 'client',
    touches: 'clients',
    endangers: 'nothing',
    what: 'a spectator asks for much, and reads nothing',
    holdMs: { min: 0, max: 0 },
    calmMs: 800,
    async inflict(world) {
      const before = await cutForSlowness(world);
      const sleeper = await sleeping(world);
      const isCut = async (): Promise<boolean> => (await cutForSlowness(world)) > before;
      await world.until('the slow spectator is cut off', isCut, CUT_WITHIN_MS).finally(() => sleeper.leave());
      return { isFelt: true, evidence: 'its node cut it off' };
    },
  },
  {
    name: 'commands-twice',
    group: 'client',
    touches: 'clients',
    endangers: 'nothing',
    what: 'every command is sent twice at once, under the same id',
    holdMs: { min: 2000, max: 3000 },
    calmMs: 500,
    async inflict(world, holdMs) {
      const { tempo } = world.crowd;
      const before = tempo.doubled;
      tempo.isDoubling = true;
      await world.pass(holdMs);
      tempo.isDoubling = false;
      return { isFelt: tempo.doubled > before, evidence: `${tempo.doubled - before} commands sent twice` };
    },
  },
];

/** Asleep at the furthest game; its owner may be in trouble of its own just then. */
async function sleeping(world: World): Promise<SlowSpectator> {
  for (let tries = 1; ; tries += 1) {
    try {
      const { gameId, seq, url } = await world.longestGame();
      const sleeper = await SlowSpectator.join(url, gameId);
      await sleeper.fallAsleep(gameId, seq);
      return sleeper;
    } catch (cause) {
      if (tries === JOIN_TRIES) throw cause;
      await world.pass(AGAIN_AFTER_MS);
    }
  }
}

/** How many sockets the nodes have cut off because they did not read. */
async function cutForSlowness(world: World): Promise<number> {
  const texts = await Promise.all(world.awake.map((name) => world.metricsOf(name)));
  return texts.reduce(
    (sum, text) => sum + Number(/^dugout_sockets_cut_off_total\{.*reason="slow".*\} (\d+)/m.exec(text)?.[1] ?? 0),
    0,
  );
}
