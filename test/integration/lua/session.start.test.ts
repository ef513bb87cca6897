import { sessionKey } from '../../../src/store/redis/keys';
import { newSession, onEachRedis } from '../../support/each-redis';

const RECORD = ['node', 'node-1', 'address', 'http://127.0.0.1:3001', 'startedAt', '1775070300000'];
const TTL_MS = 60_000;

onEachRedis((under) => {
  test('session.start: a new id → STARTED, the record is there and will expire', async () => {
    const key = sessionKey(newSession());
    expect(await under.scripts.startSession(key, TTL_MS, RECORD)).toEqual(['STARTED']);
    expect(await under.client.hgetall(key)).toEqual({
      ttlMs: '60000',
      node: 'node-1',
      address: 'http://127.0.0.1:3001',
      startedAt: '1775070300000',
    });
    const pttlMs = await under.client.pttl(key);
    expect(pttlMs).toBeGreaterThan(0);
    expect(pttlMs).toBeLessThanOrEqual(TTL_MS);
  });

  test('session.start: an id that is there → EXISTS, nothing is changed', async () => {
    const key = sessionKey(newSession());
    await under.scripts.startSession(key, TTL_MS, RECORD);
    const before = await under.client.hgetall(key);
    expect(await under.scripts.startSession(key, 2 * TTL_MS, ['node', 'node-2'])).toEqual(['EXISTS']);
    expect(await under.client.hgetall(key)).toEqual(before);
    expect(await under.client.pttl(key)).toBeLessThanOrEqual(TTL_MS);
  });
});
