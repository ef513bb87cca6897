import { bodyOf, GAME, heldBy, KEYS, look, onEachRedis, put, type Found } from '../../support/each-redis';

interface Row {
  readonly title: string;
  readonly before: Partial<Found>;
  readonly moved: number;
  readonly after: Found;
}

const fence = { ...heldBy(9), head: '5', persisted: '3' };

const ROWS: readonly Row[] = [
  {
    title: 'a game with entries → SET_ASIDE, they are moved in order, its neighbours stay',
    before: { fence, journal: ['G1 4 c4', 'G2 1 d1', 'G1 5 c5'] },
    moved: 2,
    after: { fence: { ...fence, quarantined: '1' }, journal: ['G2 1 d1'], quarantine: ['G1 4 c4', 'G1 5 c5'] },
  },
  {
    title: 'a game that is set aside already → SET_ASIDE, what came later is moved too',
    before: { fence: { ...fence, quarantined: '1' }, journal: ['G1 5 c5'], quarantine: ['G1 4 c4'] },
    moved: 1,
    after: { fence: { ...fence, quarantined: '1' }, journal: [], quarantine: ['G1 4 c4', 'G1 5 c5'] },
  },
  {
    title: 'no fence → SET_ASIDE, under a fence that any claim may take',
    before: { journal: ['G1 4 c4'] },
    moved: 1,
    after: { fence: { epoch: '0', quarantined: '1' }, journal: [], quarantine: ['G1 4 c4'] },
  },
  {
    title: 'no entries → SET_ASIDE, nothing is moved',
    before: { fence },
    moved: 0,
    after: { fence: { ...fence, quarantined: '1' }, journal: [], quarantine: [] },
  },
];

onEachRedis((under) => {
  test.each(ROWS)('journal.quarantine: $title', async ({ before, moved, after }) => {
    await put(under.client, before);
    expect(await under.scripts.quarantine(KEYS, GAME)).toEqual(['SET_ASIDE', moved]);
    expect(await look(under.client)).toEqual(after);
  });

  test('journal.quarantine: what its owner knows → put beside the others once, the entries that contradict it too', async () => {
    await put(under.client, { fence, journal: ['G1 4 c4', 'G1 5 other'] });
    const known = [4, 5, 6].map((seq) => ({ seq, epoch: 9, command: `c${seq}`, body: bodyOf(`G1 ${seq} c${seq}`) }));
    expect(await under.scripts.quarantine(KEYS, GAME, known)).toEqual(['SET_ASIDE', 2]);
    const quarantine = ['G1 4 c4', 'G1 5 other', 'G1 5 c5', 'G1 6 c6'];
    expect(await look(under.client)).toMatchObject({ journal: [], quarantine });
    expect(await under.scripts.quarantine(KEYS, GAME, known)).toEqual(['SET_ASIDE', 0]);
    expect(await look(under.client)).toMatchObject({ journal: [], quarantine });
  });

  test('journal.quarantine: a journal of many pages → SET_ASIDE, no entry is passed over', async () => {
    const journal = Array.from({ length: 250 }, (_, i) => (i % 2 === 0 ? `G1 ${i / 2 + 1} c${i}` : `G2 ${i} d${i}`));
    await put(under.client, { fence, journal });
    expect(await under.scripts.quarantine(KEYS, GAME)).toEqual(['SET_ASIDE', 125]);
    const after = await look(under.client);
    expect(after.journal).toEqual(journal.filter((item) => item.startsWith('G2')));
    expect(after.quarantine).toEqual(journal.filter((item) => item.startsWith('G1')));
  });
});
