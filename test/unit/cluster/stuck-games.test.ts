import { stuckGames } from '../../../src/cluster/stuck-games';
import { entry, sessionId } from '../../support/entries';
import { PersistenceWorld } from '../../support/persistence-world';

describe('games that cannot move by themselves', () => {
  let world: PersistenceWorld;
  beforeEach(() => {
    world = new PersistenceWorld();
  });
  const stuck = (pagesMax = 10) => {
    const { journal, archive, clock } = world;
    return stuckGames({ journal, writer: archive, clock, stuckAfterMs: 5000, pageEntriesMax: 3, pagesMax }, 0);
  };

  test('an acquire that stopped half-way → named, once it has been so for a while', async () => {
    const claim = await world.newGame();
    await world.append(claim, [2, 3]);
    await world.fence(claim.gameId, sessionId('session-b'));
    expect(await stuck()).toEqual([]);
    await world.clock.advance(5001);
    expect(await stuck()).toEqual([claim.gameId]);
    await world.acquire(claim.gameId, sessionId('session-c'));
    expect(await stuck()).toEqual([]);
  });

  test('the node that died half-way had a clock an hour fast → named all the same', async () => {
    const claim = await world.newGame();
    await world.append(claim, [2, 3], { at: world.clock.now() + 3_600_000 });
    await world.fence(claim.gameId, sessionId('session-b'));
    expect(await stuck()).toEqual([claim.gameId]);
  });

  test('no fence, or a missing entry → named; a game that is only late → not', async () => {
    const [lost, gap, late] = [await world.newGame(), await world.newGame(), await world.newGame()];
    await world.append(lost, [2, 6]);
    world.smuggle(gap.gameId, 3, JSON.stringify(entry(gap.gameId, 3, { at: world.clock.now() })));
    await world.append(late, [2, 6]);
    world.redis.fences.delete(lost.gameId);
    await world.clock.advance(5001);
    expect(await stuck()).toEqual([lost.gameId, gap.gameId]);
  });

  test('more entries than are looked at → those at the head', async () => {
    const [first, second] = [await world.newGame(), await world.newGame()];
    await world.append(first, [2, 7]);
    await world.append(second, [2, 3]);
    world.redis.fences.clear();
    await world.clock.advance(5001);
    expect(await stuck(1)).toEqual([first.gameId]);
    expect(await stuck()).toEqual([first.gameId, second.gameId]);
  });

  test('text that is no entry → for the persister, not for us', async () => {
    const claim = await world.newGame();
    world.smuggle(claim.gameId, 2, '{');
    await world.clock.advance(5001);
    expect(await stuck()).toEqual([]);
  });
});
