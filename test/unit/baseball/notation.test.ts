/** The notation: what each form says, what cannot be read, and that writing gives back what was read. */
import fc from 'fast-check';
import type { ScoredPlay } from '../../../src/protocol/play';
import { ScoredPlay as ScoredPlaySchema } from '../../../src/protocol/play';
import { readNotation } from '../../../src/baseball/notation/read';
import { writeNotation } from '../../../src/baseball/notation/write';
import '../../support/fixed-chance';

function read(text: string): ScoredPlay {
  const result = readNotation(text);
  if (!result.ok) throw new Error(`${text}: ${result.part}: ${result.reason}`);
  return result.play;
}

const by = (...fielders: number[]): { fielders: number[] } => ({ fielders });

/** One of each form that the specification shows, and old ones. */
const FORMS: readonly (readonly [string, Partial<ScoredPlay>])[] = [
  ['63/G', { kind: 'out', fieldedBy: 6, outs: [{ runner: 0, by: by(6, 3) }], trajectory: 'G' }],
  ['8/F78', { kind: 'out', outs: [{ runner: 0, by: by(8) }], trajectory: 'F', location: '78' }],
  ['3/G-', { outs: [{ runner: 0, by: by(3) }], trajectory: 'G' }],
  ['3(1)3/DP', { trajectory: 'G', modifiers: ['doublePlay'] }],
  ['143/G1', { outs: [{ runner: 0, by: by(1, 4, 3) }], location: '1' }],
  ['54(B)/BG25/SH.1-2', { outs: [{ runner: 0, by: by(5, 4) }], modifiers: ['bunt', 'sacrificeHit'] }],
  ['54(1)/FO/G5', { outs: [{ runner: 1, by: by(5, 4) }], modifiers: ['force'] }],
  [
    '64(1)3/GDP/G6',
    {
      outs: [
        { runner: 1, by: by(6, 4) },
        { runner: 0, by: by(4, 3) },
      ],
    },
  ],
  [
    '8(B)84(2)/LDP/L8',
    {
      outs: [
        { runner: 0, by: by(8) },
        { runner: 2, by: by(8, 4) },
      ],
      trajectory: 'L',
    },
  ],
  ['1(B)16(2)63(1)/LTP/L1', { modifiers: ['triplePlay'], trajectory: 'L' }],
  ['6E3', { outs: [{ runner: 0, by: { fielders: [6], error: { fielder: 3, kind: 'dropped' } } }] }],
  ['99', { outs: [{ runner: 0, by: by(9, 9) }] }],
  ['9999', { outs: [{ runner: 0, by: by(9, 9, 9, 9) }] }],
  ['5?/G', { fieldedBy: 5, outs: [{ runner: 0, by: by(5, 0) }] }],
  ['C/E2.1-2', { kind: 'interference', error: { fielder: 2, kind: 'fielding' } }],
  ['C/4E1', { error: { fielder: 1, kind: 'fielding' }, assists: [4] }],
  ['S7', { kind: 'single', fieldedBy: 7 }],
  ['S', { kind: 'single' }],
  ['D7/G5.3-H;2-H;1-H', { kind: 'double', location: '5' }],
  ['DGR/L9LS.2-H', { kind: 'double', modifiers: ['groundRule'], location: '9LS' }],
  ['T9/F9LD.2-H', { kind: 'triple', location: '9LD' }],
  ['HR9/F9LS.3-H;1-H', { kind: 'homeRun', fieldedBy: 9 }],
  ['H/L7D', { kind: 'homeRun', location: '7D' }],
  ['E1/TH/BG15.1-3', { kind: 'error', error: { fielder: 1, kind: 'throwing' }, modifiers: ['bunt'] }],
  ['E3.1-2;B-1', { kind: 'error', fieldedBy: 3, trajectory: 'G' }],
  ['FC5/G5.3XH(52)', { kind: 'fieldersChoice', fieldedBy: 5 }],
  ['FLE5/P5F', { kind: 'foulError', error: { fielder: 5, kind: 'fielding' }, modifiers: ['foul'] }],
  ['HP.1-2', { kind: 'hitByPitch' }],
  ['HBP', { kind: 'hitByPitch' }],
  ['W.1-2', { kind: 'walk' }],
  ['IW', { kind: 'intentionalWalk' }],
  ['I.1-2', { kind: 'intentionalWalk' }],
  ['W+WP.2-3', { kind: 'walk', plus: 'wildPitch' }],
  ['K', { kind: 'strikeout' }],
  ['8U3', { kind: 'out', outs: [{ runner: 0, by: by(8, 0, 3) }] }],
  ['S8.1X3(8U5)', { advances: [{ from: 1, to: 3, out: true, by: [by(8, 0, 5)] }] }],
  ['K23', { kind: 'strikeout', outs: [{ runner: 0, by: by(2, 3) }] }],
  ['K+PB.1-2', { kind: 'strikeout', plus: 'passedBall' }],
  ['K+E2/TH.B-1', { plus: 'error', error: { fielder: 2, kind: 'throwing' } }],
  ['K/C', { kind: 'strikeout' }],
  ['K+SB2', { attempts: [{ kind: 'stolenBase', base: 2 }] }],
  ['K+CS2(26)/DP', { attempts: [{ kind: 'caughtStealing', base: 2, by: by(2, 6) }], modifiers: ['doublePlay'] }],
  ['BK.3-H;1-2', { kind: 'balk' }],
  ['BK.2-3(SB3)', { kind: 'balk', advances: [{ from: 2, to: 3, stolenBase: true }] }],
  ['BK.3-H(SBH)(UR)', { advances: [{ from: 3, to: 4, stolenBase: true, run: 'unearned' }] }],
  ['DI.1-2', { kind: 'defensiveIndifference' }],
  ['OA.2X3(25)', { kind: 'otherAdvance', advances: [{ from: 2, to: 3, out: true, by: [by(2, 5)] }] }],
  ['OBA.1-2', { kind: 'otherAdvance' }],
  ['PB.2-3', { kind: 'passedBall' }],
  ['WP.2-3;1-2', { kind: 'wildPitch' }],
  ['SB2', { kind: 'stolenBase', attempts: [{ kind: 'stolenBase', base: 2 }] }],
  [
    'SB3;SB2',
    {
      attempts: [
        { kind: 'stolenBase', base: 3 },
        { kind: 'stolenBase', base: 2 },
      ],
    },
  ],
  [
    'SBH(UR);SB2',
    {
      attempts: [
        { kind: 'stolenBase', base: 4, run: 'unearned' },
        { kind: 'stolenBase', base: 2 },
      ],
    },
  ],
  ['POSB2', { kind: 'stolenBase', attempts: [{ kind: 'stolenBase', base: 2 }] }],
  ['CSH(12)', { kind: 'caughtStealing', attempts: [{ kind: 'caughtStealing', base: 4, by: by(1, 2) }] }],
  ['CS2(2E4).1-3', { kind: 'caughtStealing' }],
  ['CS2(E2/TH).1-3', { kind: 'caughtStealing' }],
  ['PO2(14)', { kind: 'pickoff', attempts: [{ kind: 'pickoff', base: 2, by: by(1, 4) }] }],
  ['POCS2(1361)', { attempts: [{ kind: 'pickoffCaughtStealing', base: 2, by: by(1, 3, 6, 1) }] }],
  ['POCSH(12)', { attempts: [{ kind: 'pickoffCaughtStealing', base: 4, by: by(1, 2) }] }],
  [
    'S9/L9S.2-H;1X3(5/TH)',
    {
      advances: [
        { from: 2, to: 4 },
        { from: 1, to: 3, out: true, by: [by(5)] },
      ],
    },
  ],
  ['S8.1-H(E8)(UR)(NR)', { kind: 'single' }],
  ['s7/l+.2-h(tur)', { advances: [{ from: 2, to: 4, run: 'teamUnearned' }] }],
  ['S8#!.2-H(RBI)?', { advances: [{ from: 2, to: 4, rbi: true }] }],
  ['S9.2XH(9S)', { advances: [{ from: 2, to: 4, out: true, by: [by(9)] }] }],
  ['D7.BXH(832)(E8)', { kind: 'double' }],
  ['WP.2-H(NR)(E2/TH2)', { kind: 'wildPitch' }],
];

