/** Which decisions a situation allows: by rule, and by trying every decision there is in every base-out state. */
import type { DefensiveDecision, OffensiveDecision } from '../../../src/protocol/decisions';
import {
  DefensiveDecision as DefenseSchema,
  OffensiveDecision as OffenseSchema,
} from '../../../src/protocol/decisions';
import { illegalDefense, illegalOffense, legalDefenses, legalOffenses } from '../../../src/baseball/decisions';
import { EMPTY_BASES, type Bases, type LiveState } from '../../../src/baseball/state';
import { newDiceGame, PLAIN_DEFENSE, PLAIN_OFFENSE } from './dice-book';

const { live } = newDiceGame();
const runner = {
  id: live.lineups.away.order[4]?.id ?? live.lineups.away.lastPitcher,
  pitcher: live.lineups.home.lastPitcher,
};

/** Runners on these bases, that many out. */
function situation(bases: string, outs: number): LiveState {
  const on = (base: string): Bases[0] => (bases.includes(base) ? runner : null);
  return { ...live, outs, bases: bases === '' ? EMPTY_BASES : [on('1'), on('2'), on('3')] };
}

const defenseFault = (bases: string, outs: number, decision: Partial<DefensiveDecision>): string | undefined =>
  illegalDefense(situation(bases, outs), { ...PLAIN_DEFENSE, ...decision })?.rule;
const offenseFault = (bases: string, outs: number, decision: Partial<OffensiveDecision>): string | undefined =>
  illegalOffense(situation(bases, outs), { ...PLAIN_OFFENSE, ...decision })?.rule;

describe('a defense', () => {
  test.each<[string, number, Partial<DefensiveDecision>, string | undefined]>([
    ['3', 1, { infieldDepth: 'in' }, undefined],
    ['3', 2, { infieldDepth: 'in' }, 'infieldIn'],
    ['12', 0, { infieldDepth: 'in' }, 'infieldIn'],
    ['1', 1, { infieldDepth: 'doublePlay' }, undefined],
    ['1', 2, { infieldDepth: 'doublePlay' }, 'doublePlayDepth'],
    ['23', 0, { infieldDepth: 'doublePlay' }, 'doublePlayDepth'],
    ['', 2, { infieldDepth: 'cornersIn' }, undefined],
    ['13', 0, { hold: [1, 3] }, undefined],
    ['1', 0, { hold: [1, 2] }, 'holdRunner'],
    ['2', 0, { pitchOut: true }, undefined],
    ['', 0, { pitchOut: true }, 'pitchOut'],
    ['2', 0, { pitchOut: true, intentionalWalk: true }, 'intentionalWalk'],
    ['123', 0, { intentionalWalk: true }, undefined],
  ])('runners on "%s", %i out, %j → %s', (bases, outs, decision, rule) => {
    expect(defenseFault(bases, outs, decision)).toBe(rule);
  });
});

describe('an offense', () => {
  test.each<[string, number, Partial<OffensiveDecision>, string | undefined]>([
    ['1', 2, { steal: [1] }, undefined],
    ['2', 0, { steal: [1] }, 'stealFrom'],
    ['12', 0, { steal: [1] }, 'stealInto'],
    ['12', 0, { steal: [1, 2] }, undefined],
    ['13', 0, { steal: [1] }, undefined],
    ['3', 0, { steal: [3] }, undefined],
    ['123', 0, { steal: [1, 2] }, 'stealInto'],
    ['1', 2, { hitAndRun: true }, undefined],
    ['1', 0, { hitAndRun: true, approach: 'contact' }, undefined],
    ['1', 0, { hitAndRun: true, approach: 'power' }, 'hitAndRun'],
    ['13', 0, { hitAndRun: true }, 'hitAndRun'],
    ['1', 0, { hitAndRun: true, steal: [1] }, 'hitAndRun'],
    ['2', 0, { hitAndRun: true }, 'hitAndRun'],
    ['1', 1, { bunt: 'sacrifice' }, undefined],
    ['1', 2, { bunt: 'sacrifice' }, 'bunt'],
    ['3', 1, { bunt: 'sacrifice' }, 'sacrifice'],
    ['13', 1, { bunt: 'squeeze' }, undefined],
    ['12', 1, { bunt: 'squeeze' }, 'squeeze'],
    ['1', 1, { bunt: 'sacrifice', steal: [1] }, 'bunt'],
    ['1', 1, { bunt: 'sacrifice', hitAndRun: true }, 'bunt'],
  ])('runners on "%s", %i out, %j → %s', (bases, outs, decision, rule) => {
    expect(offenseFault(bases, outs, decision)).toBe(rule);
  });
});

const OCCUPIED = ['', '1', '2', '3', '12', '13', '23', '123'];
const SOME: (1 | 2 | 3)[][] = [[], [1], [2], [3], [1, 2], [1, 3], [2, 3], [1, 2, 3]];
const EITHER = [false, true];

const everyDefense = DefenseSchema.shape.alignment.options.flatMap((alignment) =>
  DefenseSchema.shape.infieldDepth.options.flatMap((infieldDepth) =>
    DefenseSchema.shape.outfieldDepth.options.flatMap((outfieldDepth) =>
      SOME.flatMap((hold) =>
        EITHER.flatMap((pitchOut) =>
          EITHER.map((intentionalWalk) => ({
            alignment,
            infieldDepth,
            outfieldDepth,
            hold,
            pitchOut,
            intentionalWalk,
          })),
        ),
      ),
    ),
  ),
);
const everyOffense = OffenseSchema.shape.approach.options.flatMap((approach) =>
  OffenseSchema.shape.bunt.options.flatMap((bunt) =>
    SOME.flatMap((steal) => EITHER.map((hitAndRun) => ({ approach, steal, hitAndRun, bunt }))),
  ),
);

const texts = (decisions: readonly object[]): string[] => decisions.map((each) => JSON.stringify(each)).sort();

describe('what is offered', () => {
  const situations = OCCUPIED.flatMap((bases) => [0, 1, 2].map((outs): [string, number] => [bases, outs]));

  test.each(situations)('runners on "%s", %i out → all that is legal, once, and nothing else', (bases, outs) => {
    const state = situation(bases, outs);
    const defenses = everyDefense.filter((decision) => illegalDefense(state, decision) === null);
    const offenses = everyOffense.filter((decision) => illegalOffense(state, decision) === null);
    expect(texts(legalDefenses(state))).toEqual(texts(defenses));
    expect(texts(legalOffenses(state))).toEqual(texts(offenses));
    expect(legalDefenses(state)[0]).toEqual(PLAIN_DEFENSE);
    expect(legalOffenses(state)[0]).toEqual(PLAIN_OFFENSE);
  });
});
