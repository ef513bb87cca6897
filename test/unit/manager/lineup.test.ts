/** The computer's lineup: one that the rules accept, whoever is there, and the best that the cards give. */
import { averageCardSet, averageLeague } from '../../../src/baseball/cards/average';
import { teamCards, type TeamCards } from '../../../src/baseball/cards/team-cards';
import { decideLineup } from '../../../src/baseball/decide-lineup';
import { initialState } from '../../../src/baseball/evolve';
import { chooseLineup, type LineupOptions } from '../../../src/baseball/manager/lineup';
import { known, scoutingOf } from '../../../src/baseball/manager/scouting';
import { rulesetNamed } from '../../../src/baseball/rulesets';
import type { CardKind, CardSet, PlayerCard } from '../../../src/protocol/cards';
import { LeagueId, PlayerId, TeamId } from '../../../src/protocol/ids';
import type { Lineup } from '../../../src/protocol/lineup';
import { RulesetName, type Ruleset } from '../../../src/protocol/ruleset';

const options = (ruleset: Ruleset, more: Partial<LineupOptions> = {}): LineupOptions => ({
  ruleset,
  opponentThrows: 'R',
  starter: null,
  unavailable: new Set(),
  ...more,
});

/** What the rules say of a lineup: nothing, when they take it. */
function faultOf(lineup: Lineup, ruleset: Ruleset): string | null {
  const state = initialState({
    type: 'GameScheduled',
    rulesVersion: 1,
    league: LeagueId.parse('pd'),
    mode: 'scored',
    ruleset,
    teams: { away: { id: TeamId.parse('AAA'), name: 'A' }, home: { id: TeamId.parse('BBB'), name: 'B' } },
    seats: {},
  });
  const decision = decideLineup(state, { type: 'SetLineup', side: 'away', lineup });
  return decision.ok ? null : decision.rejection.message;
}

/** The average team with only these of its players, in numbers that no set could be handed in with. */
function teamOf(kind: CardKind, isIn: (id: string, index: number) => boolean): TeamCards {
  const set = averageCardSet(kind);
  const players = (set.players as readonly PlayerCard[]).filter(({ player }, i) => isIn(player.id, i));
  return teamCards({ ...set, players } as CardSet);
}

const RULESETS = RulesetName.options
  .map(rulesetNamed)
  .flatMap((ruleset) => [ruleset, { ...ruleset, designatedHitter: false }, { ...ruleset, rosterMax: 12 }]);

test.each(['pd', 'sba'] as const)('lineup: a whole %s team → accepted under every ruleset', (kind) => {
  const cards = teamCards(averageCardSet(kind));
  for (const ruleset of RULESETS) {
    for (const opponentThrows of ['L', 'R'] as const) {
      const lineup = chooseLineup(cards, options(ruleset, { opponentThrows }));
      expect(faultOf(lineup, ruleset)).toBeNull();
      expect(lineup.pitcher === undefined).toBe(!ruleset.designatedHitter);
    }
  }
});

test.each(['pd', 'sba'] as const)(
  'lineup: %s teams without a designated hitter → who catches can, however well others hit',
  (kind) => {
    const ruleset = { ...rulesetNamed('mlb-2019'), designatedHitter: false };
    for (const cards of averageLeague(kind).map(teamCards)) {
      for (const opponentThrows of ['L', 'R'] as const) {
        const { order } = chooseLineup(cards, options(ruleset, { opponentThrows }));
        const catcher = order.find(({ position }) => position === 2)?.player.id;
        expect(catcher === undefined ? null : cards.players.get(catcher)?.catching).toEqual({ passedBall: 8 });
      }
    }
  },
);

test('lineup: only nine players, whoever they are → accepted, without a designated hitter', () => {
  const size = averageCardSet('pd').players.length;
  for (let from = 0; from + 9 <= size; from += 3) {
    const cards = teamOf('pd', (_, i) => i >= from && i < from + 9);
    for (const ruleset of RULESETS) {
      const lineup = chooseLineup(cards, options(ruleset));
      expect(faultOf(lineup, ruleset)).toBeNull();
      expect(lineup.bench).toEqual([]);
    }
  }
});

test('lineup: who is unavailable → not named, and another plays', () => {
  const cards = teamCards(averageCardSet('pd'));
  const everyday = chooseLineup(cards, options(rulesetNamed('mlb-2019')));
  const out = new Set(everyday.order.slice(0, 3).map(({ player }) => player.id));
  const lineup = chooseLineup(cards, options(rulesetNamed('mlb-2019'), { unavailable: out }));
  const named = [...lineup.order.map(({ player }) => player), ...lineup.bench, lineup.pitcher];
  expect(named.filter((player) => player !== undefined && out.has(player.id))).toEqual([]);
  expect(faultOf(lineup, rulesetNamed('mlb-2019'))).toBeNull();
});

test('lineup: a starter is named → he starts', () => {
  const starter = PlayerId.parse('avg-s4');
  const lineup = chooseLineup(teamCards(averageCardSet('pd')), options(rulesetNamed('pd'), { starter }));
  expect(lineup.pitcher?.id).toBe(starter);
});

test('lineup: everybody has a place of his own → plays it, the weakest bat last', () => {
  const cards = teamCards(averageCardSet('pd'));
  const { order } = chooseLineup(cards, options(rulesetNamed('mlb-2019')));
  for (const { player, position } of order) {
    if (position === 10) continue;
    const rated = cards.players.get(player.id)?.fielding.map((rating) => rating.position);
    expect(rated).toContain(position);
  }
  const bats = order.map(({ player }) => known(scoutingOf(cards), player.id).versus.R);
  expect(Math.min(...bats)).toBe(bats[8]);
  expect(Math.max(...bats)).toBe(bats[1]);
});

test('lineup: against the other arm → the platoon changes who bats second', () => {
  const cards = teamCards(averageCardSet('pd'));
  const against = (opponentThrows: 'L' | 'R'): string[] =>
    chooseLineup(cards, options(rulesetNamed('mlb-2019'), { opponentThrows })).order.map(({ player }) => player.id);
  expect(against('L')).not.toEqual(against('R'));
});
