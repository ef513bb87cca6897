/** What befalls the lines: cut, half-open, deaf one way; between nodes and Redis, and from node to node. */
import type { Wire } from '../../support/wire';
import type { FaultClass, Inflicted } from '../fault';
import type { World } from '../world';

const ON_LINE = { group: 'network', touches: 'redis', endangers: 'owners' } as const;

export const NETWORK_FAULTS: readonly FaultClass[] = [
  {
    ...ON_LINE,
    name: 'net-cut',
    what: 'a node that owns games is cut off from Redis, for longer than its session lives',
    holdMs: { min: 3500, max: 5000 },
    calmMs: 2000,
    inflict: (world, holdMs) => spoilt(world, holdMs, (line) => line.cut()),
  },
  {
    ...ON_LINE,
    name: 'net-half-open',
    what: 'connections of a node to Redis stand, and nothing that it sends arrives until they are mended',
    holdMs: { min: 3500, max: 5000 },
    calmMs: 2000,
    inflict: (world, holdMs) => spoilt(world, holdMs, (line) => line.hold('there')),
  },
  {
    ...ON_LINE,
    name: 'net-lost-replies',
    what: 'what a node sends to Redis arrives, and every answer is lost; then the line breaks',
    holdMs: { min: 400, max: 900 },
    calmMs: 2500,
    inflict: (world, holdMs) =>
      spoilt(world, holdMs, (line) => {
        line.loseReplies();
      }),
  },
  {
    name: 'mesh-cut',
    group: 'network',
    touches: 'mesh',
    endangers: 'nothing',
    what: 'no other node reaches a node that owns games',
    holdMs: { min: 2500, max: 3500 },
    calmMs: 1000,
    async inflict(world, holdMs) {
      const { name } = await world.busyNode();
      const line = world.members.line(name, 'mesh');
      const before = line.losses.connections;
      line.cut();
      await world.pass(holdMs);
      line.mend();
      const { connections } = line.losses;
      return {
        isFelt: connections > before,
        evidence: `${connections - before} connections to ${name} cut or refused`,
      };
    },
  },
];

async function spoilt(world: World, holdMs: number, spoil: (line: Wire) => void): Promise<Inflicted> {
  const { name, games } = await world.busyNode();
  const line = world.members.line(name, 'redis');
  const before = { ...line.losses };
  const hitAt = world.now();
  spoil(line);
  await world.pass(holdMs);
  // What lost its replies is out of step: it cannot be mended but by a new connection.
  if (line.losses.lostBytes > before.lostBytes) line.cutOnce();
  line.mend();
  const { connections, heldBytes, lostBytes } = line.losses;
  const felt = [connections - before.connections, heldBytes - before.heldBytes, lostBytes - before.lostBytes];
  const evidence = `${name}: ${felt[0]} connections cut, ${felt[1]} bytes held, ${felt[2]} bytes lost`;
  return { isFelt: felt.some((count) => count > 0), evidence, hitAt, backAt: world.now(), victims: games };
}
