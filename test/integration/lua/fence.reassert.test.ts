import { bodyOf, claimOf, heldBy, KEYS, look, onEachRedis, put, type Found } from '../../support/each-redis';

interface Row {
  readonly title: string;
  readonly before: Partial<Found>;
  readonly persisted: number;
  /** The owner's own entries, as items. */
  readonly tail: readonly string[];
  readonly reply: object;
  readonly after?: Partial<Found>;
}

const ours = heldBy(9);

const ROWS: readonly Row[] = [
  {
    title: 'Redis has forgotten everything → REASSERTED, and the tail is back',
    before: {},
    persisted: 3,
    tail: ['G1 4 c4', 'G1 5 c5'],
    reply: { status: 'REASSERTED', head: 5, backfilled: 2 },
    after: { fence: { ...ours, head: '5', persisted: '3', command: 'c5' }, journal: ['G1 4 c4', 'G1 5 c5'] },
  },
  {
    title: 'everything forgotten and nothing waiting → REASSERTED at what PostgreSQL holds',
    before: {},
    persisted: 3,
    tail: [],
    reply: { status: 'REASSERTED', head: 3, backfilled: 0 },
    after: { fence: { ...ours, head: '3', persisted: '3', command: '' } },
  },
  {
    title: 'nothing is missing → REASSERTED, and nothing is doubled',
    before: {
      fence: { ...heldBy(8), head: '5', persisted: '3', command: 'c5' },
      journal: ['G1 4 c4', 'G2 5 d5', 'G1 5 c5'],
    },
    persisted: 3,
    tail: ['G1 4 c4', 'G1 5 c5'],
    reply: { status: 'REASSERTED', head: 5, backfilled: 0 },
    after: { fence: { ...ours, head: '5', persisted: '3', command: 'c5' } },
  },
  {
    title: 'the last entry is missing → REASSERTED, and only that one is put back',
    before: { fence: { ...heldBy(8), head: '4', persisted: '3', command: 'c4' }, journal: ['G1 4 c4'] },
    persisted: 3,
    tail: ['G1 4 c4', 'G1 5 c5'],
    reply: { status: 'REASSERTED', head: 5, backfilled: 1 },
    after: { fence: { ...ours, head: '5', persisted: '3', command: 'c5' }, journal: ['G1 4 c4', 'G1 5 c5'] },
  },
  {
    title: 'a worker has settled meanwhile → REASSERTED, `persisted` stays, and what is settled stays away',
    before: { fence: { ...heldBy(8), head: '5', persisted: '5', command: 'c5' } },
    persisted: 3,
    tail: ['G1 4 c4', 'G1 5 c5'],
    reply: { status: 'REASSERTED', head: 5, backfilled: 0 },
    after: { fence: { ...ours, head: '5', persisted: '5', command: 'c5' } },
  },
  {
    title: 'the journal goes on behind our tail → REASSERTED with its head',
    before: { fence: { ...heldBy(8), head: '5', persisted: '3' }, journal: ['G1 4 c4', 'G1 5 c5'] },
    persisted: 3,
    tail: ['G1 4 c4'],
    reply: { status: 'REASSERTED', head: 5, backfilled: 0 },
    after: { fence: { ...ours, head: '5', persisted: '3', command: 'c5' } },
  },
  {
    title: 'Redis fell back behind PostgreSQL → REASSERTED at what PostgreSQL holds',
    before: { fence: { ...heldBy(8), head: '2', persisted: '1', command: 'c2' } },
    persisted: 4,
    tail: ['G1 5 c5'],
    reply: { status: 'REASSERTED', head: 5, backfilled: 1 },
    after: { fence: { ...ours, head: '5', persisted: '4', command: 'c5' }, journal: ['G1 5 c5'] },
  },
  {
    title: 'an entry that PostgreSQL holds is not dropped yet → REASSERTED, its command is the one at the head',
    before: { fence: { ...heldBy(8), head: '5', persisted: '3', command: 'c5' }, journal: ['G1 4 c4'] },
    persisted: 4,
    tail: [],
    reply: { status: 'REASSERTED', head: 4, backfilled: 0 },
    after: { fence: { ...ours, head: '4', persisted: '4', command: 'c4' } },
  },
  {
    title: 'a game that is set aside → REASSERTED, and what was missing is set aside too',
    before: {
      fence: { ...heldBy(8), head: '4', persisted: '3', command: 'c4', quarantined: '1' },
      quarantine: ['G1 4 c4'],
    },
    persisted: 3,
    tail: ['G1 4 c4', 'G1 5 c5'],
    reply: { status: 'REASSERTED', head: 5, backfilled: 1 },
    after: {
      fence: { ...ours, head: '5', persisted: '3', command: 'c5', quarantined: '1' },
      quarantine: ['G1 4 c4', 'G1 5 c5'],
    },
  },
  {
    title: 'an equal epoch → STALE',
    before: { fence: { ...heldBy(9, 2), head: '4', persisted: '4' } },
    persisted: 4,
    tail: [],
    reply: { status: 'STALE', epoch: 9 },
  },
  {
    title: 'a higher epoch → STALE',
    before: { fence: { ...heldBy(10, 2), head: '4', persisted: '4' } },
    persisted: 4,
    tail: ['G1 5 c5'],
    reply: { status: 'STALE', epoch: 10 },
  },
  {
    title: 'another command at our seq → DIVERGED, and nothing is changed',
    before: { fence: { ...heldBy(8), head: '5', persisted: '3' }, journal: ['G1 4 c4', 'G1 5 x5'] },
    persisted: 3,
    tail: ['G1 4 c4', 'G1 5 c5', 'G1 6 c6'],
    reply: { status: 'DIVERGED', seq: 5 },
  },
];

onEachRedis((under) => {
  test.each(ROWS)('fence.reassert: $title', async ({ before, persisted, tail, reply, after = {} }) => {
    await put(under.client, before);
    const unchanged = await look(under.client);
    const texts = tail.map((item) => {
      const [, seq = '', command = ''] = item.split(' ');
      return { seq: Number(seq), command, body: bodyOf(item) };
    });
    expect(await under.scripts.reassert(KEYS, claimOf(9), { persisted, tail: texts })).toEqual(reply);
    expect(await look(under.client)).toEqual({ ...unchanged, ...after });
  });
});
