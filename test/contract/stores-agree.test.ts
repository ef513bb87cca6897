/**
 * Whatever is asked, memory and Redis answer alike: random stories of a few games, owners and workers, told to both.
 * The claims beside this file say what is right; this says that the reference and the scripts are one.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { Claim, TakenEntry } from '../../src/cluster/ports';
import { GameId } from '../../src/protocol/ids';
import { partitionOf } from '../../src/store/partition';
import { memoryStores, redisStores, type Stores } from '../support/both-stores';
import { claimOf } from '../support/each-redis';
import { entryOf, requestOf } from '../support/journal-entries';
import '../support/fixed-chance';

const STORIES = 150;
const STEPS_MAX = 40;
/** Long enough for an owner, a worker, another owner and what one of them did too late. */
const SHORT_STORIES = 10_000;
const SHORT_STEPS_MAX = 10;

/** Two games of one partition. */
const GAMES = Array.from({ length: 200 }, (_, i) => GameId.parse(`G${i}`))
  .filter((game) => partitionOf(game, 16) === 3)
  .slice(0, 2);

type Step = (stores: Stores) => Promise<unknown>;

const anyGame = fc.constantFrom(...GAMES);
const anySession = fc.integer({ min: 1, max: 3 });
const anySeq = fc.integer({ min: 0, max: 6 });
/** Mostly the nonce that belongs to the session, now and then another. */
const anyNonce = fc.constantFrom(undefined, undefined, undefined, 'another');
const anyClaim = fc
  .tuple(fc.integer({ min: 1, max: 9 }), anySession, anyGame, anyNonce)
  .map(([epoch, n, game, nonce]): Claim => ({ ...claimOf(epoch, n, game), ...(nonce === undefined ? {} : { nonce }) }));
/** Mostly the command that belongs to the seq, now and then another. */
const anyLetter = fc.constantFrom('c', 'c', 'c', 'x');
const anyEntry = fc.tuple(anyClaim, anySeq, anyLetter);

const withoutPosition = ({ gameId, seq, body }: TakenEntry): object => ({ gameId, seq, body });

/** What an owner does who knows what he has: the next entry, under the claim that the fence holds. */
async function appendNext(stores: Stores, game: GameId): Promise<unknown> {
  const fence = await stores.fences.read(game);
  if (fence?.session == null || fence.head === null) return fence;
  const claim = claimOf(fence.epoch, Number(fence.session.slice(1)), game);
  return stores.journal.append(3, [requestOf(claim, fence.head + 1)]);
}

/** An owner comes in by the book: acquire with a higher epoch than is there, open. */
async function takeOver(stores: Stores, game: GameId, n: number): Promise<unknown> {
  const fence = await stores.fences.read(game);
  const claim = claimOf((fence?.epoch ?? 0) + 1, n, game);
  const acquired = await stores.fences.acquire(claim, fence?.session ?? null);
  return [acquired, await stores.fences.open(claim, 0)];
}

async function reassert(stores: Stores, claim: Claim, persisted: number, letters: readonly string[]): Promise<unknown> {
  const fence = await stores.fences.read(claim.gameId);
  const raised = { ...claim, epoch: (fence?.epoch ?? 0) + (claim.epoch > 2 ? 1 : 0) };
  const tail = letters.map((letter, i) => entryOf(claim, persisted + 1 + i, `${letter}${persisted + 1 + i}`));
  return stores.fences.reassert(raised, persisted, tail);
}

/** A worker has stored the first entries that wait, and drops them. */
async function settleFirst(stores: Stores, count: number): Promise<unknown> {
  const { entries } = await stores.journal.take(3, '', count);
  const settlements = entries.map(({ gameId, seq, position }) => ({ gameId, persisted: seq, positions: [position] }));
  await stores.journal.settle(3, settlements);
  return entries.map(withoutPosition);
}

/** Another has stored them, and drops nothing yet. */
async function settleNothing({ fences, journal }: Stores, gameId: GameId, back: number): Promise<void> {
  const head = (await fences.read(gameId))?.head ?? 0;
  await journal.settle(3, [{ gameId, persisted: Math.max(0, head - back), positions: [] }]);
}

/** A step has a title, which fast-check prints when a story fails. */
const step = (title: string, run: Step): readonly [string, Step] => [title, run];

