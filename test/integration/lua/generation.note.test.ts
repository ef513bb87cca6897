import { onEachRedis } from '../../support/each-redis';

const MARK = 'dg:{p03}:generation';

onEachRedis((under) => {
  test('generation.note: no mark → CHANGED, and noted', async () => {
    expect(await under.scripts.noteGeneration(MARK, 'run-1/repl-1', 'now')).toEqual(['CHANGED', 0]);
    expect(await under.client.hget(MARK, 'generation')).toBe('run-1/repl-1');
  });

  test('generation.note: the same generation → SAME, and its age in milliseconds of Redis’s clock', async () => {
    await under.scripts.noteGeneration(MARK, 'run-1/repl-1', 'now');
    const since = Number(await under.client.hget(MARK, 'since'));
    await under.client.hset(MARK, 'since', since - 7000);
    const [status, ageMs] = await under.scripts.noteGeneration(MARK, 'run-1/repl-1', 'now');
    expect(status).toBe('SAME');
    expect(ageMs).toBeGreaterThanOrEqual(7000);
    expect(ageMs).toBeLessThan(60_000);
  });

  test('generation.note: another generation → CHANGED, its age begins anew', async () => {
    await under.scripts.noteGeneration(MARK, 'run-1/repl-1', 'now');
    await under.client.hset(MARK, 'since', 1);
    expect(await under.scripts.noteGeneration(MARK, 'run-2/repl-2', 'now')).toEqual(['CHANGED', 0]);
    expect(Number(await under.client.hget(MARK, 'since'))).toBeGreaterThan(1);
  });

  test('generation.note: another generation that may be old → OTHER, and the mark stays', async () => {
    await under.scripts.noteGeneration(MARK, 'run-1/repl-1', 'now');
    const before = await under.client.hgetall(MARK);
    expect(await under.scripts.noteGeneration(MARK, 'run-2/repl-2', 'before')).toEqual(['OTHER', 0]);
    expect(await under.client.hgetall(MARK)).toEqual(before);
  });

  test('generation.note: no mark, and a generation that may be old → OTHER, and nothing is noted', async () => {
    expect(await under.scripts.noteGeneration(MARK, 'run-1/repl-1', 'before')).toEqual(['OTHER', 0]);
    expect(await under.client.exists(MARK)).toBe(0);
  });
});
