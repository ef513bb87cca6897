import { GameId, SessionId } from '../../src/protocol/ids';
import type { Claim } from '../../src/cluster/ports';
import { onBothStores, type Stores } from '../support/both-stores';
import { claimOf } from '../support/each-redis';
import { entryOf, requestOf } from '../support/journal-entries';

const GAME = GameId.parse('CHI202604010');
const S1 = SessionId.parse('S1');
const S2 = SessionId.parse('S2');
const claim = (epoch: number, n = 1): Claim => claimOf(epoch, n, GAME);

/** A game that `claim(1)` owns, with `entries` journaled above PostgreSQL's `persisted`. */
async function owned({ fences, journal }: Stores, persisted: number, entries: number): Promise<void> {
  await fences.acquire(claim(1), null);
  await fences.open(claim(1), persisted);
  for (let seq = persisted + 1; seq <= persisted + entries; seq += 1) {
    const [reply] = await journal.append(journal.partitionOf(GAME), [requestOf(claim(1), seq)]);
    expect(reply?.status).toBe('OK');
  }
}

onBothStores((stores) => {
  test('read: a game that nobody acquired → nothing', async () => {
    expect(await stores.fences.read(GAME)).toBeUndefined();
  });

  test('read: a new fence → no head yet; opened → its head', async () => {
    await stores.fences.acquire(claim(1), null);
    const fence = { epoch: 1, session: S1, head: null, persisted: null, quarantined: false };
    expect(await stores.fences.read(GAME)).toEqual(fence);
    expect(await stores.fences.open(claim(1), 7)).toEqual({ status: 'OPENED', head: 7 });
    expect(await stores.fences.read(GAME)).toEqual({ ...fence, head: 7, persisted: 7 });
  });

  test('acquire: a higher epoch over the owner that was seen → the waiting entries, whole and in rising seq', async () => {
    await owned(stores, 3, 3);
    expect(await stores.fences.acquire(claim(2, 2), S1)).toEqual({
      status: 'ACQUIRED',
      head: 6,
      persisted: 3,
      quarantined: false,
      entries: [4, 5, 6].map((seq) => entryOf(claim(1), seq)),
    });
    expect(await stores.fences.read(GAME)).toMatchObject({ epoch: 2, session: S2, head: 6, persisted: 3 });
  });

  test('acquire: an equal or a lower epoch → STALE, and the owner stays', async () => {
    await stores.fences.acquire(claim(5), null);
    expect(await stores.fences.acquire(claim(5, 2), S1)).toEqual({ status: 'STALE', epoch: 5 });
    expect(await stores.fences.acquire(claim(4, 2), S1)).toEqual({ status: 'STALE', epoch: 5 });
    expect(await stores.fences.read(GAME)).toMatchObject({ epoch: 5, session: S1 });
  });

  test('acquire: another owner than the one that was seen → HELD', async () => {
    await stores.fences.acquire(claim(1), null);
    expect(await stores.fences.acquire(claim(2, 2), null)).toEqual({ status: 'HELD', session: 'S1' });
    expect(await stores.fences.acquire(claim(2, 2), SessionId.parse('S3'))).toEqual({ status: 'HELD', session: 'S1' });
  });

  test('acquire: our own session, whatever was seen → ACQUIRED', async () => {
    await stores.fences.acquire(claim(1), null);
    expect(await stores.fences.acquire(claim(2), null)).toMatchObject({ status: 'ACQUIRED' });
  });

  test('acquire: two claims race → the higher epoch wins, in either order', async () => {
    for (const [first, second] of [
      [claim(8, 1), claim(9, 2)],
      [claim(9, 2), claim(8, 1)],
    ] as const) {
      await stores.clear();
      await Promise.all([stores.fences.acquire(first, null), stores.fences.acquire(second, first.session)]);
      expect(await stores.fences.read(GAME)).toMatchObject({ epoch: 9, session: S2 });
    }
  });

  test('acquire: the former owner → its appends are FENCED', async () => {
    await owned(stores, 3, 1);
    await stores.fences.acquire(claim(2, 2), S1);
    const replies = await stores.journal.append(stores.journal.partitionOf(GAME), [requestOf(claim(1), 5)]);
    expect(replies).toEqual([{ status: 'FENCED', epoch: 2 }]);
  });

  test('acquire: a game that is set aside → quarantined, with what was set aside', async () => {
    await owned(stores, 3, 2);
    await stores.journal.quarantine(GAME);
    expect(await stores.fences.acquire(claim(2, 2), S1)).toEqual({
      status: 'ACQUIRED',
      head: 5,
      persisted: 3,
      quarantined: true,
      entries: [4, 5].map((seq) => entryOf(claim(1), seq)),
    });
  });

  test('acquire: a game set aside with two entries of each seq → those of one seq as they came', async () => {
    await owned(stores, 0, 6);
    const others = [1, 2, 3, 4, 5, 6].map((seq) => entryOf(claim(1), seq, `x${seq}`));
    await stores.journal.quarantine(GAME, others);
    expect(await stores.fences.acquire(claim(2, 2), S1)).toMatchObject({
      status: 'ACQUIRED',
      entries: others.flatMap((other) => [entryOf(claim(1), other.seq), other]),
    });
  });

  test('open: a fence with a head → ALREADY_OPEN, and the head stays', async () => {
    await owned(stores, 3, 1);
    expect(await stores.fences.open(claim(1), 9)).toEqual({ status: 'ALREADY_OPEN', head: 4 });
    expect(await stores.fences.read(GAME)).toMatchObject({ head: 4, persisted: 3 });
  });

  test("open: a claim that is not the fence's → FENCED; no fence → UNFENCED", async () => {
    expect(await stores.fences.open(claim(1), 0)).toEqual({ status: 'UNFENCED' });
    await stores.fences.acquire(claim(2), null);
    expect(await stores.fences.open(claim(1), 0)).toEqual({ status: 'FENCED', epoch: 2 });
    expect(await stores.fences.open({ ...claim(2), nonce: 'other' }, 0)).toEqual({ status: 'FENCED', epoch: 2 });
  });

  test('release: everything is in PostgreSQL → the fence is gone', async () => {
    await owned(stores, 3, 0);
    expect(await stores.fences.release(claim(1))).toEqual({ status: 'RELEASED' });
    expect(await stores.fences.read(GAME)).toBeUndefined();
  });

  test('release: entries are waiting → the fence stays without an owner, and the next one finds them', async () => {
    await owned(stores, 3, 1);
    expect(await stores.fences.release(claim(1))).toEqual({ status: 'RELEASED' });
    const fence = { epoch: 1, session: null, head: 4, persisted: 3, quarantined: false };
    expect(await stores.fences.read(GAME)).toEqual(fence);
    const acquired = await stores.fences.acquire(claim(2, 2), null);
    expect(acquired).toMatchObject({ status: 'ACQUIRED', head: 4, entries: [entryOf(claim(1), 4)] });
  });

  test("release: a claim that is not the fence's → FENCED, and the owner stays; no fence → UNFENCED", async () => {
    expect(await stores.fences.release(claim(1))).toEqual({ status: 'UNFENCED' });
    await stores.fences.acquire(claim(2, 2), null);
    expect(await stores.fences.release(claim(1))).toMatchObject({ status: 'FENCED' });
    expect(await stores.fences.read(GAME)).toMatchObject({ session: S2 });
  });

  test('reassert: Redis has lost everything → the tail is back, and the owner goes on where it was', async () => {
    await owned(stores, 3, 2);
    await stores.clear();
    const tail = [4, 5].map((seq) => entryOf(claim(1), seq));
    expect(await stores.fences.reassert(claim(2), 3, tail)).toEqual({ status: 'REASSERTED', head: 5, backfilled: 2 });
    const partition = stores.journal.partitionOf(GAME);
    expect(await stores.journal.append(partition, [requestOf(claim(2), 6)])).toEqual([{ status: 'OK', persisted: 3 }]);
    const { entries } = await stores.journal.take(partition, '', 10);
    expect(entries.map(({ seq }) => seq)).toEqual([4, 5, 6]);
  });

  test('reassert: nothing was lost → nothing is doubled, and the last append counts as there', async () => {
    await owned(stores, 3, 2);
    const tail = [4, 5].map((seq) => entryOf(claim(1), seq));
    expect(await stores.fences.reassert(claim(2), 3, tail)).toEqual({ status: 'REASSERTED', head: 5, backfilled: 0 });
    const partition = stores.journal.partitionOf(GAME);
    expect((await stores.journal.take(partition, '', 10)).entries).toHaveLength(2);
    const again = await stores.journal.append(partition, [requestOf(claim(2), 5)]);
    expect(again).toEqual([{ status: 'ALREADY', persisted: 3 }]);
  });

  test('reassert: PostgreSQL has come further → `persisted` rises, and what it holds is not put back', async () => {
    await owned(stores, 3, 0);
    await stores.clear();
    const tail = [4, 5].map((seq) => entryOf(claim(1), seq));
    expect(await stores.fences.reassert(claim(2), 4, tail)).toEqual({ status: 'REASSERTED', head: 5, backfilled: 1 });
    expect(await stores.fences.read(GAME)).toMatchObject({ epoch: 2, head: 5, persisted: 4 });
  });

  test('reassert: nothing is waiting → the head is what PostgreSQL holds, and the last command is remembered', async () => {
    await owned(stores, 3, 1);
    const { entries } = await stores.journal.take(stores.journal.partitionOf(GAME), '', 10);
    const positions = entries.map(({ position }) => position);
    await stores.journal.settle(stores.journal.partitionOf(GAME), [{ gameId: GAME, persisted: 4, positions }]);
    expect(await stores.fences.reassert(claim(2), 4, [])).toEqual({ status: 'REASSERTED', head: 4, backfilled: 0 });
    const again = await stores.journal.append(stores.journal.partitionOf(GAME), [requestOf(claim(2), 4)]);
    expect(again).toEqual([{ status: 'ALREADY', persisted: 4 }]);
  });

  test('reassert: another entry at our seq → DIVERGED, and nothing is changed', async () => {
    await owned(stores, 3, 2);
    const tail = [entryOf(claim(1), 4), entryOf(claim(1), 5, 'another')];
    expect(await stores.fences.reassert(claim(2), 3, tail)).toEqual({ status: 'DIVERGED', seq: 5 });
    expect(await stores.fences.read(GAME)).toMatchObject({ epoch: 1, head: 5 });
  });

  test('reassert: an epoch that is not higher → STALE', async () => {
    await owned(stores, 3, 0);
    expect(await stores.fences.reassert(claim(1), 3, [])).toEqual({ status: 'STALE', epoch: 1 });
  });

  test('reassert: a game that is set aside → what was missing is set aside too', async () => {
    await owned(stores, 3, 1);
    await stores.journal.quarantine(GAME);
    const tail = [4, 5].map((seq) => entryOf(claim(1), seq));
    expect(await stores.fences.reassert(claim(2), 3, tail)).toEqual({ status: 'REASSERTED', head: 5, backfilled: 1 });
    expect((await stores.journal.quarantinedEntries(GAME)).map(({ seq }) => seq)).toEqual([4, 5]);
    expect(await stores.fences.read(GAME)).toMatchObject({ quarantined: true, head: 5 });
  });
});
