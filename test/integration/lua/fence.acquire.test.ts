import { bodyOf, claimOf, GAME, heldBy, KEYS, look, onEachRedis, put, type Found } from '../../support/each-redis';
import { SessionId } from '../../../src/protocol/ids';

const S1 = SessionId.parse('S1');

interface Row {
  readonly title: string;
  readonly before: Partial<Found>;
  /** Epoch 9 of session S2, having seen S1, unless it says otherwise. */
  readonly seen?: SessionId | null;
  readonly session?: number;
  readonly reply: object;
  /** What differs afterwards. */
  readonly after?: Partial<Found>;
}

const acquired = { status: 'ACQUIRED', quarantined: false, bodies: [] as string[] };
const ours = heldBy(9, 2);

const ROWS: readonly Row[] = [
  {
    title: 'no fence, no entries → ACQUIRED, without a head',
    before: {},
    reply: { ...acquired, head: null, persisted: null },
    after: { fence: ours },
  },
  {
    title: 'a fence that nobody holds → ACQUIRED',
    before: { fence: { epoch: '8', head: '4', persisted: '4', command: 'c4' } },
    seen: null,
    reply: { ...acquired, head: 4, persisted: 4 },
    after: { fence: { ...ours, head: '4', persisted: '4', command: 'c4' } },
  },
  {
    title: 'the owner that was seen → ACQUIRED, with the entries that are waiting, in rising seq',
    before: {
      fence: { ...heldBy(8), head: '5', persisted: '3', command: 'c5' },
      journal: ['G1 5 c5', 'G2 9 d9', 'G1 4 c4'],
    },
    reply: { ...acquired, head: 5, persisted: 3, bodies: ['G1 4 c4', 'G1 5 c5'].map(bodyOf) },
    after: { fence: { ...ours, head: '5', persisted: '3', command: 'c5' } },
  },
  {
    title: 'a game that is set aside → ACQUIRED, with what was set aside',
    before: {
      fence: { epoch: '8', head: '5', persisted: '5', quarantined: '1' },
      quarantine: ['G1 4 c4', 'G1 5 c5'],
    },
    reply: { ...acquired, quarantined: true, head: 5, persisted: 5, bodies: ['G1 4 c4', 'G1 5 c5'].map(bodyOf) },
    after: { fence: { ...ours, head: '5', persisted: '5', quarantined: '1' } },
  },
  {
    title: 'entries without a fence → ACQUIRED, and the fence is made whole from them',
    before: { journal: ['G1 4 c4', 'G1 5 c5'] },
    reply: { ...acquired, head: 5, persisted: 3, bodies: ['G1 4 c4', 'G1 5 c5'].map(bodyOf) },
    after: { fence: { ...ours, head: '5', persisted: '3', command: 'c5' } },
  },
  {
    title: 'our own session under a lower epoch → ACQUIRED',
    before: { fence: { ...heldBy(8), head: '4', persisted: '4' } },
    seen: null,
    session: 1,
    reply: { ...acquired, head: 4, persisted: 4 },
    after: { fence: { ...heldBy(9, 1), head: '4', persisted: '4' } },
  },
  {
    title: 'an equal epoch → STALE',
    before: { fence: { ...heldBy(9), head: '4', persisted: '4' } },
    reply: { status: 'STALE', epoch: 9 },
  },
  {
    title: 'a higher epoch of more digits → STALE: numbers, not texts, are compared',
    before: { fence: { ...heldBy(10), head: '4', persisted: '4' } },
    reply: { status: 'STALE', epoch: 10 },
  },
  {
    title: 'another owner than the one that was seen → HELD',
    before: { fence: { ...heldBy(8, 3), head: '4', persisted: '4' } },
    reply: { status: 'HELD', session: 'S3' },
  },
  {
    title: 'an owner where nobody was seen → HELD',
    before: { fence: { ...heldBy(8), head: '4', persisted: '4' } },
    seen: null,
    reply: { status: 'HELD', session: 'S1' },
  },
];

onEachRedis((under) => {
  test.each(ROWS)('fence.acquire: $title', async ({ before, seen = S1, session = 2, reply, after = {} }) => {
    await put(under.client, before);
    const unchanged = await look(under.client);
    expect(await under.scripts.acquire(KEYS, claimOf(9, session), seen)).toEqual(reply);
    expect(await look(under.client)).toEqual({ ...unchanged, ...after });
  });

  test('fence.acquire: a journal of many pages → every entry of the game, and none of its neighbours', async () => {
    const journal = Array.from({ length: 250 }, (_, i) => (i % 2 === 0 ? `G1 ${i / 2 + 1} c${i}` : `G2 ${i} d${i}`));
    await put(under.client, { fence: { epoch: '1', head: '125', persisted: '0' }, journal });
    const reply = await under.scripts.acquire(KEYS, claimOf(2, 1, GAME), null);
    const bodies = journal.filter((item) => item.startsWith('G1')).map(bodyOf);
    expect(reply).toEqual({ ...acquired, head: 125, persisted: 0, bodies });
  });
});
