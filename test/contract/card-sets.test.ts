/** Where card sets are kept: claimed of the store in memory and of PostgreSQL. */
import { averageCardSet } from '../../src/baseball/cards/average';
import { cardSetIdOf } from '../../src/cluster/card-set-id';
import type { CardSets } from '../../src/cluster/ports';
import { CardSet } from '../../src/protocol/cards';
import { CardSetId } from '../../src/protocol/ids';
import { MemoryCardSets } from '../../src/store/memory/card-sets';
import { postgresCardSets } from '../../src/store/postgres/card-sets';
import { freshDatabase } from '../support/postgres';

interface Kept {
  readonly sets: CardSets;
  close(): Promise<void>;
}

const STORES: Readonly<Record<'memory' | 'postgres', () => Promise<Kept>>> = {
  memory: () => Promise.resolve({ sets: new MemoryCardSets(), close: () => Promise.resolve() }),
  async postgres() {
    const database = await freshDatabase();
    return { sets: postgresCardSets(database.knex), close: () => database.drop() };
  },
};

describe.each(Object.entries(STORES))('card sets: %s', (_name, open) => {
  let kept: Kept;
  beforeAll(async () => {
    kept = await open();
  });
  afterAll(() => kept.close());

  test.each(['sba', 'pd'] as const)(
    'a set of kind %s → found as it was stored, under the hash of its content',
    async (kind) => {
      const set = averageCardSet(kind);
      const id = cardSetIdOf(set);
      await kept.sets.add(id, set);
      const found = await kept.sets.find(id);
      expect(found).toEqual(set);
      expect(CardSet.parse(found)).toEqual(set);
      expect(found === undefined ? null : cardSetIdOf(found)).toBe(id);
    },
  );

  test('the same set again → stays', async () => {
    const set = averageCardSet('pd', 'AGN');
    const id = cardSetIdOf(set);
    await kept.sets.add(id, set);
    await kept.sets.add(id, { ...set, season: 1999 });
    expect(await kept.sets.find(id)).toEqual(set);
  });

  test('a set that was followed by another, again → the newest of its team', async () => {
    const [first, second] = [1901, 1902].map((season) => ({ ...averageCardSet('pd', 'NEW'), season }));
    if (first === undefined || second === undefined) throw new Error('no sets');
    const newest = async (): Promise<unknown> =>
      (await kept.sets.list({ team: first.team.id, limit: 10 })).map(({ season }) => season);
    for (const set of [first, second]) await kept.sets.add(cardSetIdOf(set), set);
    expect(await newest()).toEqual([1902, 1901]);
    await kept.sets.add(cardSetIdOf(first), first);
    expect(await newest()).toEqual([1901, 1902]);
  });

  test('an unknown id → nothing', async () => {
    expect(await kept.sets.find(CardSetId.parse('A'.repeat(22)))).toBeUndefined();
  });
});

test('the id of a set: its fields in another order → the same id; other content → another', () => {
  const { team, ...rest } = averageCardSet('pd');
  const set = { ...rest, team } as CardSet;
  expect(cardSetIdOf(set)).toBe(cardSetIdOf(averageCardSet('pd')));
  expect(cardSetIdOf({ ...set, season: 2018 })).not.toBe(cardSetIdOf(set));
});
