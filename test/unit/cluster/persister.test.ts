import { Fault } from '../../../src/cluster/ports';
import { COLD, DOUBT, entry, run, sessionId } from '../../support/entries';
import { PersistenceWorld } from '../../support/persistence-world';

const fault = (code: 'server/storage' | 'server/unstorable' | 'command/unknown'): Fault =>
  new Fault({ code, outcome: code === 'command/unknown' ? 'unknown' : 'notApplied', message: code });

describe('a pass over a partition', () => {
  let world: PersistenceWorld;
  beforeEach(() => {
    world = new PersistenceWorld();
  });

  test('nothing waits → nothing done', async () => {
    expect(await world.pass()).toEqual({ stored: 0, quarantined: [], next: null });
  });

  test('entries of many games → all stored as they were, fences raised, the journal empty', async () => {
    const claims = [await world.newGame(), await world.newGame(), await world.newGame()];
    const entries = await Promise.all(claims.map((claim, i) => world.append(claim, [2, 3 + i])));
    expect(await world.pass()).toEqual({ stored: 9, quarantined: [], next: null });
    for (const [i, claim] of claims.entries()) {
      expect(await world.stored(claim.gameId)).toEqual(entries[i]);
      expect(await world.fences.read(claim.gameId)).toMatchObject({ head: 3 + i, persisted: 3 + i });
    }
    expect(world.waiting()).toBe(0);
    expect(world.told.stored).toEqual([{ games: 3, entries: 9, oldestAt: world.clock.now() }]);
  });

  test('batches and passes are bounded → the next pass goes on where this one ended', async () => {
    const claim = await world.newGame();
    await world.append(claim, [2, 8]);
    const small = { batchEntriesMax: 2, passBatchesMax: 2 };
    const first = await world.pass(small);
    expect(first.stored).toBe(4);
    expect(await world.pass(small, first.next ?? 'none')).toMatchObject({ stored: 3, next: null });
    expect(await world.stored(claim.gameId)).toHaveLength(7);
  });

  test('snapshots go with their entries', async () => {
    const claim = await world.newGame();
    await world.append(claim, [2, 2], { snapshot: '{"state":2}' });
    await world.pass();
    expect(await world.archive.load(claim.gameId)).toMatchObject({ snapshot: { seq: 2, state: '{"state":2}' } });
  });

  test('a field of a later version → reaches the database', async () => {
    const claim = await world.newGame();
    const later = { ...entry(claim.gameId, 2), after: { ...entry(claim.gameId, 2).after, weather: 'rain' } };
    world.smuggle(claim.gameId, 2, JSON.stringify(later));
    await world.pass();
    expect((await world.stored(claim.gameId))[0]?.after).toHaveProperty('weather', 'rain');
  });

  describe('cut short', () => {
    test('stored and not settled → the next pass settles, and stores nothing twice', async () => {
      const claim = await world.newGame();
      await world.append(claim, [2, 4]);
      const take = world.journal.take.bind(world.journal);
      const settle = () => Promise.reject(fault('server/storage'));
      const quarantine = () => Promise.resolve(0);
      await expect(world.pass({ journal: { take, settle, quarantine } })).rejects.toThrow(Fault);
      expect(world.waiting()).toBe(3);
      await world.append(claim, [5, 5]);
      expect(await world.pass()).toMatchObject({ stored: 1 });
      expect(world.waiting()).toBe(0);
      expect((await world.stored(claim.gameId)).map((e) => e.seq)).toEqual([2, 3, 4, 5]);
      expect(await world.fences.read(claim.gameId)).toMatchObject({ persisted: 5 });
    });

    test('the answer of the COMMIT is lost → the pass ends, the next one finds it stored', async () => {
      const claim = await world.newGame();
      await world.append(claim, [2, 3]);
      const writer = world.writerWith({
        async store(batch) {
          await world.archive.store(batch);
          throw fault('command/unknown');
        },
      });
      await expect(world.pass({ writer })).rejects.toMatchObject({ outcome: 'unknown' });
      expect(await world.pass()).toMatchObject({ stored: 0, quarantined: [] });
      expect(world.waiting()).toBe(0);
    });

    test('the database is out of reach → the pass ends, and no game is set aside for it', async () => {
      const claims = [await world.newGame(), await world.newGame()];
      for (const claim of claims) await world.append(claim, [2, 3]);
      const writer = world.writerWith({ store: () => Promise.reject(fault('server/storage')) });
      await expect(world.pass({ writer })).rejects.toMatchObject({ code: 'server/storage' });
      expect(world.told.quarantined).toEqual([]);
      expect(await world.pass()).toMatchObject({ stored: 4 });
    });

    test('two passes at once → every entry once', async () => {
      const claims = [await world.newGame(), await world.newGame()];
      for (const claim of claims) await world.append(claim, [2, 9]);
      const reports = await Promise.all([world.pass({ batchEntriesMax: 3 }), world.pass({ batchEntriesMax: 5 })]);
      expect(reports.flatMap((report) => report.quarantined)).toEqual([]);
      await world.pass();
      for (const { gameId } of claims) expect(await world.stored(gameId)).toHaveLength(8);
      expect(world.waiting()).toBe(0);
    });
  });

  describe('fences', () => {
    test('an acquire stopped half-way → its game waits, its neighbours go on; once it is acquired it goes too', async () => {
      const stuck = await world.newGame();
      const neighbour = await world.newGame();
      await world.append(stuck, [2, 3]);
      await world.append(neighbour, [2, 3]);
      await world.fence(stuck.gameId, sessionId('session-b'));
      expect(await world.pass({ batchEntriesMax: 1 })).toMatchObject({ stored: 2 });
      expect(world.told.left).toEqual([{ gameId: stuck.gameId, reason: 'stampAbove', entries: 1 }]);
      expect(await world.stored(stuck.gameId)).toEqual([]);
      await world.acquire(stuck.gameId, sessionId('session-c'));
      expect(await world.pass()).toMatchObject({ stored: 2 });
    });

    test('somebody claimed it in the database only → it waits', async () => {
      const claim = await world.newGame();
      await world.append(claim, [2, 3]);
      await world.archive.reclaim({ ...claim, epoch: await world.archive.freshEpoch() }, [claim.epoch], DOUBT);
      expect(await world.pass()).toMatchObject({ stored: 0 });
      expect(world.told.left).toEqual([{ gameId: claim.gameId, reason: 'stampBelow', entries: 2 }]);
      expect(world.waiting()).toBe(2);
    });

    test('the journal lost the fence → what the database has is settled, the rest waits', async () => {
      const claim = await world.newGame();
      const entries = await world.append(claim, [2, 5]);
      await world.archive.store([{ gameId: claim.gameId, stamp: claim.epoch, entries: entries.slice(0, 2) }]);
      world.redis.fences.clear();
      expect(await world.pass()).toMatchObject({ stored: 0 });
      expect(world.told.left).toEqual([{ gameId: claim.gameId, reason: 'unfenced', entries: 2 }]);
      expect(world.waiting()).toBe(2);
    });

    test('the fence moved to PostgreSQL between taking and storing → stored by the second look', async () => {
      const claim = await world.newGame();
      await world.append(claim, [2, 3]);
      const half = await world.fence(claim.gameId);
      const heads = world.archive.heads.bind(world.archive);
      const writer = world.writerWith({
        async heads(ids) {
          await world.archive.claim(half, COLD);
          return heads(ids);
        },
      });
      expect(await world.pass({ writer })).toMatchObject({ stored: 2 });
    });
  });

  describe('gaps and doubles', () => {
    test('a missing entry → those beyond it wait, and go when it is filled in, wherever it lies in the stream', async () => {
      const claim = await world.newGame();
      for (const seq of [2, 4]) world.smuggle(claim.gameId, seq, JSON.stringify(entry(claim.gameId, seq)));
      expect(await world.pass()).toMatchObject({ stored: 1 });
      expect(world.told.left).toEqual([{ gameId: claim.gameId, reason: 'gap', entries: 1 }]);
      world.smuggle(claim.gameId, 3, JSON.stringify(entry(claim.gameId, 3)));
      expect(await world.pass({ batchEntriesMax: 1 })).toMatchObject({ stored: 1 });
      expect(await world.pass()).toMatchObject({ stored: 1 });
      expect(await world.stored(claim.gameId)).toEqual(run(claim.gameId, [2, 4]));
      expect(world.waiting()).toBe(0);
    });

    test('the same entry twice in the stream → stored once, both settled', async () => {
      const claim = await world.newGame();
      for (const seq of [2, 2, 3]) world.smuggle(claim.gameId, seq, JSON.stringify(entry(claim.gameId, seq)));
      expect(await world.pass()).toMatchObject({ stored: 2 });
      expect(world.waiting()).toBe(0);
    });

    test('two different entries at one seq in the stream → set aside', async () => {
      const claim = await world.newGame();
      for (const command of ['a', 'b']) {
        world.smuggle(claim.gameId, 2, JSON.stringify(entry(claim.gameId, 2, { command })));
      }
      expect(await world.pass()).toMatchObject({ stored: 0, quarantined: [claim.gameId] });
    });
  });

  describe('setting aside', () => {
    test('one game of many is refused → it alone is set aside with all its entries; the others are stored', async () => {
      const claims = [await world.newGame(), await world.newGame(), await world.newGame()];
      const [first, bad, last] = claims;
      if (first === undefined || bad === undefined || last === undefined) throw new Error('three games');
      await world.append(first, [2, 4]);
      await world.append(bad, [2, 2]);
      await world.append(bad, [3, 3], { command: 'c2' });
      await world.append(bad, [4, 4]);
      await world.append(last, [2, 4]);
      expect(await world.pass()).toEqual({ stored: 6, quarantined: [bad.gameId], next: null });
      expect(world.told.batchRefused).toHaveLength(1);
      expect(world.told.quarantined).toEqual([
        { gameId: bad.gameId, cause: 'unstorable', reason: 'command c2 is there already', entries: 3 },
      ]);
      expect(world.archive.games.get(bad.gameId)?.quarantine).toMatch(/c2/);
      expect(await world.stored(bad.gameId)).toEqual([]);
      expect(await world.journal.quarantinedEntries(bad.gameId)).toHaveLength(3);
      expect(await world.fences.read(bad.gameId)).toMatchObject({ quarantined: true });
      expect(world.waiting()).toBe(0);
    });

    test('another entry at a seq that the database has → frozen, with an alarm that names the seq', async () => {
      const claim = await world.newGame();
      await world.archive.store([{ gameId: claim.gameId, stamp: claim.epoch, entries: run(claim.gameId, [2, 3]) }]);
      const forged = { ...entry(claim.gameId, 3), digest: 'forged' };
      world.smuggle(claim.gameId, 2, JSON.stringify(entry(claim.gameId, 2)));
      world.smuggle(claim.gameId, 3, JSON.stringify(forged));
      expect(await world.pass()).toMatchObject({ stored: 0, quarantined: [claim.gameId] });
      expect(world.told.quarantined[0]?.reason).toBe('PostgreSQL holds another entry at seq 3 than the journal');
      expect(await world.stored(claim.gameId)).toEqual(run(claim.gameId, [2, 3]));
    });

    test.each([
      ['no JSON', '{'],
      ['no entry', '{"v":1}'],
      ['an entry of another game', JSON.stringify(entry('other' as never, 2))],
    ])('%s in the stream → its game is set aside, its neighbour goes on', async (_, body) => {
      const claim = await world.newGame();
      const neighbour = await world.newGame();
      world.smuggle(claim.gameId, 2, body);
      await world.append(neighbour, [2, 2]);
      expect(await world.pass()).toMatchObject({ stored: 1, quarantined: [claim.gameId] });
    });

    test('a game that the database does not know → set aside', async () => {
      const claim = await world.newGame();
      await world.append(claim, [2, 2]);
      world.archive.games.delete(claim.gameId);
      expect(await world.pass()).toMatchObject({ quarantined: [claim.gameId] });
    });

    test('the database cannot even mark it → the pass ends, and the entries are where they were', async () => {
      const claim = await world.newGame();
      await world.append(claim, [2, 2], { command: 'c1' });
      const writer = world.writerWith({ setQuarantine: () => Promise.reject(fault('server/storage')) });
      await expect(world.pass({ writer })).rejects.toMatchObject({ code: 'server/storage' });
      expect(world.waiting()).toBe(1);
      expect(await world.pass()).toMatchObject({ quarantined: [claim.gameId] });
    });
  });
});
