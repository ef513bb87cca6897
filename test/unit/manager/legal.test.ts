/** Whatever the computer asks for is legal, in every state that it is asked in. */
import { illegalDefense, illegalOffense } from '../../../src/baseball/decisions';
import { vacantPositions } from '../../../src/baseball/decide-substitution';
import { COMPUTER, type Manager } from '../../../src/baseball/manager/manager';
import type { PlayOutTable } from '../../../src/baseball/play-out';
import { replay } from '../../../src/baseball/replay';
import { DICE_RULES } from '../../../src/baseball/dice-table';
import { fieldingTeam } from '../../../src/baseball/state';
import { played, rulesets, stockTeams } from './table';

/** Thousands of checks a test: `expect` would take most of its time. */
function must(condition: boolean, what: unknown): void {
  if (!condition) throw new Error(`the computer breaks a rule: ${JSON.stringify(what)}`);
}

/** The computer, watched: each decision against the rules, each turn with nine men in the field. */
const WATCHED: Manager = {
  changes: COMPUTER.changes,
  defense: (outlook) => {
    const decision = COMPUTER.defense(outlook);
    must(vacantPositions(outlook.state.lineups[fieldingTeam(outlook.state)]).length === 0, outlook.state.lineups);
    must(illegalDefense(outlook.state, decision) === null, decision);
    return decision;
  },
  offense: (outlook) => {
    const decision = COMPUTER.offense(outlook);
    must(illegalOffense(outlook.state, decision) === null, decision);
    return decision;
  },
};
const managers = { away: WATCHED, home: WATCHED };

/** Nobody reaches base before that inning; then the cards decide. */
const scorelessUntil =
  (inning: number): PlayOutTable['resolve'] =>
  (situation, dice) =>
    situation.state.inning >= inning
      ? DICE_RULES.resolve(situation, dice)
      : {
          play: { kind: 'strikeout' },
          dice: { defense: situation.defense, offense: situation.offense, rolls: [], lines: [] },
        };

describe.each(['pd', 'sba'] as const)('%s', (kind) => {
  const teams = stockTeams(kind, 6);
  const pair = (seed: number): { away: (typeof teams)[0]; home: (typeof teams)[0] } => {
    const away = teams[seed % 6];
    const home = teams[(seed + 1 + (seed % 5)) % 6];
    if (away === undefined || home === undefined) throw new Error('no teams');
    return { away, home };
  };

  test('the computer: whole games under every ruleset → each substitution and decision is legal', () => {
    for (const [i, ruleset] of rulesets().entries()) {
      for (let seed = 0; seed < 3; seed++) {
        const { final, events } = played({ cards: pair(seed), ruleset, seed: i * 100 + seed, managers });
        expect(replay(events)).toEqual(final);
      }
    }
  });

  test('the computer: benches of none to five players → legal, and the game ends', () => {
    for (const [i, ruleset] of rulesets().entries()) {
      for (let rosterMax = 9; rosterMax <= 15; rosterMax += 3) {
        const cards = pair(rosterMax);
        const game = { cards, ruleset: { ...ruleset, rosterMax }, seed: 7000 + 100 * i + rosterMax, managers };
        expect(played(game).final.status).toBe('final');
      }
    }
  });

  test('the computer: no run for thirty innings → legal with every bench used up', () => {
    for (const [i, ruleset] of rulesets().entries()) {
      if (ruleset.tieAfterInning !== null) continue;
      const game = { cards: pair(i), ruleset: { ...ruleset, automaticRunner: null }, seed: 9000 + i, managers };
      const { final } = played({ ...game, resolve: scorelessUntil(30) });
      expect(final.inning).toBeGreaterThanOrEqual(30);
    }
  });
});

test('the computer: the same state → the same changes and decisions', () => {
  const [away, home] = stockTeams('pd', 2);
  if (away === undefined || home === undefined) throw new Error('no teams');
  const game = { cards: { away, home }, ruleset: rulesets()[0] ?? never(), seed: 3, managers };
  expect(played(game).events).toEqual(played(game).events);
});

function never(): never {
  throw new Error('there are rulesets');
}
