import type { Claim, Settlement } from '../../src/cluster/ports';
import { GameId } from '../../src/protocol/ids';
import { onBothStores, type Stores } from '../support/both-stores';
import { claimOf } from '../support/each-redis';
import { entryOf, requestOf } from '../support/journal-entries';
import { partitionOf } from '../../src/store/partition';

/** Two games of one partition, and one of another. */
const [A, B] = sharers();
const ELSEWHERE = GameId.parse('G0');
const P = partitionOf(A, 16);

function sharers(): [GameId, GameId] {
  const games = Array.from({ length: 64 }, (_, i) => GameId.parse(`G${i + 1}`));
  const home = partitionOf(GameId.parse('G0'), 16);
  const first = games.find((game) => partitionOf(game, 16) !== home)!;
  const second = games.find((game) => game !== first && partitionOf(game, 16) === partitionOf(first, 16))!;
  return [first, second];
}

const a = claimOf(1, 1, A);
const b = claimOf(2, 2, B);

async function own({ fences }: Stores, claim: Claim, head = 0): Promise<void> {
  await fences.acquire(claim, null);
  await fences.open(claim, head);
}

const seqsOf = (entries: readonly { gameId: GameId; seq: number }[]): string[] =>
  entries.map(({ gameId, seq }) => `${gameId === A ? 'A' : 'B'}${seq}`);

/** Settles everything that is waiting of the games, as a worker would that has stored it. */
async function settleAll({ journal }: Stores): Promise<void> {
  const { entries } = await journal.take(P, '', 1_000);
  const settlements = new Map<GameId, Settlement>();
  for (const { gameId, seq, position } of entries) {
    const positions = [...(settlements.get(gameId)?.positions ?? []), position];
    settlements.set(gameId, { gameId, persisted: seq, positions });
  }
  await journal.settle(P, [...settlements.values()]);
}

