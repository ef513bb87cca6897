/** A game goes where its commands come from, and nothing is lost on the way. */
import type { CommandAnswer, CommandRequest } from '../../../src/protocol/envelope';
import { gameIdOf, openingOf, scheduledGame, SCORER, strikeout } from '../../support/game-commands';
import { MemoryCluster, type MemoryNode } from '../../support/memory-cluster';

const GAME = gameIdOf('game-1');
const STAY_MS = 10_000;

class World {
  readonly cluster: MemoryCluster;
  nodes!: readonly [owner: MemoryNode, other: MemoryNode];
  onReleased: () => void = () => undefined;
  private turn = 0;

  private constructor(followAfter: number) {
    const onFact = (_node: string, fact: string): void => {
      if (fact.endsWith('released handOff')) this.onReleased();
    };
    this.cluster = new MemoryCluster({ limits: { followAfter }, onFact });
  }

  /** Two nodes, and a game that the first owns. */
  static async open(followAfter: number): Promise<World> {
    const world = new World(followAfter);
    const owner = await world.cluster.start();
    world.nodes = [owner, await world.cluster.start()];
    await owner.node.create(GAME, scheduledGame(), { user: SCORER });
    for (const request of openingOf(GAME)) await world.send(owner, request);
    return world;
  }

  get owners(): readonly string[] {
    return this.cluster.ownersOf(GAME);
  }

  async send(node: MemoryNode, request: CommandRequest): Promise<CommandAnswer> {
    return await this.cluster.submit(node, request, SCORER);
  }

  /** A play by way of each node in turn; each must be accepted. PostgreSQL has it a moment later. */
  async play(...by: readonly MemoryNode[]): Promise<void> {
    for (const node of by) {
      this.turn += 1;
      expect(await this.send(node, strikeout(GAME, this.turn))).toMatchObject({ ok: true, seq: 4 + this.turn });
      await this.cluster.persist();
      await this.cluster.clock.advance(150);
    }
  }

  /** What is kept in the end: every play once, in its place. */
  async kept(): Promise<readonly string[]> {
    await this.cluster.persist();
    return (await this.cluster.archive.entries(GAME, 4, 1000)).map(({ commandId }) => commandId);
  }
}

const plays = (count: number): string[] => Array.from({ length: count }, (_, i) => `play-${i + 1}`);

test('commands over one other node → the game is handed off to it, and goes on there', async () => {
  const world = await World.open(3);
  const [first, second] = world.nodes;
  await world.play(second, second);
  expect(world.owners).toEqual(['node-1']);
  await world.play(second);
  expect(world.owners).toEqual(['node-2']);
  expect(first.facts).toContain('released handOff');
  expect(second.facts).toContain('acquired handOff');
  await world.play(second, first, second);
  expect(world.owners).toEqual(['node-2']);
  expect(await world.kept()).toEqual(plays(6));
});

test('PostgreSQL does not have everything → the game stays until it has', async () => {
  const world = await World.open(1);
  const [first, second] = world.nodes;
  expect(await world.send(second, strikeout(GAME, 1))).toMatchObject({ ok: true });
  await world.cluster.clock.advance(1000);
  expect(world.owners).toEqual(['node-1']);
  await world.cluster.persist();
  await world.cluster.clock.advance(150);
  expect(world.owners).toEqual(['node-2']);
  expect(first.facts).toContain('released handOff');
});

test('in a time of grace → the game stays until it is over', async () => {
  const world = await World.open(1);
  const [first, second] = world.nodes;
  world.cluster.generation.changed();
  await world.play(second);
  await world.cluster.clock.advance(3000);
  expect(world.owners).toEqual(['node-1']);
  await world.cluster.clock.advance(3000);
  expect(world.owners).toEqual(['node-2']);
  expect(first.facts).toContain('released handOff');
});

test('a command from here while it waits to leave → it stays', async () => {
  const world = await World.open(1);
  const [first, second] = world.nodes;
  expect(await world.send(second, strikeout(GAME, 1))).toMatchObject({ ok: true });
  expect(await world.send(first, strikeout(GAME, 2))).toMatchObject({ ok: true });
  await world.cluster.persist();
  await world.cluster.clock.advance(1000);
  expect(world.owners).toEqual(['node-1']);
});

test('a command from here among them → the game stays', async () => {
  const world = await World.open(3);
  const [first, second] = world.nodes;
  await world.play(second, second, first, second, second, first);
  expect(world.owners).toEqual(['node-1']);
});

test('a game that was handed off → stays for a while, then goes on', async () => {
  const world = await World.open(2);
  const [first, second] = world.nodes;
  await world.play(second, second);
  await world.play(first, first, first);
  expect(world.owners).toEqual(['node-2']);
  await world.cluster.clock.advance(STAY_MS);
  await world.play(first);
  expect(world.owners).toEqual(['node-1']);
  expect(await world.kept()).toEqual(plays(6));
});

test('commands that were refused → do not count', async () => {
  const world = await World.open(1);
  const [, second] = world.nodes;
  expect(await world.send(second, strikeout(GAME, 9))).toMatchObject({ ok: false });
  expect(world.owners).toEqual(['node-1']);
});

test('0 → never', async () => {
  const world = await World.open(0);
  const [, second] = world.nodes;
  await world.play(...Array.from({ length: 9 }, () => second));
  expect(world.owners).toEqual(['node-1']);
});

test('the node that it goes to dies on the way → the next command finds the game, and nothing is lost', async () => {
  const world = await World.open(1);
  const [first, second] = world.nodes;
  world.onReleased = () => world.cluster.crash(second);
  void second.node.submit(strikeout(GAME, 1), { user: SCORER });
  await world.cluster.clock.advance(50);
  await world.cluster.persist();
  await world.cluster.clock.advance(150);
  expect(first.facts).toContain('released handOff');
  expect(await world.send(first, strikeout(GAME, 2))).toMatchObject({ ok: true, seq: 6 });
  expect(world.owners).toEqual(['node-1']);
  expect(await world.kept()).toEqual(plays(2));
});
