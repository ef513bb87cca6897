import { sessionKey } from '../../../src/store/redis/keys';
import { newSession, onEachRedis } from '../../support/each-redis';

const TTL_MS = 60_000;
const SILENT_MS = 20_000;

onEachRedis((under) => {
  test('session.expel: silent for as long → EXPELLED, and it is gone', async () => {
    const key = sessionKey(newSession());
    await under.scripts.startSession(key, TTL_MS, ['node', 'node-1']);
    await under.client.pexpire(key, TTL_MS - SILENT_MS);
    expect(await under.scripts.expelSession(key, SILENT_MS)).toEqual(['EXPELLED']);
    expect(await under.client.exists(key)).toBe(0);
  });

  test('session.expel: it has beaten since → BEATING, and it lives on as it was', async () => {
    const key = sessionKey(newSession());
    await under.scripts.startSession(key, TTL_MS, ['node', 'node-1']);
    await under.client.pexpire(key, TTL_MS - SILENT_MS / 2);
    const [status, sinceMs] = await under.scripts.expelSession(key, SILENT_MS);
    expect(status).toBe('BEATING');
    expect(sinceMs).toBeGreaterThanOrEqual(SILENT_MS / 2);
    const leftMs = await under.client.pttl(key);
    expect(leftMs).toBeLessThanOrEqual(TTL_MS - SILENT_MS / 2);
    expect(leftMs).toBeGreaterThan(0);
  });

  test('session.expel: a session that is gone → GONE', async () => {
    expect(await under.scripts.expelSession(sessionKey(newSession()), SILENT_MS)).toEqual(['GONE']);
  });
});
