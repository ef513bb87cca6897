import { claimOf, heldBy, KEYS, look, onEachRedis, put, type Found } from '../../support/each-redis';

const ROWS: readonly { title: string; before: Found['fence']; reply: object; after: Found['fence'] }[] = [
  {
    title: "a new fence of ours → OPENED, at PostgreSQL's last seq",
    before: heldBy(9),
    reply: { status: 'OPENED', head: 4 },
    after: { ...heldBy(9), head: '4', persisted: '4' },
  },
  {
    title: 'a fence that has a head → ALREADY_OPEN, and the head stays',
    before: { ...heldBy(9), head: '6', persisted: '5' },
    reply: { status: 'ALREADY_OPEN', head: 6 },
    after: { ...heldBy(9), head: '6', persisted: '5' },
  },
  {
    title: 'another epoch → FENCED',
    before: { ...heldBy(10) },
    reply: { status: 'FENCED', epoch: 10 },
    after: heldBy(10),
  },
  {
    title: 'another session → FENCED',
    before: { ...heldBy(9), session: 'S2' },
    reply: { status: 'FENCED', epoch: 9 },
    after: { ...heldBy(9), session: 'S2' },
  },
  {
    title: 'another nonce → FENCED',
    before: { ...heldBy(9), nonce: 'N2' },
    reply: { status: 'FENCED', epoch: 9 },
    after: { ...heldBy(9), nonce: 'N2' },
  },
  { title: 'no fence → UNFENCED', before: null, reply: { status: 'UNFENCED' }, after: null },
];

onEachRedis((under) => {
  test.each(ROWS)('fence.open: $title', async ({ before, reply, after }) => {
    await put(under.client, { fence: before });
    expect(await under.scripts.open(KEYS.fence, claimOf(9), 4)).toEqual(reply);
    expect((await look(under.client)).fence).toEqual(after);
  });
});