const anyStep = fc.oneof(
  { weight: 6, arbitrary: anyGame.map((game) => step(`append to ${game}`, (s) => appendNext(s, game))) },
  {
    weight: 3,
    arbitrary: fc.tuple(anyGame, anySession).map(([game, n]) => step(`take over ${game}`, (s) => takeOver(s, game, n))),
  },
  anyClaim.map((claim) => step(`acquire ${JSON.stringify(claim)}`, (s) => s.fences.acquire(claim, null))),
  fc
    .tuple(anyClaim, anySeq)
    .map(([claim, head]) => step(`open ${JSON.stringify(claim)} ${head}`, (s) => s.fences.open(claim, head))),
  {
    weight: 2,
    arbitrary: anyClaim.map((claim) => step(`release ${JSON.stringify(claim)}`, (s) => s.fences.release(claim))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(anyClaim, anySeq, fc.array(anyLetter, { maxLength: 3 }))
      .map(([claim, seq, letters]) =>
        step(`reassert ${JSON.stringify(claim)} ${seq} ${letters.join('')}`, (s) => reassert(s, claim, seq, letters)),
      ),
  },
  fc
    .array(anyEntry, { minLength: 1, maxLength: 3 })
    .map((entries) => entries.map(([claim, seq, letter]) => requestOf(claim, seq, `${letter}${seq}`)))
    .map((requests) => step(`append ${JSON.stringify(requests)}`, (s) => s.journal.append(3, requests))),
  fc.integer({ min: 1, max: 4 }).map((n) => step(`settle ${n}`, (s) => settleFirst(s, n))),
  fc
    .tuple(anyGame, fc.integer({ min: 0, max: 2 }))
    .map(([game, back]) => step(`settle ${game} but ${back}, drop nothing`, (s) => settleNothing(s, game, back))),
  fc
    .tuple(anyClaim, fc.array(anyLetter, { maxLength: 2 }))
    .map(([claim, letters]) => letters.map((letter, i) => entryOf(claim, i + 1, `${letter}${i + 1}`)))
    .chain((known) => anyGame.map((game) => ({ game, known: known.filter(({ gameId }) => gameId === game) })))
    .map(({ game, known }) =>
      step(`quarantine ${game} knowing ${known.length}`, (s) => s.journal.quarantine(game, known)),
    ),
  fc
    .tuple(anyGame, anySeq)
    .map(([game, seq]) => step(`restore ${game} ${seq}`, (s) => s.journal.releaseQuarantine(game, seq))),
);

/** All that can be seen from outside, asked at once: nothing changes meanwhile. */
async function seen({ fences, journal }: Stores): Promise<unknown> {
  const [taken, aside, ...rest] = await Promise.all([
    journal.take(3, '', 1_000),
    Promise.all(GAMES.map((game) => journal.quarantinedEntries(game))),
    Promise.all(GAMES.map((game) => fences.read(game))),
    journal.persisted(GAMES),
  ]);
  const { entries, stamps, more } = taken;
  return [entries.map(withoutPosition), stamps, more, aside.map((each) => each.map(withoutPosition)), ...rest];
}

/** Jest's own comparison, which tells the difference, only where there is one: it costs more than the stores do. */
function agree(title: string, [redis, memory]: readonly [unknown, unknown]): void {
  if (!isDeepStrictEqual(redis, memory)) expect([title, redis]).toEqual([title, memory]);
}

describe('memory and Redis', () => {
  let memory: Stores;
  let redis: Stores;

  beforeAll(async () => {
    memory = await memoryStores();
    redis = await redisStores();
  });
  afterAll(() => redis.stop());

  test('any story: the same → the same replies, and the same state after every step', async () => {
    const story = fc.asyncProperty(fc.array(anyStep, { maxLength: STEPS_MAX, size: 'max' }), async (steps) => {
      await memory.clear();
      await redis.clear();
      for (const [title, run] of steps) {
        agree(title, [await run(redis), await run(memory)]);
        agree(title, [await seen(redis), await seen(memory)]);
        // A question to every partition, for what is seen of the only one that is used: not in every short story.
        agree(title, [await redis.journal.depths(), await memory.journal.depths()]);
      }
    });
    await fc.assert(story, { numRuns: STORIES });
  }, 60_000);

  test('ten thousand short stories: the same → the same replies, and the same state at the end', async () => {
    const story = fc.asyncProperty(fc.array(anyStep, { maxLength: SHORT_STEPS_MAX, size: 'max' }), async (steps) => {
      await memory.clear();
      await redis.clear();
      for (const [title, run] of steps) agree(title, [await run(redis), await run(memory)]);
      agree('at the end', [await seen(redis), await seen(memory)]);
    });
    await fc.assert(story, { numRuns: SHORT_STORIES });
  }, 300_000);
});
