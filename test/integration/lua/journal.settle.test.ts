import { heldBy, KEYS, look, NEIGHBOUR_KEYS, onEachRedis, put, type Found } from '../../support/each-redis';

const ROWS: readonly { title: string; before: Found['fence']; persisted: number; after: Found['fence'] }[] = [
  {
    title: 'a fence that is held → `persisted` rises',
    before: { ...heldBy(9), head: '5', persisted: '3' },
    persisted: 5,
    after: { ...heldBy(9), head: '5', persisted: '5' },
  },
  {
    title: 'less than is known → `persisted` stays',
    before: { ...heldBy(9), head: '12', persisted: '10' },
    persisted: 9,
    after: { ...heldBy(9), head: '12', persisted: '10' },
  },
  {
    title: 'nobody holds it, and PostgreSQL has everything → the fence goes',
    before: { epoch: '9', head: '5', persisted: '3' },
    persisted: 5,
    after: null,
  },
  {
    title: 'nobody holds it, and entries are waiting → the fence stays',
    before: { epoch: '9', head: '10', persisted: '3' },
    persisted: 5,
    after: { epoch: '9', head: '10', persisted: '5' },
  },
  {
    title: 'the game is set aside → the fence stays',
    before: { epoch: '9', head: '5', persisted: '3', quarantined: '1' },
    persisted: 5,
    after: { epoch: '9', head: '5', persisted: '5', quarantined: '1' },
  },
  { title: 'there is no fence → none is made', before: null, persisted: 5, after: null },
];

onEachRedis((under) => {
  test.each(ROWS)('journal.settle: $title', async ({ before, persisted, after }) => {
    await put(under.client, { fence: before });
    expect(await under.scripts.settle(KEYS.journal, [{ fence: KEYS.fence, persisted }], [])).toEqual(['SETTLED', 0]);
    expect((await look(under.client)).fence).toEqual(after);
  });

  test('journal.settle: two games → SETTLED, their entries are dropped and no others; again → nothing to drop', async () => {
    const journal = ['G1 4 c4', 'G2 1 d1', 'G1 5 c5', 'G2 2 d2'];
    const positions = await put(under.client, { fence: { ...heldBy(9), head: '5', persisted: '3' }, journal });
    await put(under.client, { fence: { epoch: '2', head: '2', persisted: '0' } }, NEIGHBOUR_KEYS);
    const settle = (): Promise<unknown> =>
      under.scripts.settle(
        KEYS.journal,
        [
          { fence: KEYS.fence, persisted: 5 },
          { fence: NEIGHBOUR_KEYS.fence, persisted: 1 },
        ],
        positions.slice(0, 3),
      );

    expect(await settle()).toEqual(['SETTLED', 3]);
    expect(await settle()).toEqual(['SETTLED', 0]);

    const { fence, journal: left } = await look(under.client);
    expect(left).toEqual(['G2 2 d2']);
    expect(fence).toEqual({ ...heldBy(9), head: '5', persisted: '5' });
    expect((await look(under.client, NEIGHBOUR_KEYS)).fence).toEqual({ epoch: '2', head: '2', persisted: '1' });
  });

  test('journal.settle: more positions than Lua can unpack at once → all are dropped', async () => {
    const journal = Array.from({ length: 20 }, (_, i) => `G1 ${i + 1} c${i}`);
    const positions = await put(under.client, { journal });
    const absent = Array.from({ length: 10_000 }, (_, i) => `1-${i}`);
    expect(await under.scripts.settle(KEYS.journal, [], [...absent, ...positions])).toEqual(['SETTLED', 20]);
  });
});
