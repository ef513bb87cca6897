import { GameId } from '../../../src/protocol/ids';
import { fencePattern } from '../../../src/store/redis/keys';
import { bodyOf, KEYS, look, NEIGHBOUR_KEYS, onEachRedis, PARTITION, put } from '../../support/each-redis';

const FENCES = fencePattern(PARTITION);
const G1 = GameId.parse('G1');
const G2 = GameId.parse('G2');
const JOURNAL = ['G1 4 c4', 'G2 1 d1', 'G1 5 c5'];
const SEQS = [4, 1, 5];

const ROWS: readonly { title: string; after: number; limit: number; expected: readonly number[]; more: boolean }[] = [
  { title: 'from the start, all → TAKEN, no more', after: 0, limit: 3, expected: [0, 1, 2], more: false },
  { title: 'from the start, some → TAKEN, more', after: 0, limit: 2, expected: [0, 1], more: true },
  { title: 'after a position → TAKEN, what follows', after: 1, limit: 3, expected: [1, 2], more: false },
  { title: 'after the last → TAKEN, nothing', after: 3, limit: 3, expected: [], more: false },
];

onEachRedis((under) => {
  test.each(ROWS)('journal.take: $title', async ({ after, limit, expected, more }) => {
    const positions = await put(under.client, { fence: { epoch: '9' }, journal: JOURNAL });
    await put(under.client, { fence: { epoch: '12' } }, NEIGHBOUR_KEYS);
    const before = await look(under.client);

    const page = { after: positions[after - 1] ?? '', limit };
    const taken = await under.scripts.take(KEYS.journal, FENCES, page);

    const entries = expected.map((i) => {
      const item = JOURNAL[i]!;
      return { position: positions[i], gameId: item.slice(0, 2), seq: SEQS[i], body: bodyOf(item) };
    });
    const epochs = new Map([
      [G1, 9],
      [G2, 12],
    ]);
    const stamps = new Map(entries.map(({ gameId }) => [gameId, epochs.get(GameId.parse(gameId))]));
    expect(taken).toEqual({ status: 'TAKEN', more, stamps, entries });
    expect(await look(under.client)).toEqual(before);
  });

  test('journal.take: a game without a fence → TAKEN, its stamp is null', async () => {
    await put(under.client, { fence: { epoch: '9' }, journal: JOURNAL });
    const { stamps } = await under.scripts.take(KEYS.journal, FENCES, { after: '', limit: 10 });
    expect(stamps).toEqual(
      new Map([
        [G1, 9],
        [G2, null],
      ]),
    );
  });

  test('journal.take: an empty journal → TAKEN, nothing', async () => {
    const taken = await under.scripts.take(KEYS.journal, FENCES, { after: '', limit: 10 });
    expect(taken).toEqual({ status: 'TAKEN', more: false, stamps: new Map(), entries: [] });
  });
});
