/** The tendencies of a card: the same games, the same dice, managed by a cautious team and by a bold one. */
import { COMPUTER } from '../../../src/baseball/manager/manager';
import { known, scoutingOf } from '../../../src/baseball/manager/scouting';
import { rulesetNamed } from '../../../src/baseball/rulesets';
import { replayOn } from '../../../src/baseball/replay';
import { fieldingTeam, otherSide, type GameState } from '../../../src/baseball/state';
import type { ManagerTendencies } from '../../../src/protocol/cards';
import type { GameEvent, PlayerSubstituted } from '../../../src/protocol/events';
import type { PlayerId } from '../../../src/protocol/ids';
import { played, stockTeams } from './table';

const GAMES = 50;
const TEAMS = stockTeams('pd', 6);

/** All events of the games in which every team is that cautious (0) or bold (10) in one thing. */
function games(tendencies: Partial<ManagerTendencies>, count = GAMES): GameEvent[][] {
  const teams = TEAMS.map((team) => ({ ...team, tendencies: { ...team.tendencies, ...tendencies } }));
  return Array.from({ length: count }, (_, seed) => {
    const [away, home] = [teams[seed % 6], teams[(seed + 1 + (seed % 5)) % 6]];
    if (away === undefined || home === undefined) throw new Error('no teams');
    const ruleset = { ...rulesetNamed('mlb-2019'), designatedHitter: seed % 2 === 0 };
    const managers = { away: COMPUTER, home: COMPUTER };
    return [...played({ cards: { away, home }, ruleset, seed, managers }).events];
  });
}

type Counted = (event: GameEvent) => boolean;
const pitcherComes: Counted = (event) => event.type === 'PlayerSubstituted' && event.position === 1;
const asked =
  (of: (dice: NonNullable<Extract<GameEvent, { type: 'PlayRecorded' }>['dice']>) => boolean): Counted =>
  (event) =>
    event.type === 'PlayRecorded' && event.dice !== undefined && of(event.dice);

const HABITS: readonly (readonly [keyof ManagerTendencies, Counted])[] = [
  ['steal', asked(({ offense }) => offense.steal.length > 0)],
  ['bunt', asked(({ offense }) => offense.bunt !== 'none')],
  ['hitAndRun', asked(({ offense }) => offense.hitAndRun)],
  ['intentionalWalk', asked(({ defense }) => defense.intentionalWalk)],
  ['infieldIn', asked(({ defense }) => defense.infieldDepth === 'in')],
  ['pinchHit', (event) => event.type === 'PlayerSubstituted' && event.position === 11],
  ['hook', pitcherComes],
  ['platoon', pitcherComes],
];

test.each(HABITS)('tendency %s: bold → oftener than cautious', (habit, counted) => {
  const often = (tendency: number): number =>
    games({ [habit]: tendency })
      .flat()
      .filter(counted).length;
  const [cautious, bold] = [often(0), often(10)];
  expect(bold).toBeGreaterThan(cautious * 1.05);
});

interface Replaced {
  readonly event: PlayerSubstituted;
  readonly before: GameState;
}

/** Who came in for a fielder who had his position still. */
function glovesIn(events: readonly GameEvent[]): Replaced[] {
  let state: GameState | null = null;
  return events.flatMap((event) => {
    const before = state;
    state = replayOn(state, [event]);
    const isInField = event.type === 'PlayerSubstituted' && event.position >= 2 && event.position <= 9;
    if (!isInField || before === null || event.replaced === undefined) return [];
    return event.replacedPosition === event.position ? [{ event, before }] : [];
  });
}

test('defensive replacements: late, to keep a lead, by a better glove, and only by the side in the field', () => {
  // Where the pitcher bats, a double switch replaces fielders too.
  const replaced = games({}, 4 * GAMES).flatMap((events, seed) => (seed % 2 === 0 ? glovesIn(events) : []));
  expect(replaced.length).toBeGreaterThan(1);
  for (const { event, before } of replaced) {
    if (before.status !== 'live') throw new Error('not live');
    const { side, player, position, replaced: leaver } = event;
    const lead = before.score[side] - before.score[otherSide(side)];
    expect([before.inning >= 8, lead >= 1 && lead <= 4, side]).toEqual([true, true, fieldingTeam(before)]);
    const team = TEAMS.find(({ players }) => players.has(player.id));
    if (team === undefined || leaver === undefined) throw new Error('a stranger');
    const glove = (id: PlayerId): number => known(scoutingOf(team), id).fielding[position] ?? 0;
    expect(glove(player.id)).toBeGreaterThan(glove(leaver));
  }
});
