import type { NodeStats, SessionRecord } from '../../src/cluster/ports';
import { onBothStores } from '../support/both-stores';
import { newSession } from '../support/each-redis';
import { until } from '../support/until';

const TTL_MS = 60_000;

const recordOf = (node: string): SessionRecord => ({
  id: newSession(),
  node,
  address: 'http://10.0.0.7:3001',
  startedAt: 1_775_070_300_000,
});

const STATS: NodeStats = { hotGames: 3, lineups: 6, sockets: 12, byLeague: { sba: 2, pd: 1 }, byStatus: { live: 3 } };

onBothStores((stores) => {
  test('start: a new session → true, and it is found as it was given', async () => {
    const record = recordOf('node-1');
    expect(await stores.sessions.start(record, TTL_MS)).toBe(true);
    const sighting = await stores.sessions.find(record.id);
    expect(sighting).toEqual({ ...record, stats: null, sinceBeatMs: expect.any(Number) as number });
  });

  test('start: an id that is there → false, and the first one stays', async () => {
    const record = recordOf('node-1');
    await stores.sessions.start(record, TTL_MS);
    expect(await stores.sessions.start({ ...record, node: 'node-2' }, TTL_MS)).toBe(false);
    expect(await stores.sessions.find(record.id)).toMatchObject({ node: 'node-1' });
  });

  test('find: time has passed since the last beat → how much', async () => {
    const record = recordOf('node-1');
    await stores.sessions.start(record, TTL_MS);
    await stores.age(record, 40_000);
    const aged = await stores.sessions.find(record.id);
    expect(aged?.sinceBeatMs).toBeGreaterThanOrEqual(40_000);
    expect(await stores.sessions.beat(record.id, TTL_MS)).toBe(true);
    const beaten = await stores.sessions.find(record.id);
    expect(beaten?.sinceBeatMs).toBeLessThan(40_000);
  });

  test('find: an unknown session → nothing', async () => {
    expect(await stores.sessions.find(newSession())).toBeUndefined();
  });

  test('beat: a session that expired → false, and it is gone for good', async () => {
    const record = recordOf('node-1');
    await stores.sessions.start(record, TTL_MS);
    await stores.age(record, TTL_MS);
    await until('the session is gone', async () => (await stores.sessions.find(record.id)) === undefined);
    expect(await stores.sessions.beat(record.id, TTL_MS)).toBe(false);
    await stores.sessions.report(record.id, STATS);
    expect(await stores.sessions.find(record.id)).toBeUndefined();
    expect(await stores.sessions.list()).toEqual([]);
  });

  test('report: a living session → its last stats, and no beat', async () => {
    const record = recordOf('node-1');
    await stores.sessions.start(record, TTL_MS);
    await stores.age(record, 40_000);
    await stores.sessions.report(record.id, { ...STATS, hotGames: 1 });
    await stores.sessions.report(record.id, STATS);
    const sighting = await stores.sessions.find(record.id);
    expect(sighting?.stats).toEqual(STATS);
    expect(sighting?.sinceBeatMs).toBeGreaterThanOrEqual(40_000);
  });

  test('end: a session → gone at once', async () => {
    const record = recordOf('node-1');
    await stores.sessions.start(record, TTL_MS);
    await stores.sessions.end(record.id);
    expect(await stores.sessions.find(record.id)).toBeUndefined();
    expect(await stores.sessions.list()).toEqual([]);
  });

  test('expel: a session that has beaten → false, and it lives on', async () => {
    const record = recordOf('node-1');
    await stores.sessions.start(record, TTL_MS);
    await stores.age(record, 40_000);
    await stores.sessions.beat(record.id, TTL_MS);
    expect(await stores.sessions.expel(record.id, 30_000)).toBe(false);
    expect(await stores.sessions.beat(record.id, TTL_MS)).toBe(true);
  });

  test('expel: a session that has been silent → true, and no beat of it counts any more', async () => {
    const record = recordOf('node-1');
    await stores.sessions.start(record, TTL_MS);
    await stores.age(record, 40_000);
    expect(await stores.sessions.expel(record.id, 30_000)).toBe(true);
    expect(await stores.sessions.find(record.id)).toBeUndefined();
    expect(await stores.sessions.beat(record.id, TTL_MS)).toBe(false);
    expect(await stores.sessions.expel(record.id, 30_000)).toBe(true);
  });

  test('list: several sessions → those that live', async () => {
    const records = ['node-1', 'node-2', 'node-3'].map(recordOf);
    for (const record of records) await stores.sessions.start(record, TTL_MS);
    await stores.sessions.end(records[1]!.id);
    const nodes = (await stores.sessions.list()).map(({ node }) => node);
    expect([...nodes].sort()).toEqual(['node-1', 'node-3']);
  });
});
