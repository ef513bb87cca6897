import { averageCardSet } from '../../../src/baseball/cards/average';
import { CardProblemKind, parseCardSet } from '../../../src/protocol/cards';

const json = JSON.stringify(averageCardSet('pd'));

/** A fresh copy as anything at all: what comes over a border. */
interface Loose {
  players: Record<string, Record<string, Record<string, Record<string, unknown>>>>[];
}
const copy = (): Loose => JSON.parse(json) as Loose;

function problemsOf(spoil: (set: Loose) => void): unknown {
  const set = copy();
  spoil(set);
  const parsed = parseCardSet(set);
  return parsed.ok ? null : [parsed.error.code, parsed.error.details?.['problems']];
}

function cell({ players }: Loose, text: string): void {
  Object.assign((players[3]?.['batting']?.['vsR']?.['1'] ?? {}) as object, { 7: text });
}

const running = ({ players }: Loose): object => players[3]?.['running'] ?? {};

describe('a card set', () => {
  test('whole → read', () => {
    expect(parseCardSet(copy()).ok).toBe(true);
  });

  test('a column is missing → player, field and reason', () => {
    const problems = problemsOf(({ players }) => delete players[0]?.['batting']?.['vsL']?.['2']);
    expect(problems).toEqual([
      'cards/invalid',
      [
        {
          player: 'avg-b1',
          field: 'batting.vsL.2',
          problem: 'missing',
          reason: expect.stringContaining('expected object') as string,
        },
      ],
    ]);
  });

  test('chances that do not add up → the cell', () => {
    const problems = problemsOf(({ players }) => {
      const column = players[3]?.['batting']?.['vsR']?.['1'] as Record<string, string>;
      column['7'] = '1-12 K, 13-19 G6';
    });
    expect(problems).toEqual([
      'cards/invalid',
      [
        {
          player: 'avg-b4',
          field: 'batting.vsR.1.7',
          problem: 'chances',
          reason: 'the chances do not add up: the split numbers end at 19, not at 20',
        },
      ],
    ]);
  });

  test('more numbers of the battery’s d100 than it has → the field', () => {
    const problems = problemsOf(({ players }) => {
      Object.assign(players[13]?.['pitching'] ?? {}, { wildPitch: 90, balk: 9, pickoff: 2 });
    });
    const reason = 'the chances do not add up: wildPitch, balk and pickoff are 101 of 100 together';
    expect(problems).toEqual([
      'cards/invalid',
      [{ player: 'avg-s1', field: 'pitching.wildPitch', problem: 'chances', reason }],
    ]);
  });

  test.each([
    ['a line of the batter’s', 'batting', '3'],
    ['a line of the pitcher’s', 'pitching', '11'],
  ] as const)('an sba card without %s → player, field and reason', (_, half, line) => {
    const set = JSON.parse(JSON.stringify(averageCardSet('sba'))) as Loose;
    const player = set.players[half === 'batting' ? 0 : 13];
    delete (player?.[half]?.['chart'] as Record<string, unknown> | undefined)?.[line];
    expect(parseCardSet(set)).toMatchObject({
      error: {
        code: 'cards/invalid',
        details: {
          problems: [
            { player: half === 'batting' ? 'avg-b1' : 'avg-s1', field: `${half}.chart.${line}`, problem: 'missing' },
          ],
        },
      },
    });
  });

  test('an unknown position, and one that is there twice → both named', () => {
    const rating = { position: 6, range: 3, error: 10, arm: 0 };
    const spoil =
      (fielding: unknown): Parameters<typeof problemsOf>[0] =>
      ({ players }) => {
        Object.assign(players[1] ?? {}, { fielding });
      };
    expect(problemsOf(spoil([{ ...rating, position: 10 }]))).toEqual([
      'cards/invalid',
      [
        {
          player: 'avg-b2',
          field: 'fielding.0.position',
          problem: 'position',
          reason: expect.stringContaining('<=9') as string,
        },
      ],
    ]);
    expect(problemsOf(spoil([rating, rating]))).toEqual([
      'cards/invalid',
      [{ player: 'avg-b2', field: 'fielding.1.position', problem: 'twice', reason: 'position 6 is on the card twice' }],
    ]);
  });

  test('two cards for one player → refused', () => {
    const problems = problemsOf(({ players }) => players.push(players[0] ?? {}));
    expect(problems).toEqual([
      'cards/invalid',
      [{ player: 'avg-b1', field: 'player.id', problem: 'twice', reason: 'avg-b1 has two cards' }],
    ]);
  });

  test('a home run over the third baseman → the cell', () => {
    const problems = problemsOf(({ players }) => {
      const column = players[3]?.['batting']?.['vsR']?.['1'] as Record<string, string>;
      column['7'] = 'HR-F5';
    });
    const reason = '"HR-F5" is not a result of a card';
    expect(problems).toEqual([
      'cards/invalid',
      [{ player: 'avg-b4', field: 'batting.vsR.1.7', problem: 'result', reason }],
    ]);
  });

  test('nobody pitches → refused', () => {
    const problems = problemsOf(({ players }) => players.forEach((card) => Object.assign(card, { pitching: null })));
    const reason = 'nobody pitches: every card has "pitching": null';
    expect(problems).toEqual(['cards/invalid', [{ player: null, field: 'players', problem: 'roster', reason }]]);
  });

  test('nobody catches → refused', () => {
    const problems = problemsOf((set) => {
      set.players = set.players.filter(({ catching }) => catching === null);
    });
    const reason = 'nobody catches: no card has position 2 in its fielding';
    expect(problems).toEqual(['cards/invalid', [{ player: null, field: 'players', problem: 'roster', reason }]]);
  });

  type Spoil = Parameters<typeof problemsOf>[0];
  test.each<[string, string, string, Spoil]>([
    ['too few players', 'players', 'roster', (set) => (set.players = set.players.slice(10))],
    ['split numbers with a gap', 'batting.vsR.1.7', 'chances', (set) => cell(set, '1-12 K, 14-20 G6')],
    ['a rating out of bounds', 'running.steal', 'value', (set) => Object.assign(running(set), { steal: 21 })],
    ['a rating that is no number', 'running.steal', 'value', (set) => Object.assign(running(set), { steal: 'fast' })],
    ['a field that no card has', 'running', 'unknown', (set) => Object.assign(running(set), { luck: 7 })],
  ])('%s → %s, %s', (_, field, problem, spoil) => {
    expect(problemsOf(spoil)).toHaveProperty([1, 0, 'field'], field);
    expect(problemsOf(spoil)).toHaveProperty([1, 0, 'problem'], problem);
  });

  test('the first problem’s kind → beside the list, one of the closed list', () => {
    const set = copy();
    delete set.players[0]?.['running'];
    const parsed = parseCardSet(set);
    const details = parsed.ok ? {} : parsed.error.details;
    expect(details).toMatchObject({ problem: 'missing', problems: [{ field: 'running' }] });
    expect(CardProblemKind.parse(details?.['problem'])).toBe('missing');
  });

  test('no card set at all → refused', () => {
    expect(parseCardSet(null)).toMatchObject({ ok: false, error: { code: 'cards/invalid' } });
    expect(parseCardSet({ kind: 'pd', players: 7 })).toMatchObject({ ok: false, error: { code: 'cards/invalid' } });
  });
});
