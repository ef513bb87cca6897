import type { StoreRequest } from '../../src/cluster/ports';
import type { JournalEntry } from '../../src/protocol/envelope';
import type { GameId } from '../../src/protocol/ids';
import { ListGamesQuery } from '../../src/protocol/rest';
import { ARCHIVES, type Archives } from '../support/both-archives';
import {
  COLD,
  DOUBT,
  commandId,
  entry,
  gameId,
  lineup,
  playerId,
  run,
  scheduled,
  sessionId,
  single,
  withoutSnapshot,
} from '../support/entries';

const SESSION = sessionId('session-a');

describe.each(Object.entries(ARCHIVES))('archive on %s', (_, open) => {
  let stores: Archives;
  let games = 0;
  beforeAll(async () => {
    stores = await open();
  });
  afterAll(() => stores.close());

  /** A game of its own for each test: created, and claimed by a session when asked. */
  async function newGame(options: { claimed?: boolean } = {}): Promise<{ id: GameId; epoch: number }> {
    games += 1;
    const id = gameId(`G${String(games).padStart(3, '0')}`);
    expect(await stores.archive.create(scheduled(), entry(id, 1))).toEqual({ status: 'CREATED' });
    if (options.claimed !== true) return { id, epoch: 0 };
    return { id, epoch: await claim(id) };
  }

  async function claim(id: GameId): Promise<number> {
    const next = await stores.archive.nextEpoch(id);
    const epoch = next?.epoch ?? -1;
    expect(await stores.archive.claim({ gameId: id, epoch, session: SESSION, nonce: 'n' }, COLD)).toBeDefined();
    return epoch;
  }

  const request = (id: GameId, stamp: number, entries: JournalEntry[]): StoreRequest => ({
    gameId: id,
    stamp,
    entries,
  });

  describe('create', () => {
    test('a new game → its row and its first entry', async () => {
      const { id } = await newGame();
      expect(await stores.archive.entries(id, 0, 10)).toEqual([entry(id, 1)]);
      expect(await stores.archive.load(id)).toEqual({
        gameId: id,
        fence: 0,
        lastSeq: 1,
        snapshot: null,
        entries: [entry(id, 1)],
      });
    });

    test('again with the same digest → SAME; with another → EXISTS; neither changes anything', async () => {
      const { id } = await newGame();
      expect(await stores.archive.create(scheduled(), entry(id, 1))).toEqual({ status: 'SAME' });
      const other = { ...entry(id, 1), digest: 'another', at: 5 };
      expect(await stores.archive.create(scheduled('pd'), other)).toEqual({ status: 'EXISTS' });
      expect(await stores.archive.entries(id, 0, 10)).toEqual([entry(id, 1)]);
    });

    test('twice at once → one creates, the other finds the same', async () => {
      const id = gameId('twice');
      const both = [stores.archive.create(scheduled(), entry(id, 1)), stores.archive.create(scheduled(), entry(id, 1))];
      const replies = await Promise.all(both);
      expect(replies.map((reply) => reply.status).sort()).toEqual(['CREATED', 'SAME']);
    });
  });

  describe('epochs and fences', () => {
    test('nextEpoch: rises with each call; the row says who owned last', async () => {
      const { id } = await newGame();
      const first = await stores.archive.nextEpoch(id);
      const second = await stores.archive.nextEpoch(id);
      expect(first?.row).toEqual({
        gameId: id,
        league: 'sba',
        fence: 0,
        ownerSession: null,
        lastSeq: 1,
        quarantined: false,
      });
      expect(second?.epoch).toBeGreaterThan(first?.epoch ?? Infinity);
      const epoch = await claim(id);
      expect((await stores.archive.nextEpoch(id))?.row).toMatchObject({ fence: epoch, ownerSession: SESSION });
    });

    test('nextEpoch of an unknown game → undefined, and no epoch spent', async () => {
      const { id } = await newGame();
      const before = await stores.archive.nextEpoch(id);
      expect(await stores.archive.nextEpoch(gameId('nobody'))).toBeUndefined();
      expect((await stores.archive.nextEpoch(id))?.epoch).toBe((before?.epoch ?? 0) + 1);
    });

    test('claim: a higher epoch → the game; an equal or lower one → undefined', async () => {
      const { id } = await newGame();
      const epoch = (await stores.archive.nextEpoch(id))?.epoch ?? 0;
      const claimOf = (at: number) => ({ gameId: id, epoch: at, session: SESSION, nonce: 'n' });
      expect(await stores.archive.claim(claimOf(epoch), COLD)).toMatchObject({ gameId: id, fence: epoch, lastSeq: 1 });
      expect(await stores.archive.claim(claimOf(epoch), COLD)).toBeUndefined();
      expect(await stores.archive.claim(claimOf(epoch - 1), COLD)).toBeUndefined();
      expect(await stores.archive.claim({ ...claimOf(epoch), gameId: gameId('nobody') }, COLD)).toBeUndefined();
    });

    test('reclaim: an epoch of ours still stands → raised to the fresh one; it does not → undefined', async () => {
      const { id, epoch } = await newGame({ claimed: true });
      const claimOf = (at: number) => ({ gameId: id, epoch: at, session: SESSION, nonce: 'n' });
      const [second, third] = [await stores.archive.freshEpoch(), await stores.archive.freshEpoch()];
      expect(await stores.archive.reclaim(claimOf(second), [epoch], DOUBT)).toEqual({ lastSeq: 1 });
      expect(await stores.writer.heads([id])).toEqual(new Map([[id, { fence: second, lastSeq: 1 }]]));
      expect(await stores.archive.reclaim(claimOf(third), [epoch], DOUBT)).toBeUndefined();
      expect(
        await stores.archive.reclaim({ ...claimOf(third), gameId: gameId('nobody') }, [epoch], DOUBT),
      ).toBeUndefined();
    });

    test('reclaim: the answer of an earlier try was lost → the next names both epochs, and has the game', async () => {
      const { id, epoch } = await newGame({ claimed: true });
      const claimOf = (at: number) => ({ gameId: id, epoch: at, session: SESSION, nonce: 'n' });
      const [second, third] = [await stores.archive.freshEpoch(), await stores.archive.freshEpoch()];
      await stores.archive.reclaim(claimOf(second), [epoch], DOUBT);
      expect(await stores.archive.reclaim(claimOf(third), [epoch, second], DOUBT)).toEqual({ lastSeq: 1 });
      // The first try arrives once more, late: it names an epoch that stands no more.
      expect(await stores.archive.reclaim(claimOf(second), [epoch], DOUBT)).toBeUndefined();
    });

    test('epochs never repeat, over games and verbs', async () => {
      const seen: number[] = [];
      for (let i = 0; i < 5; i += 1) {
        const { epoch } = await newGame({ claimed: true });
        seen.push(epoch, await stores.archive.freshEpoch());
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect([...seen].sort((a, b) => a - b)).toEqual(seen);
    });
  });

  describe('store', () => {
    test('entries of the owner, following the last → stored as they were', async () => {
      const { id, epoch } = await newGame({ claimed: true });
      const entries = run(id, [2, 5], { epoch });
      expect(await stores.writer.store([request(id, epoch, entries)])).toEqual(new Set([id]));
      expect(await stores.archive.entries(id, 1, 10)).toEqual(entries);
      expect(await stores.writer.heads([id])).toEqual(new Map([[id, { fence: epoch, lastSeq: 5 }]]));
    });

    test('a batch of many games → those that match are stored, the others left as they were', async () => {
      const owned = await newGame({ claimed: true });
      const moved = await newGame({ claimed: true });
      const gap = await newGame({ claimed: true });
      const late = await newGame({ claimed: true });
      await stores.writer.store([request(late.id, late.epoch, run(late.id, [2, 3]))]);
      const stored = await stores.writer.store([
        request(owned.id, owned.epoch, run(owned.id, [2, 4])),
        request(moved.id, moved.epoch - 1, run(moved.id, [2, 4])),
        request(gap.id, gap.epoch, run(gap.id, [3, 4])),
        request(late.id, late.epoch, run(late.id, [2, 4])),
        request(gameId('nobody'), 1, run(gameId('nobody'), [1, 2])),
      ]);
      expect(stored).toEqual(new Set([owned.id]));
      const heads = await stores.writer.heads([owned.id, moved.id, gap.id, late.id, gameId('nobody')]);
      expect([...heads].map(([id, head]) => [id, head.lastSeq]).sort()).toEqual(
        [
          [owned.id, 4],
          [moved.id, 1],
          [gap.id, 1],
          [late.id, 3],
        ].sort(),
      );
      expect(await stores.archive.entries(moved.id, 1, 10)).toEqual([]);
    });

    test('content that the database refuses → the whole batch is rolled back, and the fault says so', async () => {
      const good = await newGame({ claimed: true });
      const bad = await newGame({ claimed: true });
      const doubled = entry(bad.id, 2, { command: 'c1' });
      const batch = [request(good.id, good.epoch, run(good.id, [2, 3])), request(bad.id, bad.epoch, [doubled])];
      await expect(stores.writer.store(batch)).rejects.toMatchObject({
        name: 'Fault',
        code: 'server/unstorable',
        outcome: 'notApplied',
      });
      expect((await stores.writer.heads([good.id])).get(good.id)?.lastSeq).toBe(1);
    });

    test.each(['nul \u0000', 'half a pair \ud800'])('a text that is no Unicode text (%j) → refused', async (text) => {
      const { id, epoch } = await newGame({ claimed: true });
      const named = { ...lineup('h'), bench: [{ id: playerId('h99'), name: text }] };
      const bad = entry(id, 2, { events: [{ type: 'LineupSet', side: 'home', lineup: named }] });
      await expect(stores.writer.store([request(id, epoch, [bad])])).rejects.toMatchObject({
        code: 'server/unstorable',
      });
    });

    test('every shape of entry → read back equal, whatever its events', async () => {
      const { id, epoch } = await newGame({ claimed: true });
      const entries = [
        entry(id, 2, { events: [{ type: 'LineupSet', side: 'away', lineup: lineup('a') }] }),
        entry(id, 3, { events: [{ type: 'GameStarted' }], at: 1_775_066_400_001 }),
        entry(id, 4, { events: [{ type: 'GameSuspended' }, { type: 'GameResumed' }], snapshot: '{"b":1,"a":[2]}' }),
      ];
      await stores.writer.store([request(id, epoch, entries)]);
      expect(await stores.archive.entries(id, 1, 10)).toEqual(entries.map(withoutSnapshot));
    });

    test('a field of a later version → survives', async () => {
      const { id, epoch } = await newGame({ claimed: true });
      const later: JournalEntry['events'][number] = Object.assign(single(2), { windKmh: 12 });
      await stores.writer.store([request(id, epoch, [entry(id, 2, { events: [later] })])]);
      expect((await stores.archive.entries(id, 1, 1))[0]?.events[0]).toEqual(later);
    });

    test('an empty batch → nothing', async () => {
      expect(await stores.writer.store([])).toEqual(new Set());
    });
  });

  describe('reading', () => {
    test('load and claim: the newest snapshot and the entries above it', async () => {
      const { id, epoch } = await newGame({ claimed: true });
      await stores.writer.store([request(id, epoch, run(id, [2, 3], { snapshot: '{"at":3}' }))]);
      await stores.writer.store([request(id, epoch, [entry(id, 4, { snapshot: '{ "at": 4 }' }), ...run(id, [5, 6])])]);
      const stored = { gameId: id, lastSeq: 6, snapshot: { seq: 4, state: '{ "at": 4 }' }, entries: run(id, [5, 6]) };
      expect(await stores.archive.load(id)).toEqual({ ...stored, fence: epoch });
      const next = (await stores.archive.nextEpoch(id))?.epoch ?? 0;
      const claimed = await stores.archive.claim({ gameId: id, epoch: next, session: SESSION, nonce: 'n' }, COLD);
      expect(claimed).toEqual({ ...stored, fence: next });
    });

    test('entries: after a seq, at most so many', async () => {
      const { id, epoch } = await newGame({ claimed: true });
      await stores.writer.store([request(id, epoch, run(id, [2, 9]))]);
      expect((await stores.archive.entries(id, 3, 2)).map((e) => e.seq)).toEqual([4, 5]);
      expect((await stores.writer.entries(id, 7, 100)).map((e) => e.seq)).toEqual([8, 9]);
      expect(await stores.archive.entries(id, 9, 10)).toEqual([]);
      expect(await stores.archive.entries(gameId('nobody'), 0, 10)).toEqual([]);
    });

    test('entryOf: the entry that a command made', async () => {
      const { id, epoch } = await newGame({ claimed: true });
      await stores.writer.store([request(id, epoch, run(id, [2, 3]))]);
      expect(await stores.archive.entryOf(id, commandId('c3'))).toEqual(entry(id, 3));
      expect(await stores.archive.entryOf(id, commandId('never'))).toBeUndefined();
    });

    test('an unknown game → undefined', async () => {
      expect(await stores.archive.load(gameId('nobody'))).toBeUndefined();
      expect(await stores.catalog.gameRow(gameId('nobody'))).toBeUndefined();
    });
  });
});

describe.each(Object.entries(ARCHIVES))('catalog on %s', (_, open) => {
  let stores: Archives;
  const LEAGUES = ['sba', 'pd'];
  const list = (query: object) => stores.catalog.listGames(ListGamesQuery.parse(query));

  beforeAll(async () => {
    stores = await open();
    for (let i = 0; i < 7; i += 1) {
      const id = gameId(`L${i}`);
      const at = Date.UTC(2026, 3, 1 + Math.floor(i / 2));
      await stores.archive.create(scheduled(LEAGUES[i % 2]), entry(id, 1, { at }));
    }
    const epoch = (await stores.archive.nextEpoch(gameId('L6')))?.epoch ?? 0;
    await stores.archive.claim({ gameId: gameId('L6'), epoch, session: SESSION, nonce: 'n' }, COLD);
    const after = { status: 'live' as const, inning: 7, half: 'bottom' as const, outs: 2, score: { away: 3, home: 4 } };
    const entries = run(gameId('L6'), [2, 3], { epoch, after, at: Date.UTC(2026, 3, 9) });
    await stores.writer.store([{ gameId: gameId('L6'), stamp: epoch, entries }]);
  });
  afterAll(() => stores.close());

  test('listGames: newest first, then by id', async () => {
    const { games, next } = await list({});
    expect(games.map((game) => game.gameId)).toEqual(['L6', 'L5', 'L4', 'L3', 'L2', 'L1', 'L0']);
    expect(next).toBeNull();
  });

  test('listGames: by league and by status', async () => {
    expect((await list({ league: 'pd' })).games.map((game) => game.gameId)).toEqual(['L5', 'L3', 'L1']);
    expect((await list({ status: 'live' })).games.map((game) => game.gameId)).toEqual(['L6']);
    expect((await list({ status: 'live', league: 'pd' })).games).toEqual([]);
  });

  test('listGames: page by page → every game once', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.games.map((game) => game.gameId));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(['L6', 'L5', 'L4', 'L3', 'L2', 'L1', 'L0']);
  });

  test.each(['x', 'bm90IGEgY3Vyc29y', 'WyIyMDI2Il0'])(
    'listGames: a cursor of nobody (%s) → request/invalid',
    async (cursor) => {
      await expect(list({ cursor })).rejects.toMatchObject({ code: 'request/invalid', outcome: 'notApplied' });
    },
  );

  test('gameRow: the game as its last entry left it', async () => {
    expect(await stores.catalog.gameRow(gameId('L6'))).toEqual({
      gameId: 'L6',
      league: 'sba',
      mode: 'scored',
      status: 'live',
      away: { id: 'OWL', name: 'Owls', runs: 3 },
      home: { id: 'ELK', name: 'Elks of Ávila ⚾', runs: 4 },
      inning: 7,
      half: 'bottom',
      outs: 2,
      lastSeq: 3,
      createdAt: '2026-04-04T00:00:00.000Z',
      updatedAt: '2026-04-09T00:00:00.000Z',
    });
  });

  test('totals: games by league and by status', async () => {
    const totals = { games: 7, byLeague: { sba: 4, pd: 3 }, byStatus: { live: 1, scheduled: 6 } };
    expect(await stores.catalog.totals()).toEqual(totals);
  });

  test('ping: answers', async () => {
    await expect(stores.catalog.ping()).resolves.toBeUndefined();
  });
});
