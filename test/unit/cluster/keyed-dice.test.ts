/** Rolls that follow from a secret, a game and two words: against numbers computed by hand. */
import { createHmac } from 'node:crypto';
import type { GameId } from '../../../src/protocol/ids';
import { commitmentOf, drawSeal, keyedDice, rollOf, type DiceKey } from '../../../src/cluster/keyed-dice';

const KEY: DiceKey = { gameId: 'game-1' as GameId, secret: '00'.repeat(32), words: { away: 'a', home: '' } };

describe('a roll', () => {
  test('its key and number → the first 48 bits of the HMAC, modulo the faces', () => {
    const digest = createHmac('sha256', Buffer.alloc(32)).update('game-1|a||7').digest('hex');
    const first = BigInt(`0x${digest.slice(0, 12)}`);
    expect(rollOf(KEY, 7, 20)).toBe(Number(first % 20n) + 1);
    expect(rollOf(KEY, 7, 6)).toBe(Number(first % 6n) + 1);
  });

  test.each<[string, Partial<DiceKey>]>([
    ['another secret', { secret: '01'.repeat(32) }],
    ['another game', { gameId: 'game-2' as GameId }],
    ['another word', { words: { away: 'b', home: '' } }],
    ['the word on the other side', { words: { away: '', home: 'a' } }],
  ])('%s → other rolls', (_, other) => {
    const rolls = (key: DiceKey): number[] => Array.from({ length: 20 }, (_unused, n) => rollOf(key, n + 1, 1000));
    expect(rolls({ ...KEY, ...other })).not.toEqual(rolls(KEY));
  });

  test('dice taken up after some rolls → go on where they were', () => {
    const all = keyedDice(KEY, 0);
    const rolls = [20, 6, 6, 100, 20].map((faces) => all.next(faces));
    const later = keyedDice(KEY, 3);
    expect([100, 20].map((faces) => later.next(faces))).toEqual(rolls.slice(3));
  });
});

describe('a seal', () => {
  test('the commitment is the hash of the secret, and no two are alike', () => {
    const seal = drawSeal();
    expect(seal.secret).toMatch(/^[0-9a-f]{64}$/);
    expect(commitmentOf(seal.secret)).toBe(seal.commitment);
    expect(drawSeal().secret).not.toBe(seal.secret);
    expect(commitmentOf('00'.repeat(32))).toBe('66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925');
  });
});
