import fc from 'fast-check';
import { GameStream } from '../../../src/realtime/game-stream';
import '../../support/fixed-chance';

function stream() {
  const sent: string[] = [];
  return { sent, stream: new GameStream('spectator', (text) => sent.push(text)) };
}

describe('game stream', () => {
  test('held → nothing goes out; caught up → what is above the catch-up, in order', () => {
    const { sent, stream: held } = stream();
    [7, 5, 6, 6].forEach((seq) => held.offer(seq, `u${seq}`));
    held.tell('beacon');
    expect(sent).toEqual([]);
    held.caughtUp(5);
    expect(sent).toEqual(['u6', 'u7']);
  });

  test('open → what rises goes out, the rest is a double', () => {
    const { sent, stream: open } = stream();
    open.caughtUp(4);
    [5, 5, 4, 6, 8, 7].forEach((seq) => open.offer(seq, `u${seq}`));
    open.tell('beacon');
    expect(sent).toEqual(['u5', 'u6', 'u8', 'beacon']);
  });

  test('more held than there is room for → a gap, not an endless store', () => {
    const { sent, stream: held } = stream();
    for (let seq = 1; seq <= 1000; seq += 1) held.offer(seq, `u${seq}`);
    held.caughtUp(0);
    expect(sent).toHaveLength(256);
  });

  test('whatever comes in whatever order → strictly rising, and above the catch-up', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30)), fc.nat(30), fc.array(fc.nat(30)), (before, seq, after) => {
        const { sent, stream: one } = stream();
        before.forEach((n) => one.offer(n, String(n)));
        one.caughtUp(seq);
        after.forEach((n) => one.offer(n, String(n)));
        const out = sent.map(Number);
        expect(out.every((n, i) => n > (out[i - 1] ?? seq))).toBe(true);
      }),
    );
  });
});
