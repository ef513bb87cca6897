import { retryQuarantined } from '../../../src/cluster/quarantine';
import type { Claim } from '../../../src/cluster/ports';
import { REFUSED, sessionId } from '../../support/entries';
import { PersistenceWorld } from '../../support/persistence-world';

describe('a game that was set aside', () => {
  let world: PersistenceWorld;
  let claim: Claim;
  const retry = (batchEntriesMax = 100) => {
    const { journal, fences, archive } = world;
    return retryQuarantined({ node: 'worker-1', journal, fences, writer: archive, batchEntriesMax }, claim.gameId);
  };

  beforeEach(async () => {
    world = new PersistenceWorld();
    claim = await world.newGame();
  });

  /** As after a pass that a broken database made set the game aside. */
  async function setAside(): Promise<void> {
    await world.archive.setQuarantine(claim.gameId, REFUSED, 'worker-1');
    await world.journal.quarantine(claim.gameId);
  }

  test('what refused it was mended → stored in order, let go, and it takes entries again', async () => {
    const entries = await world.append(claim, [2, 6]);
    await setAside();
    expect(await retry(2)).toEqual({ status: 'released', stored: 5 });
    expect(await world.stored(claim.gameId)).toEqual(entries);
    expect(world.archive.games.get(claim.gameId)?.quarantine).toBeNull();
    expect(await world.fences.read(claim.gameId)).toMatchObject({ quarantined: false, persisted: 6 });
    await world.append(claim, [7, 7]);
    expect(await world.pass()).toMatchObject({ stored: 1 });
  });

  test('it is still refused → kept, with the reason in the database; what could be stored is', async () => {
    await world.append(claim, [2, 3]);
    await world.append(claim, [4, 4], { command: 'c1' });
    await setAside();
    expect(await retry(1)).toMatchObject({
      status: 'kept',
      cause: 'unstorable',
      reason: 'command c1 is there already',
    });
    expect(world.archive.games.get(claim.gameId)?.quarantine).toBe('command c1 is there already');
    expect(await world.stored(claim.gameId)).toHaveLength(2);
    expect(await world.fences.read(claim.gameId)).toMatchObject({ quarantined: true });
  });

  test('cut short after storing → the next try lets it go, storing nothing twice', async () => {
    const entries = await world.append(claim, [2, 3]);
    await setAside();
    await world.archive.store([{ gameId: claim.gameId, stamp: claim.epoch, entries }]);
    expect(await retry()).toEqual({ status: 'released', stored: 0 });
  });

  test('another entry in the database → kept for an operator', async () => {
    const entries = await world.append(claim, [2, 3]);
    await setAside();
    const other = entries.map((one) => ({ ...one, digest: 'other' }));
    await world.archive.store([{ gameId: claim.gameId, stamp: claim.epoch, entries: other }]);
    const reason = 'PostgreSQL holds another entry at seq 2 than the journal';
    expect(await retry()).toEqual({ status: 'kept', cause: 'diverged', reason, needsOwner: false });
  });

  test('the journal forgot the fence → kept until somebody acquires the game', async () => {
    await world.append(claim, [2, 3]);
    await setAside();
    world.redis.fences.clear();
    expect(await retry()).toMatchObject({ status: 'kept', needsOwner: true });
  });

  test('an acquire came by meanwhile, and was refused → stored all the same', async () => {
    await world.append(claim, [2, 3]);
    await setAside();
    await world.fence(claim.gameId, sessionId('session-b'));
    expect(await retry()).toEqual({ status: 'released', stored: 2 });
  });

  test('nothing was set aside (the mark was left by a try that was cut short) → let go', async () => {
    await world.archive.setQuarantine(claim.gameId, REFUSED, 'worker-1');
    expect(await retry()).toEqual({ status: 'released', stored: 0 });
    expect(world.archive.games.get(claim.gameId)?.quarantine).toBeNull();
  });
});
