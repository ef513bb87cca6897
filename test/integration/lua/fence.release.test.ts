import { claimOf, heldBy, KEYS, look, onEachRedis, put, type Found } from '../../support/each-redis';

const ROWS: readonly { title: string; before: Found['fence']; status: string; after: Found['fence'] }[] = [
  {
    title: 'everything is in PostgreSQL → RELEASED, and the fence is gone',
    before: { ...heldBy(9), head: '4', persisted: '4', command: 'c4' },
    status: 'RELEASED',
    after: null,
  },
  {
    title: 'entries are waiting → RELEASED, and the fence stays without an owner',
    before: { ...heldBy(9), head: '5', persisted: '4', command: 'c5' },
    status: 'RELEASED',
    after: { epoch: '9', head: '5', persisted: '4', command: 'c5' },
  },
  {
    title: 'the game is set aside → RELEASED, and the fence stays',
    before: { ...heldBy(9), head: '4', persisted: '4', quarantined: '1' },
    status: 'RELEASED',
    after: { epoch: '9', head: '4', persisted: '4', quarantined: '1' },
  },
  { title: 'never opened → RELEASED, and the fence is gone', before: heldBy(9), status: 'RELEASED', after: null },
  { title: 'another epoch → FENCED', before: heldBy(10), status: 'FENCED', after: heldBy(10) },
  {
    title: 'another session → FENCED',
    before: { ...heldBy(9), session: 'S2' },
    status: 'FENCED',
    after: { ...heldBy(9), session: 'S2' },
  },
  {
    title: 'another nonce → FENCED',
    before: { ...heldBy(9), nonce: 'N2' },
    status: 'FENCED',
    after: { ...heldBy(9), nonce: 'N2' },
  },
  { title: 'no fence → UNFENCED', before: null, status: 'UNFENCED', after: null },
];

onEachRedis((under) => {
  test.each(ROWS)('fence.release: $title', async ({ before, status, after }) => {
    await put(under.client, { fence: before });
    expect(await under.scripts.release(KEYS.fence, claimOf(9))).toEqual({ status });
    expect((await look(under.client)).fence).toEqual(after);
  });
});
