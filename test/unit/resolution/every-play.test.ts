/** Whatever cards, dice and legal decisions bring: one play that the judge accepts, and that is written as it is read. */
import { isDeepStrictEqual } from 'node:util';
import { judge } from '../../../src/baseball/judge';
import { readNotation } from '../../../src/baseball/notation/read';
import { writeNotation } from '../../../src/baseball/notation/write';
import { explain } from '../../../src/baseball/resolution/explain';
import { resolveTurn } from '../../../src/baseball/resolution/resolve';
import { seededDice } from '../../../src/baseball/seeded-dice';
import { DiceRecord } from '../../../src/protocol/dice';
import type { DefensiveDecision, OffensiveDecision } from '../../../src/protocol/decisions';
import { ScoredPlay } from '../../../src/protocol/play';
import { situation, type Setting } from './table-top';

const pick = <T>(from: readonly T[], roll: number): T => from[roll % from.length] as T;

type Draw = (faces: number) => number;

function defense(on: readonly number[], outs: number, draw: Draw): Partial<DefensiveDecision> {
  const depths: DefensiveDecision['infieldDepth'][] = ['normal', 'cornersIn'];
  if (on.includes(3) && outs < 2) depths.push('in');
  if (on.includes(1) && outs < 2) depths.push('doublePlay');
  const intentionalWalk = draw(40) === 1;
  return {
    alignment: pick(['normal', 'shift'] as const, draw(2)),
    infieldDepth: pick(depths, draw(12)),
    outfieldDepth: pick(['normal', 'in', 'deep'] as const, draw(3)),
    hold: ([1, 2, 3] as const).filter((base) => on.includes(base) && draw(2) === 1),
    pitchOut: on.length > 0 && !intentionalWalk && draw(10) === 1,
    intentionalWalk,
  };
}

function offense(on: readonly number[], outs: number, draw: Draw): Partial<OffensiveDecision> {
  const approach = pick(['normal', 'contact', 'power', 'patient'] as const, draw(4));
  switch (draw(6)) {
    case 1: {
      const steal: (1 | 2 | 3)[] = [];
      for (const base of [3, 2, 1] as const) {
        const isFree = base === 3 || !on.includes(base + 1) || steal[0] === base + 1;
        if (on.includes(base) && isFree && draw(2) === 1) steal.unshift(base);
      }
      return { approach, steal };
    }
    case 2:
      return on.length === 1 && on[0] === 1 ? { hitAndRun: true, approach: 'normal' } : { approach };
    case 3:
      return outs < 2 && (on.includes(1) || on.includes(2)) ? { bunt: 'sacrifice' } : { approach };
    case 4:
      return outs < 2 && on.includes(3) ? { bunt: 'squeeze' } : { approach };
    default:
      return { approach };
  }
}

/** Any situation, drawn from a seed. */
function settingOf(seed: number): Setting {
  const { next: draw } = seededDice(seed);
  const on = [1, 2, 3].filter(() => draw(2) === 1);
  const outs = draw(3) - 1;
  return {
    kind: pick(['pd', 'sba'] as const, draw(2)),
    on,
    outs,
    inning: pick([1, 7, 9, 11], draw(4)),
    half: pick(['top', 'bottom'] as const, draw(2)),
    score: { away: draw(4) + 1, home: draw(4) },
    slot: draw(9),
    battersFaced: draw(40) - 1,
    defense: defense(on, outs, draw),
    offense: offense(on, outs, draw),
  };
}

const SETTINGS = 2000;
const TURNS = 8;

test('every play: accepted by the judge, within the schema, written and read back the same', () => {
  const kinds = new Set<string>();
  for (let seed = 1; seed <= SETTINGS; seed++) {
    const setting = settingOf(seed);
    const home = setting.half === 'bottom' && (setting.inning ?? 1) >= 9;
    if (home && (setting.score?.home ?? 0) > (setting.score?.away ?? 0)) continue;
    const at = situation(setting);
    for (let i = 0; i < TURNS; i++) {
      const { play, dice } = resolveTurn(at, seededDice(seed * 1000 + i));
      const notation = writeNotation(play);
      const event = judge(at.state, play, { turn: 1, notation, count: undefined, pitches: undefined });
      const read = readNotation(notation);
      if ('reason' in event || !isDeepStrictEqual(read, { ok: true, play })) {
        expect({ seed, i, notation, event, read }).toEqual({ seed, i, notation, event: 'a play', read: play });
      }
      kinds.add(play.kind);
      if (i === 0) {
        expect(ScoredPlay.safeParse(play).error).toBeUndefined();
        expect(DiceRecord.safeParse(dice).error).toBeUndefined();
        expect(explain(dice)).not.toBe('');
      }
    }
  }
  // Nothing that the charts can bring was missing.
  expect([...kinds].sort()).toEqual(
    [
      ...[
        'balk',
        'caughtStealing',
        'defensiveIndifference',
        'double',
        'error',
        'fieldersChoice',
        'foulError',
        'hitByPitch',
      ],
      ...['homeRun', 'intentionalWalk', 'interference', 'out', 'passedBall', 'pickoff', 'single', 'stolenBase'],
      ...['strikeout', 'triple', 'walk', 'wildPitch'],
    ].sort(),
  );
});
