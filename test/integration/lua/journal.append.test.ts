import type { Claim } from '../../../src/cluster/ports';
import {
  bodyOf,
  claimOf,
  heldBy,
  KEYS,
  look,
  NEIGHBOUR,
  NEIGHBOUR_KEYS,
  onEachRedis,
  put,
  type Found,
} from '../../support/each-redis';
import type { AppendText } from '../../../src/store/redis/scripts';

const open = { ...heldBy(9), head: '4', persisted: '3', command: 'c4' };

/** `seq command` of an entry of our game, under a claim. */
function text(entry: string, claim: Claim = claimOf(9), fence = KEYS.fence): AppendText {
  const [seq = '', command = ''] = entry.split(' ');
  return { fence, claim, seq: Number(seq), command, body: bodyOf(`${claim.gameId} ${entry}`) };
}

const ROWS: readonly { title: string; fence: Found['fence']; entry: AppendText; reply: object; after?: Found }[] = [
  {
    title: 'the next seq under our claim → OK, and the head moves',
    fence: open,
    entry: text('5 c5'),
    reply: { status: 'OK', persisted: 3 },
    after: { fence: { ...open, head: '5', command: 'c5' }, journal: ['G1 5 c5'], quarantine: [] },
  },
  {
    title: 'from 9 to 10 → OK: numbers, not texts, are counted',
    fence: { ...open, head: '9', persisted: '9' },
    entry: text('10 c10'),
    reply: { status: 'OK', persisted: 9 },
    after: { fence: { ...open, head: '10', persisted: '9', command: 'c10' }, journal: ['G1 10 c10'], quarantine: [] },
  },
  {
    title: 'the entry at the head once more → ALREADY',
    fence: open,
    entry: text('4 c4'),
    reply: { status: 'ALREADY', persisted: 3 },
  },
  {
    title: 'the entry at the head of a game set aside → ALREADY',
    fence: { ...open, quarantined: '1' },
    entry: text('4 c4'),
    reply: { status: 'ALREADY', persisted: 3 },
  },
  { title: 'another command at the head → GAP', fence: open, entry: text('4 x4'), reply: { status: 'GAP', head: 4 } },
  { title: 'a seq too high → GAP', fence: open, entry: text('6 c6'), reply: { status: 'GAP', head: 4 } },
  { title: 'a seq too low → GAP', fence: open, entry: text('3 c3'), reply: { status: 'GAP', head: 4 } },
  {
    title: 'a higher epoch → FENCED',
    fence: { ...open, epoch: '10' },
    entry: text('5 c5'),
    reply: { status: 'FENCED', epoch: 10 },
  },
  {
    title: 'a lower epoch → FENCED',
    fence: { ...open, epoch: '8' },
    entry: text('5 c5'),
    reply: { status: 'FENCED', epoch: 8 },
  },
  {
    title: 'another session → FENCED',
    fence: { ...open, session: 'S2' },
    entry: text('5 c5'),
    reply: { status: 'FENCED', epoch: 9 },
  },
  {
    title: 'another nonce → FENCED',
    fence: { ...open, nonce: 'N2' },
    entry: text('5 c5'),
    reply: { status: 'FENCED', epoch: 9 },
  },
  {
    title: 'a fence that was released → FENCED',
    fence: { epoch: '9', head: '4', persisted: '3' },
    entry: text('5 c5'),
    reply: { status: 'FENCED', epoch: 9 },
  },
  { title: 'no fence → UNFENCED', fence: null, entry: text('5 c5'), reply: { status: 'UNFENCED' } },
  {
    title: 'a fence that was not opened → UNFENCED',
    fence: heldBy(9),
    entry: text('1 c1'),
    reply: { status: 'UNFENCED' },
  },
  {
    title: 'a game set aside → QUARANTINED',
    fence: { ...open, quarantined: '1' },
    entry: text('5 c5'),
    reply: { status: 'QUARANTINED' },
  },
];

onEachRedis((under) => {
  test.each(ROWS)('journal.append: $title', async ({ fence, entry, reply, after }) => {
    await put(under.client, { fence });
    expect(await under.scripts.append(KEYS.journal, [entry])).toEqual([reply]);
    expect(await look(under.client)).toEqual(after ?? { fence, journal: [], quarantine: [] });
  });

  test('journal.append: one refused entry among others → its neighbours are appended, replies in order', async () => {
    await put(under.client, { fence: { ...open, epoch: '10' } });
    await put(under.client, { fence: { ...heldBy(3, 2), head: '0', persisted: '0' } }, NEIGHBOUR_KEYS);
    const neighbour = claimOf(3, 2, NEIGHBOUR);
    const replies = await under.scripts.append(KEYS.journal, [
      text('1 d1', neighbour, NEIGHBOUR_KEYS.fence),
      text('5 c5'),
      text('2 d2', neighbour, NEIGHBOUR_KEYS.fence),
    ]);
    expect(replies).toEqual([
      { status: 'OK', persisted: 0 },
      { status: 'FENCED', epoch: 10 },
      { status: 'OK', persisted: 0 },
    ]);
    expect((await look(under.client)).journal).toEqual(['G2 1 d1', 'G2 2 d2']);
  });

  test('journal.append: an epoch of 2^53 - 1 → equal to itself, to the last digit', async () => {
    const epoch = Number.MAX_SAFE_INTEGER;
    await put(under.client, { fence: { ...open, ...heldBy(epoch) } });
    const replies = await under.scripts.append(KEYS.journal, [
      text('5 c5', claimOf(epoch - 1)),
      text('5 c5', claimOf(epoch)),
    ]);
    expect(replies).toEqual([
      { status: 'FENCED', epoch },
      { status: 'OK', persisted: 3 },
    ]);
  });
});
