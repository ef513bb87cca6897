import { retrying } from '../../../src/client/retry';
import { refused, type Refused } from '../../../src/protocol/envelope';
import { ERROR_CODES, type ErrorCode } from '../../../src/protocol/error-codes';

type Answer = { readonly ok: true } | Refused | undefined;

/** Asks with the given answers, in a time that jumps by each wait. */
async function ask(answers: readonly Answer[], deadlineMs = 10_000) {
  const waits: number[] = [];
  let now = 0;
  let asked = 0;
  const answer = await retrying(() => Promise.resolve(answers[Math.min(asked++, answers.length - 1)]), {
    clock: {
      monotonic: () => now,
      after: (delayMs, run) => {
        waits.push(delayMs);
        now += delayMs;
        queueMicrotask(run);
        return { cancel: () => undefined };
      },
    },
    random: { id: () => 'id', fraction: () => 0 },
    deadlineMs,
    onRetry: () => undefined,
    isOver: () => false,
  });
  return { answer, asked, waits };
}

const ok = { ok: true } as const;

describe('retrying', () => {
  const codes = Object.keys(ERROR_CODES) as ErrorCode[];

  test.each(codes.filter((code) => ['never', 'resync'].includes(ERROR_CODES[code].retry)))(
    '%s → the refusal, at once',
    async (code) => {
      expect(await ask([refused(code), ok])).toEqual({ answer: refused(code), asked: 1, waits: [] });
    },
  );

  test.each(codes.filter((code) => !['never', 'resync'].includes(ERROR_CODES[code].retry)))(
    '%s → asked again',
    async (code) => {
      expect(await ask([refused(code), ok])).toMatchObject({ answer: ok, asked: 2 });
    },
  );

  test('no answer → asked again', async () => {
    expect(await ask([undefined, undefined, ok])).toMatchObject({ answer: ok, asked: 3 });
  });

  test('again and again → longer and longer, up to half a second', async () => {
    const { waits } = await ask([undefined], 60_000);
    expect(waits.slice(0, 4)).toEqual([10, 20, 40, 80]);
    expect(Math.max(...waits)).toBe(250);
  });

  test('told when to come back → not before', async () => {
    const { waits } = await ask([refused('request/rate_limited', { details: { retryAfterMs: 700 } }), ok]);
    expect(waits[0]).toBeGreaterThanOrEqual(700);
  });

  test('the deadline comes → the last refusal, or command/timeout when there was none', async () => {
    expect((await ask([refused('game/busy')], 100)).answer).toEqual(refused('game/busy'));
    expect((await ask([undefined], 100)).answer).toEqual(refused('command/timeout'));
  });

  test('an attempt had no answer, and later ones are turned back on the way → the outcome is unknown', async () => {
    expect((await ask([undefined, refused('server/storage')], 100)).answer).toEqual(refused('command/unknown'));
    expect((await ask([undefined, refused('auth/expired')])).answer).toEqual(refused('command/unknown'));
    expect((await ask([refused('command/unknown'), refused('game/busy')], 100)).answer).toEqual(
      refused('command/unknown'),
    );
  });

  test.each(['turn/stale', 'turn/future', 'play/invalid'] as const)(
    'an attempt had no answer, and then the owner refuses (%s) → why, and that the first may still arrive',
    async (code) => {
      const { answer } = await ask([undefined, refused(code)]);
      expect(answer).toEqual({ ok: false, error: { ...refused(code).error, applied: 'unknown' } });
      expect((await ask([refused(code)])).answer).toEqual(refused(code));
    },
  );
});
