import { GameId } from '../../src/protocol/ids';

describe('GameId', () => {
  test('a plain word → accepted', () => {
    expect(GameId.parse('NYA201904120')).toBe('NYA201904120');
  });

  test.each(['', 'a b', 'a/b', '{p07}', '-x', 'x'.repeat(41), 'é'])('%j → refused', (text) => {
    expect(GameId.safeParse(text).success).toBe(false);
  });
});
