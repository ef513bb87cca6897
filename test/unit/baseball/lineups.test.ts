/** Before the game: scheduling, lineups, and the start (OBR 4.03, 5.11). */
import type { Lineup, LineupRule } from '../../../src/protocol/lineup';
import type { Ruleset } from '../../../src/protocol/ruleset';
import type { ScheduleInput } from '../../../src/protocol/schedule';
import { RULESETS } from '../../../src/baseball/rulesets';
import { scheduleGame } from '../../../src/baseball/schedule';
import { lineup, newGame, player, Scorebook } from './scorebook';

const input: ScheduleInput = {
  league: 'sba' as ScheduleInput['league'],
  ruleset: 'sba',
  mode: 'scored',
  teams: {
    away: { id: 'AWY' as ScheduleInput['teams']['away']['id'], name: 'Away' },
    home: { id: 'HOM' as ScheduleInput['teams']['home']['id'], name: 'Home' },
  },
  seats: {},
};

describe('scheduleGame', () => {
  test('a named ruleset → the event holds the whole of it', () => {
    expect(scheduleGame(input)).toMatchObject({ ok: true, event: { ruleset: RULESETS.sba, rulesVersion: 1 } });
  });

  test('the home park decides on the designated hitter → its word outranks the ruleset', () => {
    const scheduled = scheduleGame({ ...input, ruleset: 'mlb-2019', designatedHitter: false });
    expect(scheduled).toMatchObject({ ok: true, event: { ruleset: { name: 'mlb-2019', designatedHitter: false } } });
  });

  test('a team against itself → refused', () => {
    const scheduled = scheduleGame({ ...input, teams: { away: input.teams.home, home: input.teams.home } });
    expect(scheduled).toMatchObject({ ok: false, rejection: { code: 'request/invalid' } });
  });
});

/** The lineup of the away team with slots changed. */
function changed(change: (order: Lineup['order']) => void, hasHitter = false): Lineup {
  const base = lineup('a', hasHitter);
  const order = base.order.map((starter) => ({ ...starter }));
  change(order);
  return { ...base, order };
}

function refusal(given: Lineup, ruleset = {}): string {
  return new Scorebook(ruleset).refusal({ type: 'SetLineup', side: 'away', lineup: given }).message;
}

const setPosition =
  (slot: number, position: number) =>
  (order: Lineup['order']): void => {
    const starter = order[slot - 1];
    if (starter !== undefined) starter.position = position;
  };

