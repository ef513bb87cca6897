import { Team } from '../../src/protocol/lineup';

describe('free text', () => {
  test.each(['Elks of Ávila ⚾', '東京', 'a'.repeat(80)])('%j → accepted', (name) => {
    expect(Team.parse({ id: 'ELK', name }).name).toBe(name);
  });

  test.each(['', 'a'.repeat(81), 'a\u0000b', 'half \ud83d of a pair', '\udc00'])('%j → refused', (name) => {
    expect(Team.safeParse({ id: 'ELK', name }).success).toBe(false);
  });
});