onBothStores((stores) => {
  test('partitionOf: always the same, within the partitions', () => {
    expect(stores.journal.partitions).toBe(16);
    expect(stores.journal.partitionOf(A)).toBe(P);
    expect(stores.journal.partitionOf(B)).toBe(P);
    expect(stores.journal.partitionOf(ELSEWHERE)).not.toBe(P);
  });

  test('append: entries of two games in one call → one reply each, in order', async () => {
    await own(stores, a);
    await own(stores, b, 6);
    expect(await stores.journal.append(P, [requestOf(b, 7), requestOf(a, 1)])).toEqual([
      { status: 'OK', persisted: 6 },
      { status: 'OK', persisted: 0 },
    ]);
    expect(seqsOf((await stores.journal.take(P, '', 10)).entries)).toEqual(['B7', 'A1']);
  });

  test('append: nothing → nothing', async () => {
    expect(await stores.journal.append(P, [])).toEqual([]);
  });

  test('append: one that is refused → its neighbours are appended', async () => {
    await own(stores, b);
    expect(await stores.journal.append(P, [requestOf(a, 1), requestOf(b, 1)])).toEqual([
      { status: 'UNFENCED' },
      { status: 'OK', persisted: 0 },
    ]);
  });

  test('append: two entries of one game in one call → the second sees the head of the first', async () => {
    await own(stores, a);
    expect(await stores.journal.append(P, [requestOf(a, 1), requestOf(a, 2), requestOf(a, 4)])).toEqual([
      { status: 'OK', persisted: 0 },
      { status: 'OK', persisted: 0 },
      { status: 'GAP', head: 2 },
    ]);
  });

  test('append: the same entry again → ALREADY, and it is there once', async () => {
    await own(stores, a);
    await stores.journal.append(P, [requestOf(a, 1)]);
    expect(await stores.journal.append(P, [requestOf(a, 1)])).toEqual([{ status: 'ALREADY', persisted: 0 }]);
    expect((await stores.journal.take(P, '', 10)).entries).toHaveLength(1);
  });

  test('append: another command at the head, or a seq that is not the next → GAP', async () => {
    await own(stores, a);
    await stores.journal.append(P, [requestOf(a, 1)]);
    const replies = await stores.journal.append(P, [requestOf(a, 1, 'another'), requestOf(a, 3), requestOf(a, 0)]);
    expect(replies).toEqual([
      { status: 'GAP', head: 1 },
      { status: 'GAP', head: 1 },
      { status: 'GAP', head: 1 },
    ]);
  });

  test.each([
    ['epoch', { ...a, epoch: 9 }],
    ['session', { ...a, session: b.session }],
    ['nonce', { ...a, nonce: 'another' }],
  ])('append: another %s than the fence has → FENCED', async (_what, claim) => {
    await own(stores, a);
    expect(await stores.journal.append(P, [requestOf(claim, 1)])).toEqual([{ status: 'FENCED', epoch: 1 }]);
  });

  test('append: a fence that was not opened → UNFENCED; one that was released → FENCED', async () => {
    await stores.fences.acquire(a, null);
    expect(await stores.journal.append(P, [requestOf(a, 1)])).toEqual([{ status: 'UNFENCED' }]);
    await stores.fences.open(a, 0);
    await stores.journal.append(P, [requestOf(a, 1)]);
    await stores.fences.release(a);
    expect(await stores.journal.append(P, [requestOf(a, 2)])).toEqual([{ status: 'FENCED', epoch: 1 }]);
  });

  test('take: page by page → every entry once, in order, with what was appended meanwhile', async () => {
    await own(stores, a);
    for (const seq of [1, 2, 3]) await stores.journal.append(P, [requestOf(a, seq)]);
    const first = await stores.journal.take(P, '', 2);
    expect(first).toMatchObject({ more: true });
    await stores.journal.append(P, [requestOf(a, 4)]);
    const rest = await stores.journal.take(P, first.entries.at(-1)!.position, 10);
    expect(rest).toMatchObject({ more: false });
    expect(seqsOf([...first.entries, ...rest.entries])).toEqual(['A1', 'A2', 'A3', 'A4']);
  });

  test('take: an entry → its JSON as it was appended', async () => {
    await own(stores, a);
    await stores.journal.append(P, [requestOf(a, 1)]);
    const { entries } = await stores.journal.take(P, '', 10);
    expect(entries.map(({ body }) => JSON.parse(body) as unknown)).toEqual([entryOf(a, 1)]);
  });

  test("take: stamps → each game's epoch now, not the one under which it was appended; other partitions are left out", async () => {
    const elsewhere = claimOf(1, 1, ELSEWHERE);
    for (const claim of [a, b, elsewhere]) await own(stores, claim);
    for (const claim of [a, b]) await stores.journal.append(P, [requestOf(claim, 1)]);
    await stores.journal.append(stores.journal.partitionOf(ELSEWHERE), [requestOf(elsewhere, 1)]);
    await stores.fences.acquire(claimOf(5, 2, A), a.session);
    const { stamps } = await stores.journal.take(P, '', 10);
    expect(stamps).toEqual(
      new Map([
        [A, 5],
        [B, 2],
      ]),
    );
  });

  test('take: an empty partition → nothing', async () => {
    expect(await stores.journal.take(P, '', 10)).toEqual({ entries: [], stamps: new Map(), more: false });
  });

  test('settle: stored entries → dropped, `persisted` rises and comes back with the next append', async () => {
    await own(stores, a);
    await own(stores, b);
    for (const seq of [1, 2]) await stores.journal.append(P, [requestOf(a, seq), requestOf(b, seq)]);
    const { entries } = await stores.journal.take(P, '', 3);
    const positions = entries.filter(({ gameId }) => gameId === A).map(({ position }) => position);
    await stores.journal.settle(P, [{ gameId: A, persisted: 2, positions }]);
    expect(seqsOf((await stores.journal.take(P, '', 10)).entries)).toEqual(['B1', 'B2']);
    expect(await stores.journal.append(P, [requestOf(a, 3)])).toEqual([{ status: 'OK', persisted: 2 }]);
  });

  test('settle: twice, and the second says less → `persisted` does not fall', async () => {
    await own(stores, a, 12);
    await stores.journal.settle(P, [{ gameId: A, persisted: 9, positions: [] }]);
    expect(await stores.fences.read(A)).toMatchObject({ persisted: 12 });
  });

  test('settle: a released game that PostgreSQL holds whole → its fence is gone; not yet whole → it stays', async () => {
    await own(stores, a);
    await own(stores, b);
    for (const seq of [1, 2]) await stores.journal.append(P, [requestOf(a, seq), requestOf(b, seq)]);
    await stores.fences.release(a);
    await stores.fences.release(b);
    const { entries } = await stores.journal.take(P, '', 10);
    const positionsOf = (game: GameId, upTo: number): string[] =>
      entries.filter(({ gameId, seq }) => gameId === game && seq <= upTo).map(({ position }) => position);
    await stores.journal.settle(P, [
      { gameId: A, persisted: 2, positions: positionsOf(A, 2) },
      { gameId: B, persisted: 1, positions: positionsOf(B, 1) },
    ]);
    expect(await stores.fences.read(A)).toBeUndefined();
    expect(await stores.fences.read(B)).toMatchObject({ head: 2, persisted: 1, session: null });
  });

  test('settle: a game without a fence → its entries are dropped, and no fence is made', async () => {
    await own(stores, a);
    await stores.journal.append(P, [requestOf(a, 1)]);
    await stores.fences.release(a);
    await settleAll(stores);
    await stores.journal.settle(P, [{ gameId: A, persisted: 1, positions: [] }]);
    expect(await stores.fences.read(A)).toBeUndefined();
    expect(await stores.journal.depths()).toEqual(Array(16).fill(0));
  });

  test('persisted: the games that have a fence → how far PostgreSQL has come', async () => {
    await own(stores, a, 4);
    await own(stores, claimOf(1, 1, ELSEWHERE), 2);
    expect(await stores.journal.persisted([A, B, ELSEWHERE])).toEqual(
      new Map([
        [A, 4],
        [ELSEWHERE, 2],
      ]),
    );
    expect(await stores.journal.persisted([])).toEqual(new Map());
  });

  test('quarantine: a game → its entries leave the journal, further ones are refused, its neighbour goes on', async () => {
    await own(stores, a);
    await own(stores, b);
    for (const seq of [1, 2]) await stores.journal.append(P, [requestOf(a, seq), requestOf(b, seq)]);
    expect(await stores.journal.quarantine(A)).toBe(2);
    expect(await stores.journal.quarantine(A)).toBe(0);
    expect(seqsOf((await stores.journal.take(P, '', 10)).entries)).toEqual(['B1', 'B2']);
    expect(seqsOf(await stores.journal.quarantinedEntries(A))).toEqual(['A1', 'A2']);
    expect(await stores.journal.append(P, [requestOf(a, 3), requestOf(a, 2), requestOf(b, 3)])).toEqual([
      { status: 'QUARANTINED' },
      { status: 'ALREADY', persisted: 0 },
      { status: 'OK', persisted: 0 },
    ]);
    expect(await stores.fences.read(A)).toMatchObject({ quarantined: true, head: 2 });
  });

  test('quarantine: what its owner knows → beside the others once, what contradicts them too', async () => {
    await own(stores, a);
    await stores.journal.append(P, [requestOf(a, 1)]);
    await stores.journal.append(P, [requestOf(a, 2, 'other')]);
    const known = [entryOf(a, 1), entryOf(a, 2), entryOf(a, 3)];
    expect(await stores.journal.quarantine(A, known)).toBe(2);
    expect(await stores.journal.quarantine(A, known)).toBe(0);
    const aside = await stores.journal.quarantinedEntries(A);
    const commands = aside.map(({ body }) => (JSON.parse(body) as { commandId: string }).commandId);
    expect(commands).toEqual(['c1', 'other', 'c2', 'c3']);
    expect(aside.at(-1)?.body).toBe(JSON.stringify(entryOf(a, 3)));
  });

  test('quarantine: a game without a fence → a fence that says so, and that any claim may take', async () => {
    expect(await stores.journal.quarantine(A)).toBe(0);
    expect(await stores.fences.read(A)).toEqual({
      epoch: 0,
      session: null,
      head: null,
      persisted: null,
      quarantined: true,
    });
    expect(await stores.fences.acquire(a, null)).toMatchObject({ status: 'ACQUIRED', quarantined: true });
  });

  test('quarantine: its owner lets go → the fence stays, quarantine and all', async () => {
    await own(stores, a);
    await stores.journal.quarantine(A);
    await stores.fences.release(a);
    expect(await stores.fences.read(A)).toMatchObject({ session: null, quarantined: true });
  });

  test('releaseQuarantine: everything is stored → it is forgotten, and the game goes on', async () => {
    await own(stores, a);
    for (const seq of [1, 2]) await stores.journal.append(P, [requestOf(a, seq)]);
    await stores.journal.quarantine(A);
    await stores.journal.releaseQuarantine(A, 2);
    expect(await stores.journal.quarantinedEntries(A)).toEqual([]);
    expect(await stores.journal.append(P, [requestOf(a, 3)])).toEqual([{ status: 'OK', persisted: 2 }]);
  });

  test('releaseQuarantine: an entry is not stored → it goes back to the journal', async () => {
    await own(stores, a);
    for (const seq of [1, 2]) await stores.journal.append(P, [requestOf(a, seq)]);
    await stores.fences.release(a);
    await stores.journal.quarantine(A);
    await stores.journal.releaseQuarantine(A, 1);
    expect(seqsOf((await stores.journal.take(P, '', 10)).entries)).toEqual(['A2']);
    expect(await stores.fences.read(A)).toMatchObject({ quarantined: false, head: 2, persisted: 1 });
  });

  test('releaseQuarantine: nobody owns the game, and everything is stored → its fence is gone', async () => {
    await stores.journal.quarantine(A);
    await stores.journal.releaseQuarantine(A, 4);
    expect(await stores.fences.read(A)).toBeUndefined();
  });

  test('depths: entries → counted by partition', async () => {
    await own(stores, a);
    for (const seq of [1, 2]) await stores.journal.append(P, [requestOf(a, seq)]);
    const expected = Array.from({ length: 16 }, (_, partition) => (partition === P ? 2 : 0));
    expect(await stores.journal.depths()).toEqual(expected);
  });
});