describe('notation', () => {
  test.each(FORMS)('%s → what it says', (text, expected) => {
    const play = read(text);
    expect(play).toMatchObject(expected);
    expect(ScoredPlaySchema.parse(play)).toEqual(play);
  });

  test.each(FORMS.map(([text]) => text))('%s: written again → read the same', (text) => {
    const sorted = (play: ScoredPlay): ScoredPlay => ({ ...play, modifiers: [...(play.modifiers ?? [])].sort() });
    const play = read(text);
    expect(sorted(read(writeNotation(play)))).toEqual(sorted(play));
  });

  test('an error that is not marked: pitchers and catchers throw it away, others drop it', () => {
    const kindOf = (text: string): string | undefined => read(text).attempts?.[0]?.by?.error?.kind;
    expect([kindOf('PO1(E1)'), kindOf('PO1(E2)'), kindOf('PO1(E3)'), kindOf('PO1(1E3)')]).toEqual([
      'throwing',
      'throwing',
      'dropped',
      'dropped',
    ]);
    expect([kindOf('CS2(E2)'), kindOf('CS2(E2/TH)'), kindOf('CS2(2E6)')]).toEqual(['dropped', 'throwing', 'dropped']);
    // Behind the play itself the mark says it of strikeouts and walks alone.
    expect([kindOf('K+CS2(2E6)/TH'), kindOf('W+PO1(E3)/TH'), kindOf('CS2(2E6)/TH'), kindOf('PO1(E3)/TH')]).toEqual([
      'throwing',
      'throwing',
      'dropped',
      'dropped',
    ]);
    expect(read('SB2/DP').modifiers).toBeUndefined();
    expect(read('K2E3/TH').outs?.[0]?.by.error?.kind).toBe('throwing');
  });

  test.each([
    ['Q7', 'Q7', 0],
    ['S7.4-H', '4-H', 3],
    ['S7.1-5', '1-5', 3],
    ['S7.2-H;1=3', '1=3', 7],
    ['64(4)3', '(4)3', 2],
    ['64(1)63(1)', '63(1)', 5],
    ['SB5', 'SB5', 0],
    ['CS2', 'CS2', 0],
    ['PO4(13)', 'PO4(13)', 0],
    ['POH(12)', 'POH(12)', 0],
    ['6-3', '6-3', 0],
    ['K2-3', '2-3', 1],
    ['CS2(2-6)', '2-6)', 4],
    ['S 8', ' 8', 1],
    ['K+XX', 'XX', 2],
    ['S8.2-H(QQ)', '(QQ)', 6],
    ['S8.2-3(85)', '2-3(85)', 3],
    ['E', 'E', 0],
    ['S8/;', '/;', 2],
    ['64(1', '(1', 2],
  ])('%s: unreadable → names %s at %i', (text, part, position) => {
    expect(readNotation(text)).toMatchObject({ ok: false, part, position });
  });

  test('any text: read or refused, never thrown; a refusal names a part of the text', () => {
    const alphabet = [
      ...Array.from('0123456789ABCDEFGHIKLNOPRSTUWX()/.;-+#!?'),
      'SB',
      'CS',
      'PO',
      'HR',
      'GDP',
      '(UR)',
      '1-2',
    ];
    const texts = fc
      .array(fc.constantFrom(...alphabet), { minLength: 1, maxLength: 14 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        const result = readNotation(text);
        if (result.ok) return readNotation(writeNotation(result.play)).ok;
        return text.slice(result.position).startsWith(result.part);
      }),
      { numRuns: 20_000 },
    );
  });
});
