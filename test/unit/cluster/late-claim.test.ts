/** An owner that stands still between the two stores: PostgreSQL said yes, and the journal is asked much later. */
import { gameIdOf, openingOf, request, scheduledGame, SCORER, strikeout } from '../../support/game-commands';
import { MemoryCluster, type MemoryNode } from '../../support/memory-cluster';

const GAME = gameIdOf('game-1');

test('others took the game, went on and left it meanwhile → it is theirs, and no late answer says otherwise', async () => {
  let isFrozenAt = 'reclaim';
  const cluster: MemoryCluster = new MemoryCluster({
    weather: ({ verb, by }) => {
      if (by === 'node-1' && verb === isFrozenAt) {
        isFrozenAt = '';
        cluster.freeze(cluster.nodes[0] as MemoryNode);
      }
      return { thereMs: 0, backMs: 0 };
    },
  });
  const [first, second] = [await cluster.start(), await cluster.start()];
  await first.node.create(GAME, scheduledGame(), { user: SCORER });
  for (const one of openingOf(GAME)) await cluster.submit(first, one, SCORER);
  await cluster.persist();
  cluster.fail('append', 'loseRequest');
  const inDoubt = first.node.submit(strikeout(GAME, 1), { user: SCORER });
  await cluster.clock.advance(1500);
  const other = request(GAME, 'by-another', { type: 'RecordPlay', turn: 1, notation: 'HR' });
  expect(await cluster.submit(second, other, SCORER)).toMatchObject({ ok: true, seq: 5 });
  await cluster.persist();
  await cluster.clock.advance(120_000);
  expect(second.facts).toContain('released eviction');
  cluster.thaw(first);
  const late = await cluster.clock.until(inDoubt);
  expect(late).toMatchObject({ ok: false });
  expect(first.facts).toContain('reclaimed moved');
  await cluster.persist();
  const entries = await cluster.archive.entries(GAME, 4, 10);
  expect(entries.map(({ commandId }) => commandId)).toEqual(['by-another']);
});
