import { Fault, type ArchiveWriter, type StoreRequest } from '../../../src/cluster/ports';
import type { GameId } from '../../../src/protocol/ids';
import { gatheringWriter } from '../../../workers/gathering-writer';
import { gameId, run } from '../../support/entries';
import { VirtualClock } from '../../support/virtual-clock';

const GATHER_MS = 10;

const refusal = new Fault({ code: 'server/unstorable', outcome: 'notApplied', message: 'no such time' });
const silence = new Fault({ code: 'server/storage', outcome: 'unknown', message: 'no answer' });

function request(game: string, entries = 1): StoreRequest {
  const id = gameId(game);
  return { gameId: id, stamp: 1, entries: run(id, [2, entries + 1]) };
}

describe('a writer that gathers batches', () => {
  let clock: VirtualClock;
  let transactions: string[][];
  let store: ArchiveWriter['store'];
  let writer: ArchiveWriter;

  beforeEach(() => {
    clock = new VirtualClock();
    transactions = [];
    store = (batch) => Promise.resolve(new Set(batch.map((one) => one.gameId)));
    const inner: ArchiveWriter = {
      store: (batch) => {
        transactions.push(batch.map((one) => one.gameId));
        return store(batch);
      },
      heads: () => Promise.resolve(new Map()),
      entries: () => Promise.resolve([]),
      setQuarantine: () => Promise.resolve(),
    };
    writer = gatheringWriter(inner, { clock, gatherMs: GATHER_MS, entriesMax: 10 });
  });

  /** Stores all of them at once; what each was answered, a failure as its message. */
  async function storeAll(...batches: StoreRequest[][]): Promise<(readonly GameId[] | string)[]> {
    const answers = batches.map((batch) =>
      writer.store(batch).then(
        (stored) => [...stored],
        (reason: unknown) => (reason as Error).message,
      ),
    );
    return clock.until(Promise.all(answers));
  }

  test('batches of one moment → one transaction, and each hears of its own games only', async () => {
    store = () => Promise.resolve(new Set([gameId('A'), gameId('C')]));
    expect(await storeAll([request('A'), request('B')], [request('C')])).toEqual([['A'], ['C']]);
    expect(transactions).toEqual([['A', 'B', 'C']]);
  });

  test('a transaction is under way → what comes meanwhile goes together in the next, at once', async () => {
    let finish = (): void => undefined;
    store = (batch) => new Promise((resolve) => (finish = () => resolve(new Set(batch.map((one) => one.gameId)))));
    const first = writer.store([request('A')]);
    await clock.advance(GATHER_MS);
    const others = [writer.store([request('B')]), writer.store([request('C')])];
    await clock.advance(1000);
    expect(transactions).toEqual([['A']]);
    finish();
    await first;
    await clock.advance(0);
    finish();
    await Promise.all(others);
    expect(transactions).toEqual([['A'], ['B', 'C']]);
  });

  test('more entries than a transaction takes → several, and one that is larger goes alone', async () => {
    await storeAll([request('A', 6)], [request('B', 6)], [request('C', 30)], [request('D', 4)]);
    expect(transactions).toEqual([['A'], ['B'], ['C'], ['D']]);
  });

  test('a game in two batches → never twice in one transaction', async () => {
    expect(await storeAll([request('A')], [request('A')])).toEqual([['A'], ['A']]);
    expect(transactions).toEqual([['A'], ['A']]);
  });

  test('the content is refused → each batch by itself, and only its own caller hears of it', async () => {
    store = (batch) =>
      batch.some((one) => one.gameId === 'B')
        ? Promise.reject(refusal)
        : Promise.resolve(new Set(batch.map((one) => one.gameId)));
    expect(await storeAll([request('A')], [request('B')], [request('C')])).toEqual([['A'], 'no such time', ['C']]);
    expect(transactions).toEqual([['A', 'B', 'C'], ['A'], ['B'], ['C']]);
  });

  test('PostgreSQL does not answer → everybody hears it, and nothing is tried again', async () => {
    store = () => Promise.reject(silence);
    expect(await storeAll([request('A')], [request('B')])).toEqual(['no answer', 'no answer']);
    expect(transactions).toEqual([['A', 'B']]);
    store = () => Promise.resolve(new Set([gameId('C')]));
    expect(await storeAll([request('C')])).toEqual([['C']]);
  });
});