describe('lineups', () => {
  test('nine pitchers → refused', () => {
    const pitchers = changed((order) => order.forEach((starter) => (starter.position = 1)));
    expect(refusal(pitchers)).toBe('A1 and A2 cannot both have position 1; give one of them another.');
  });

  test('a position twice → refused with both names', () => {
    expect(refusal(changed(setPosition(9, 8)))).toBe(
      'A8 and A9 cannot both have position 8; give one of them another.',
    );
  });

  test('a position that nobody has → refused', () => {
    expect(refusal(changed(setPosition(9, 10)))).toBe('Nobody has position 9; give it to somebody.');
  });

  test('a player twice → refused', () => {
    const twice = changed((order) => {
      const [first] = order;
      if (first !== undefined) order[8] = { player: first.player, position: 9 };
    });
    expect(refusal(twice)).toBe('A1 (a1) is named twice; name him once.');
  });

  test('a player of the other team → refused', () => {
    const book = new Scorebook();
    book.give({ type: 'SetLineup', side: 'home', lineup: lineup('a') });
    const { code, message } = book.refusal({ type: 'SetLineup', side: 'away', lineup: lineup('a') });
    expect([code, message]).toEqual(['lineup/invalid', 'A1 (a1) plays for the other team.']);
  });

  test('a designated hitter where the pitcher bats → refused', () => {
    const message = refusal(lineup('a', true), { designatedHitter: false });
    expect(message).toBe('There is no designated hitter in this game: the pitcher bats.');
  });

  test('a pitcher in slot 0 without a designated hitter → refused', () => {
    const without = { ...lineup('a'), pitcher: player('ap') };
    expect(refusal({ ...without, order: changed(setPosition(1, 2)).order })).toContain('cannot both have position 2');
    expect(refusal(without)).toBe('AP and A1 cannot both have position 1; give one of them another.');
  });

  test('the designated hitter is not mandatory (5.11(a)(2)) → nine men may bat', () => {
    expect(newGame({ hasHitter: false }).started.lineups.away.pitcher).toBeNull();
  });

  test('a pitcher who is his own designated hitter → only where the ruleset says so', () => {
    const own = changed((order) => (order[0] = { player: player('ap'), position: 10 }), true);
    expect(refusal(own)).toBe('AP (ap) is named twice; name him once.');
    const book = new Scorebook({ pitcherMayBeDesignatedHitter: true });
    expect(book.give({ type: 'SetLineup', side: 'away', lineup: own })).toHaveLength(1);
  });

  test('more players than the roster limit → refused', () => {
    expect(refusal(lineup('a'), { rosterMax: 12 })).toBe('At most 12 players may be named.');
  });

  test('whatever is wrong → the field and the rule are named', () => {
    const own = { ...lineup('a'), bench: [player('ab1'), player('ab1')] };
    const fieldOf = (bad: Lineup, ruleset: Partial<Ruleset> = {}): unknown =>
      new Scorebook(ruleset).refusal({ type: 'SetLineup', side: 'away', lineup: bad }).details;
    const at = (field: string, rule: LineupRule): object => ({ side: 'away', field, rule });
    expect(fieldOf(changed(setPosition(9, 8)))).toEqual(at('order.8.position', 'positionTwice'));
    expect(fieldOf(changed(setPosition(9, 10)))).toEqual(at('order', 'positionVacant'));
    expect(fieldOf(lineup('a', true), { designatedHitter: false })).toEqual(at('pitcher', 'designatedHitter'));
    expect(fieldOf(own)).toEqual(at('bench.1', 'playerTwice'));
    expect(fieldOf(lineup('a'), { rosterMax: 12 })).toEqual(at('bench', 'rosterMax'));
    const book = new Scorebook();
    book.give({ type: 'SetLineup', side: 'home', lineup: lineup('a') });
    const theirs = book.refusal({ type: 'SetLineup', side: 'away', lineup: lineup('a') }).details;
    expect(theirs).toEqual(at('order.0.player', 'otherTeam'));
  });

  test('a lineup may be set again until the game starts', () => {
    const book = new Scorebook();
    book.give({ type: 'SetLineup', side: 'away', lineup: lineup('a') });
    book.give({ type: 'SetLineup', side: 'away', lineup: lineup('b') });
    expect(book.state.lineups.away?.order[0]?.id).toBe('b1');
  });

  test('the start without both lineups → refused, naming who is missing', () => {
    const book = new Scorebook();
    book.give({ type: 'SetLineup', side: 'away', lineup: lineup('a') });
    expect(book.refusal({ type: 'StartGame' })).toMatchObject({
      code: 'lineup/missing',
      details: { missing: ['home'] },
    });
  });
});

describe('seats', () => {
  const command = { type: 'SetLineup', side: 'home', lineup: lineup('h') } as const;

  test('a manager sets his own lineup, not the other’s', () => {
    const book = new Scorebook();
    expect(book.refusal(command, 'away').code).toBe('seat/wrong_seat');
    expect(book.give(command, 'home')).toHaveLength(1);
  });

  test('a manager records nothing', () => {
    expect(newGame().refusal({ type: 'RecordPlay', turn: 1, notation: 'K' }, 'home').code).toBe('seat/wrong_seat');
  });

  test('the commissioner may do what the scorekeeper may', () => {
    expect(newGame().give({ type: 'RecordPlay', turn: 1, notation: 'K' }, 'commissioner')).toHaveLength(1);
  });
});
