/** Legs and arms of a season: who took bases of whom, and whether players get back what their cards had. */
import { correlation } from '../../../scripts/import/proof';
import { cardsOfSeason } from '../../../src/baseball/cards/from-season';
import { countGame, noSeason } from '../../../src/baseball/cards/season-counts';
import { seasonLegs, type LegChance } from '../../../src/baseball/cards/season-legs';
import { stockCardSet } from '../../../src/baseball/cards/stock';
import { teamCards } from '../../../src/baseball/cards/team-cards';
import { DICE_RULES } from '../../../src/baseball/dice-table';
import { playSeason } from '../../../src/baseball/league/season';
import { rulesetNamed } from '../../../src/baseball/rulesets';
import type { CardSet } from '../../../src/protocol/cards';
import { PlayerId } from '../../../src/protocol/ids';

const [fast, slow, strong, weak] = ['fast', 'slow', 'strong', 'weak'].map((id) => PlayerId.parse(id));

/** So many chances in one situation, of which the first `taken` were. */
function chances(runner: PlayerId, outfielder: PlayerId, [taken, of]: readonly [number, number]): LegChance[] {
  return Array.from({ length: of }, (_, n) => ({ runner, outfielder, situation: 'first', isTaken: n < taken }));
}

test('who takes more bases than others do in the same place → more than nothing, drawn to it', () => {
  if (!fast || !slow || !strong || !weak) throw new Error('four players');
  const legs = seasonLegs([
    ...chances(fast, weak, [54, 90]),
    ...chances(slow, strong, [18, 90]),
    { runner: slow, outfielder: null, situation: 'elsewhere', isTaken: true },
  ]);
  // 72 of 180 in all: 18 more than expected, of 90 chances and 90 usual ones.
  expect(legs.runners.get(fast)).toBeCloseTo(0.1, 6);
  expect(legs.runners.get(slow)).toBeCloseTo(-18 / 181, 6);
  expect(legs.outfielders.get(weak)).toBeCloseTo(0.1, 6);
  expect(legs.outfielders.get(strong)).toBeCloseTo(-0.1, 6);
});

const TEAMS = 8;
const GAMES = 400;

type Ratings = ReadonlyMap<string, number>;

const advancesOf = (sets: readonly CardSet[]): Ratings =>
  new Map(
    sets.flatMap((set) => set.players.flatMap((card) => [[String(card.player.id), card.running.advance] as const])),
  );

/** Of those who stand in the outfield first of all. */
const armsOf = (sets: readonly CardSet[]): Ratings =>
  new Map(
    sets.flatMap((set) =>
      set.players.flatMap(({ player, fielding: [first] }) =>
        first !== undefined && first.position >= 7 ? [[String(player.id), first.arm] as const] : [],
      ),
    ),
  );

/** Of each of these players the rating before and after, where he has both. */
function pairsOf(before: Ratings, after: Ratings, ids: readonly string[]): (readonly [number, number])[] {
  return ids.flatMap((id): (readonly [number, number])[] => {
    const [x, y] = [before.get(id), after.get(id)];
    return x === undefined || y === undefined ? [] : [[x, y]];
  });
}

test('a season of stock teams → runners and outfielders get back much of what their cards had', () => {
  const sets = Array.from({ length: TEAMS }, (_, n) => stockCardSet('pd', n + 1));
  const plan = { teams: sets.map(teamCards), games: GAMES, seed: 1, ruleset: rulesetNamed('pd') };
  const counts = noSeason();
  for (const { events } of playSeason({ ...plan, resolve: DICE_RULES.resolve })) countGame(counts, events);
  const made = cardsOfSeason('pd', 2019, counts).sets;
  const regulars = [...counts.players.values()]
    .filter(({ batting }) => batting.L.PA + batting.R.PA >= 150)
    .map(({ id }) => String(id));
  expect(regulars.length).toBeGreaterThan(50);
  expect(correlation(pairsOf(advancesOf(sets), advancesOf(made), regulars))).toBeGreaterThan(0.35);
  expect(correlation(pairsOf(armsOf(sets), armsOf(made), regulars))).toBeGreaterThan(0.35);
});
