import { onEachRedis } from '../../support/each-redis';

const MARK = 'dg:{p03}:generation';

onEachRedis((under) => {
  test('generation.note: no mark → CHANGED, and noted', async () => {
    expect(await under.scripts.noteGeneration(MARK, 'run-1/repl-1')).toEqual(['CHANGED', 0]);
    expect(await under.client.hget(MARK, 'generation')).toBe('run-1/repl-1');
  });

  test('generation.note: the same generation → SAME, and its age in milliseconds of Redis’s clock', async () => {
    await under.scripts.noteGeneration(MARK, 'run-1/repl-1');
    const since = Number(await under.client.hget(MARK, 'since'));
    await under.client.hset(MARK, 'since', since - 7000);
    const [status, ageMs] = await under.scripts.noteGeneration(MARK, 'run-1/repl-1');
    expect(status).toBe('SAME');
    expect(ageMs).toBeGreaterThanOrEqual(7000);
    expect(ageMs).toBeLessThan(60_000);
  });

  test('generation.note: another generation → CHANGED, its age begins anew', async () => {
    await under.scripts.noteGeneration(MARK, 'run-1/repl-1');
    await under.client.hset(MARK, 'since', 1);
    expect(await under.scripts.noteGeneration(MARK, 'run-2/repl-2')).toEqual(['CHANGED', 0]);
    expect(Number(await under.client.hget(MARK, 'since'))).toBeGreaterThan(1);
  });
});
