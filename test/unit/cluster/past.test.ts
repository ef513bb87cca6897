/** A game's past: its state at any seq, wherever its entries lie and whoever is asked. */
import { initialState } from '../../../src/baseball/evolve';
import { historyOf } from '../../../src/cluster/past';
import type { Readable } from '../../../src/cluster/reading';
import type { CommandRequest, JournalEntry } from '../../../src/protocol/envelope';
import type { GameView } from '../../../src/protocol/view';
import { MemoryCluster, type MemoryNode } from '../../support/memory-cluster';
import { gameIdOf, openingOf, scheduledGame, SCORER, strikeout } from '../../support/game-commands';

const GAME = gameIdOf('game-1');
const PLAYS = 8;

interface Played {
  readonly cluster: MemoryCluster;
  readonly owner: MemoryNode;
  readonly other: MemoryNode;
  /** Element i is what a spectator saw at seq i + 1. */
  readonly seen: readonly GameView[];
}

async function viewOf(cluster: MemoryCluster, node: MemoryNode): Promise<GameView> {
  const looking = node.node.catchup({ gameId: GAME, viewer: 'spectator' }, { user: SCORER });
  const answer = await cluster.clock.until(looking);
  if (!answer.ok || answer.catchup.kind !== 'view') throw new Error('no view');
  return answer.catchup.view;
}

/** A game of eight strikeouts; its first entries, up to `persisted`, are in PostgreSQL. */
async function played(persisted: number): Promise<Played> {
  const cluster = new MemoryCluster();
  const owner = await cluster.start();
  const other = await cluster.start();
  await owner.node.create(GAME, scheduledGame(), { user: SCORER });
  const commands: CommandRequest[] = openingOf(GAME);
  for (let turn = 1; turn <= PLAYS; turn++) commands.push(strikeout(GAME, turn));
  const seen = [await viewOf(cluster, owner)];
  for (const command of commands) {
    const answer = await cluster.submit(owner, command, SCORER);
    if (!answer.ok) throw new Error(answer.error.message);
    if (answer.seq === persisted) await cluster.persist();
    seen.push(await viewOf(cluster, owner));
  }
  return { cluster, owner, other, seen };
}

async function expectPast({ cluster, seen }: Played, node: MemoryNode): Promise<void> {
  for (const [i, view] of seen.entries()) {
    const answer = await cluster.clock.until(node.node.at({ gameId: GAME, seq: i + 1 }));
    expect(answer).toEqual({ ok: true, gameId: GAME, seq: i + 1, head: seen.length, view });
  }
}

describe('the history for a revision', () => {
  /** A game whose every entry has 250 events. */
  function longGame(seq: number): Readable {
    const events = Array.from({ length: 250 }, () => ({ type: 'GameStarted' as const }));
    const entry = (at: number) => ({ seq: at, events }) as JournalEntry;
    return {
      gameId: GAME,
      seq,
      epoch: 1,
      state: initialState(scheduledGame()),
      entries: (after, limit) => Promise.resolve(Array.from({ length: limit }, (_, i) => entry(after + i + 1))),
      stored: () => Promise.resolve(undefined),
    };
  }

  test('all events up to the head, and no more than can be judged again', async () => {
    expect(await historyOf(longGame(20))).toHaveLength(5000);
    expect(await historyOf(longGame(21))).toMatchObject({ ok: false, error: { code: 'command/not_allowed' } });
  });

  test('an entry is missing → a violation', async () => {
    const gap = { ...longGame(3), entries: () => Promise.resolve([]) };
    await expect(historyOf(gap)).rejects.toThrow('violation');
  });
});

describe('the game at a seq', () => {
  test.each([
    ['nothing', 1],
    ['the first inning', 9],
    ['everything', 12],
  ])('PostgreSQL has %s → what was seen then, from the owner and from another node', async (_what, persisted) => {
    const game = await played(persisted);
    await expectPast(game, game.owner);
    await expectPast(game, game.other);
    expect(game.cluster.ownersOf(GAME)).toEqual(['node-1']);
  });

  test('nobody owns the game → from PostgreSQL, and nobody owns it afterwards', async () => {
    const game = await played(12);
    await game.cluster.persist();
    await game.cluster.clock.advance(180_000);
    expect(game.owner.facts).toContain('released eviction');
    await expectPast(game, game.other);
    expect(game.cluster.ownersOf(GAME)).toEqual([]);
  });

  test.each([-3, 0, 13, 1_000_000])('seq %i → refused, with the seqs that there are', async (seq) => {
    const { cluster, owner, other } = await played(9);
    for (const node of [owner, other]) {
      expect(await cluster.clock.until(node.node.at({ gameId: GAME, seq }))).toMatchObject({
        ok: false,
        error: {
          code: 'game/no_such_seq',
          message: `The game has had seq 1 to 12; there is no seq ${seq}.`,
          details: { seq, first: 1, head: 12 },
        },
      });
    }
  });

  test('an unknown game → game/not_found', async () => {
    const { cluster, owner } = await played(1);
    const answer = await cluster.clock.until(owner.node.at({ gameId: gameIdOf('nowhere'), seq: 1 }));
    expect(answer).toMatchObject({ ok: false, error: { code: 'game/not_found' } });
  });
});
