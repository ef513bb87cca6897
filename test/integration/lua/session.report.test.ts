import { sessionKey } from '../../../src/store/redis/keys';
import { newSession, onEachRedis } from '../../support/each-redis';

const TTL_MS = 60_000;

onEachRedis((under) => {
  test('session.report: a living session → REPORTED, its time to live goes on as it was', async () => {
    const key = sessionKey(newSession());
    await under.scripts.startSession(key, TTL_MS, ['node', 'node-1']);
    await under.client.pexpire(key, TTL_MS / 2);
    expect(await under.scripts.reportSession(key, '{"hotGames":3}')).toEqual(['REPORTED']);
    expect(await under.client.hgetall(key)).toEqual({ ttlMs: '60000', node: 'node-1', stats: '{"hotGames":3}' });
    expect(await under.client.pttl(key)).toBeLessThanOrEqual(TTL_MS / 2);
  });

  test('session.report: a session that is gone → GONE, and it stays gone', async () => {
    const key = sessionKey(newSession());
    expect(await under.scripts.reportSession(key, '{}')).toEqual(['GONE']);
    expect(await under.client.exists(key)).toBe(0);
  });
});
