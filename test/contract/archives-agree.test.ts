/**
 * Whatever is asked, memory and PostgreSQL answer alike: random stories of a few games, owners and workers, told to both.
 */
import fc from 'fast-check';
import { Fault } from '../../src/cluster/ports';
import type { GameId } from '../../src/protocol/ids';
import { ARCHIVES, type Archives } from '../support/both-archives';
import { COLD, DOUBT, entry, gameId, REFUSED, run, scheduled, sessionId } from '../support/entries';
import '../support/fixed-chance';

const STORIES = 250;
const STEPS_MAX = 12;
const GAMES = ['A', 'B'] as const;

/** A step has a title, which fast-check prints when a story fails; a story's games are its own. */
type Step = readonly [title: string, run: (stores: Archives, id: (game: string) => GameId) => Promise<unknown>];

const anyGame = fc.constantFrom(...GAMES);
const anySession = fc.integer({ min: 1, max: 3 }).map((n) => sessionId(`session-${n}`));
/** How far beside the right number: mostly not at all. */
const anyMiss = fc.constantFrom(0, 0, 0, 0, -1, 1);

/** An owner comes in, or tries to with an epoch that is not his. */
const anyAcquire = fc.tuple(anyGame, anySession, anyMiss).map(([game, session, miss]): Step => [
  `${session} acquires ${game} ${miss}`,
  async ({ archive }, id) => {
    const next = await archive.nextEpoch(id(game));
    const claim = { gameId: id(game), epoch: (next?.epoch ?? 9) + Math.min(miss, 0), session, nonce: 'n' };
    return [next, await archive.claim(claim, COLD)];
  },
]);

const anyReclaim = fc.tuple(anyGame, anySession, anyMiss).map(([game, session, miss]): Step => [
  `${session} reclaims ${game} ${miss}`,
  async ({ archive, writer }, id) => {
    const fence = (await writer.heads([id(game)])).get(id(game))?.fence ?? 0;
    const claim = { gameId: id(game), epoch: await archive.freshEpoch(), session, nonce: 'n' };
    return archive.reclaim(claim, [fence + miss, 99_999], DOUBT);
  },
]);

/** A worker stores a run of entries: of the right owner, at the right seq, with new commands; or nearly. */
const anyStore = fc
  .record({
    game: anyGame,
    stamp: anyMiss,
    seq: anyMiss,
    count: fc.integer({ min: 1, max: 3 }),
    command: fc.constantFrom(undefined, undefined, undefined, 'c1'),
    snapshot: fc.constantFrom(undefined, '{"s":1}'),
  })
  .map(({ game, stamp, seq, count, command, snapshot }): Step => [
    `stores ${count} of ${game}, stamp ${stamp}, seq ${seq}, command ${command ?? ''}`,
    async ({ writer }, id) => {
      const head = (await writer.heads([id(game)])).get(id(game)) ?? { fence: 1, lastSeq: 1 };
      const from = Math.max(2, head.lastSeq + 1 + seq);
      const options = { epoch: head.fence, ...(snapshot === undefined ? {} : { snapshot }) };
      const entries = run(id(game), [from, from + count - 1], options);
      if (command !== undefined) entries.push(entry(id(game), from + count, { ...options, command }));
      return writer.store([{ gameId: id(game), stamp: head.fence + stamp, entries }]);
    },
  ]);

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: anyGame.map((game): Step => [
      `creates ${game}`,
      ({ archive }, id) => archive.create(scheduled(), entry(id(game), 1)),
    ]),
  },
  { weight: 3, arbitrary: anyAcquire },
  { weight: 2, arbitrary: anyReclaim },
  { weight: 5, arbitrary: anyStore },
  fc
    .tuple(anyGame, fc.constantFrom(REFUSED, null))
    .map(([game, quarantine]): Step => [
      `quarantine of ${game}: ${quarantine?.reason ?? 'over'}`,
      ({ writer }, id) => writer.setQuarantine(id(game), quarantine, 'worker-1'),
    ]),
);

/** All that can be seen from outside, but for the database's own times. */
async function seen({ archive, writer, catalog }: Archives, ids: readonly GameId[]): Promise<unknown> {
  const games = ids.map(async (id) => [
    await archive.load(id),
    await archive.entries(id, 0, 100),
    await archive.entryOf(id, entry(id, 2).commandId),
    await catalog.gameRow(id),
    (await catalog.ownership(id, { limit: 100 })).moves.map(({ at: _at, ...move }) => move),
  ]);
  return [await writer.heads(ids), await catalog.quarantined(), await Promise.all(games)];
}

/** What came of it, a fault by its code and outcome. */
const outcomeOf = (answer: Promise<unknown>): Promise<unknown> =>
  answer.catch((cause: unknown) => {
    if (cause instanceof Fault) return [cause.code, cause.outcome];
    throw cause;
  });

describe('memory and PostgreSQL', () => {
  let memory: Archives;
  let postgres: Archives;
  let stories = 0;

  beforeAll(async () => {
    [memory, postgres] = await Promise.all([ARCHIVES.memory(), ARCHIVES.postgres()]);
  });
  afterAll(() => postgres.close());

  test('any story: the same → the same replies, and the same state after every step', async () => {
    const story = fc.asyncProperty(fc.array(anyStep, { maxLength: STEPS_MAX, size: 'max' }), async (steps) => {
      stories += 1;
      const id = (game: string): GameId => gameId(`${game}${stories}`);
      const ids = GAMES.map(id);
      for (const [title, run] of steps) {
        expect([title, await outcomeOf(run(postgres, id))]).toEqual([title, await outcomeOf(run(memory, id))]);
        expect([title, await seen(postgres, ids)]).toEqual([title, await seen(memory, ids)]);
      }
    });
    await fc.assert(story, { numRuns: STORIES });
  }, 300_000);
});
