/** A game's record of ownership: what each move of its fence leaves behind, in memory and in PostgreSQL. */
import type { GameId } from '../../src/protocol/ids';
import { type OwnershipMove, OwnershipQuery } from '../../src/protocol/ownership';
import { ARCHIVES, type Archives } from '../support/both-archives';
import { COLD, DOUBT, entry, gameId, REFUSED, run, scheduled, sessionId } from '../support/entries';

const SESSION = sessionId('session-a');
const OTHER = sessionId('session-b');

describe.each(Object.entries(ARCHIVES))('ownership on %s', (_, open) => {
  let stores: Archives;
  let id: GameId;
  let games = 0;

  beforeAll(async () => {
    stores = await open();
  });
  afterAll(() => stores.close());
  beforeEach(async () => {
    games += 1;
    id = gameId(`O${games}`);
    await stores.archive.create(scheduled(), entry(id, 1));
  });

  const claimOf = (epoch: number, session = SESSION) => ({ gameId: id, epoch, session, nonce: 'n' });
  const nextEpoch = async (): Promise<number> => (await stores.archive.nextEpoch(id))?.epoch ?? 0;

  async function acquire(session = SESSION, reason: 'cold' | 'takeover' | 'handOff' = 'cold'): Promise<number> {
    const epoch = await nextEpoch();
    await stores.archive.claim(claimOf(epoch, session), { node: 'node-a', reason });
    return epoch;
  }

  const page = (query: object = {}) => stores.catalog.ownership(id, OwnershipQuery.parse(query));
  /** The moves without their times, which are the database's. */
  async function moves(): Promise<Omit<OwnershipMove, 'at'>[]> {
    const found = (await page()).moves;
    for (const { at } of found) expect(new Date(at).toISOString()).toBe(at);
    return found.map(({ at: _at, ...move }) => move);
  }

  test('a game that nobody owned yet, and one that there is not → no moves', async () => {
    expect(await page()).toEqual({ moves: [], next: null });
    expect(await stores.catalog.ownership(gameId('nobody'), OwnershipQuery.parse({}))).toEqual({
      moves: [],
      next: null,
    });
  });

  test('claimed, taken over, reclaimed → a move each, the newest first; what failed leaves none', async () => {
    const first = await acquire();
    const second = await acquire(OTHER, 'takeover');
    expect(await stores.archive.claim(claimOf(second), COLD)).toBeUndefined();
    const third = await nextEpoch();
    expect(await stores.archive.reclaim(claimOf(third, OTHER), [first], DOUBT)).toBeUndefined();
    await stores.archive.reclaim(claimOf(third, OTHER), [second], DOUBT);
    expect(await moves()).toEqual([
      { kind: 'reclaimed', reason: 'unanswered', epoch: third, session: OTHER, node: 'node-a' },
      { kind: 'acquired', reason: 'takeover', epoch: second, session: OTHER, node: 'node-a' },
      { kind: 'acquired', reason: 'cold', epoch: first, session: SESSION, node: 'node-a' },
    ]);
  });

  test('a release that is noted after the next owner came → told with its own epoch', async () => {
    const first = await acquire();
    const second = await acquire(OTHER, 'handOff');
    const release = { gameId: id, epoch: first, session: SESSION, node: 'node-a', reason: 'handOff' } as const;
    await stores.archive.noteReleased([release]);
    expect((await moves()).map(({ kind, epoch }) => [kind, epoch])).toEqual([
      ['acquired', second],
      ['released', first],
      ['acquired', first],
    ]);
  });

  test('the last moves alone → as many as were asked for, in the order of the record', async () => {
    expect(await stores.archive.lastMoves(id, 2)).toEqual([]);
    const first = await acquire();
    await stores.archive.noteReleased([
      { gameId: id, epoch: first, session: SESSION, node: 'node-a', reason: 'handOff' },
    ]);
    await acquire(OTHER);
    expect(await stores.archive.lastMoves(id, 2)).toEqual((await page()).moves.slice(0, 2));
    expect((await stores.archive.lastMoves(id, 9)).map(({ kind }) => kind)).toEqual([
      'acquired',
      'released',
      'acquired',
    ]);
  });

  test('a release that is noted again, as nobody knows whether it was → once; one that was not → with its own time', async () => {
    const first = await acquire();
    const release = { gameId: id, epoch: first, session: SESSION, node: 'node-a', reason: 'handOff' } as const;
    await stores.archive.noteReleased([release]);
    const second = await acquire(OTHER);
    await stores.archive.noteReleased([
      { ...release, agoMs: 90_000 },
      { ...release, epoch: second, session: OTHER, agoMs: 60_000 },
    ]);
    const [late, acquired, ...others] = (await page()).moves;
    expect([late?.kind, late?.epoch, acquired?.kind]).toEqual(['released', second, 'acquired']);
    expect(others.map(({ kind }) => kind)).toEqual(['released', 'acquired']);
    const agoMs = Date.parse(acquired?.at ?? '') - Date.parse(late?.at ?? '');
    expect(Math.abs(agoMs - 60_000)).toBeLessThan(30_000);
  });

  test('many releases in one → each with its game', async () => {
    const other = gameId(`${id}-other`);
    await stores.archive.create(scheduled(), entry(other, 1));
    const release = { epoch: 7, session: SESSION, node: 'node-a', reason: 'eviction' } as const;
    await stores.archive.noteReleased([
      { ...release, gameId: id },
      { ...release, gameId: other },
    ]);
    for (const game of [id, other]) {
      const { moves: found } = await stores.catalog.ownership(game, OwnershipQuery.parse({}));
      expect(found).toEqual([{ ...withoutGame(release), kind: 'released', at: expect.any(String) as string }]);
    }
  });

  test('set aside, kept there, let go → two moves, and counted meanwhile', async () => {
    const epoch = await acquire();
    const before = await stores.catalog.quarantined();
    await stores.writer.setQuarantine(id, REFUSED, 'worker-1');
    await stores.archive.setQuarantine(id, { cause: 'diverged', reason: 'still' }, 'worker-2');
    expect(await stores.catalog.quarantined()).toBe(before + 1);
    expect((await stores.archive.nextEpoch(id))?.row.quarantined).toBe(true);
    await stores.writer.setQuarantine(id, null, 'worker-2');
    await stores.writer.setQuarantine(id, null, 'worker-2');
    expect(await stores.catalog.quarantined()).toBe(before);
    expect((await moves()).slice(0, 2)).toEqual([
      { kind: 'restored', reason: 'stored', epoch, session: SESSION, node: 'worker-2' },
      { kind: 'quarantined', reason: 'unstorable', epoch, session: SESSION, node: 'worker-1' },
    ]);
  });

  test('set aside before anybody owned it → nobody’s session', async () => {
    await stores.writer.setQuarantine(id, REFUSED, 'worker-1');
    expect(await moves()).toMatchObject([{ kind: 'quarantined', epoch: 0, session: null }]);
    await stores.writer.setQuarantine(id, null, 'worker-1');
  });

  test('entries that come in → no move', async () => {
    const epoch = await acquire();
    await stores.writer.store([{ gameId: id, stamp: epoch, entries: run(id, [2, 3]) }]);
    expect(await moves()).toHaveLength(1);
  });

  test('page by page → every move once; a cursor that no page gave out → a fault', async () => {
    for (let n = 0; n < 5; n++) await acquire();
    const seen: OwnershipMove[] = [];
    let next: string | null = null;
    do {
      const found = await page({ limit: 2, ...(next === null ? {} : { cursor: next }) });
      expect(found.moves.length).toBeLessThanOrEqual(2);
      seen.push(...found.moves);
      next = found.next;
    } while (next !== null);
    expect(seen).toEqual((await page()).moves);
    expect(seen).toHaveLength(5);
    await expect(page({ cursor: 'bm9uZQ' })).rejects.toMatchObject({ code: 'request/invalid' });
  });
});

function withoutGame({ epoch, session, node, reason }: Omit<OwnershipMove, 'at' | 'kind'>): object {
  return { epoch, session, node, reason };
}
