/** Both managers decide at the same moment, through different nodes, turn after turn until the game is over. */
import type { GameUpdate } from '../../../src/protocol/envelope';
import type { GameEvent, PlayRecorded } from '../../../src/protocol/events';
import { otherSide } from '../../../src/baseball/state';
import type { Side } from '../../../src/protocol/side';
import { DiceSeats, startTwoNodes, type TwoNodes } from '../../support/dice-seats';
import { until } from '../../support/until';

const INNINGS = 3;

let cluster: TwoNodes;

beforeAll(async () => {
  cluster = await startTwoNodes();
});

afterAll(() => cluster.stop());

const isPlay = (event: GameEvent): event is PlayRecorded => event.type === 'PlayRecorded';

/** The turns of which this update shows what the side had decided. */
function shownOf(side: Side, { events }: GameUpdate): number[] {
  return events.flatMap((event) => {
    if (isPlay(event)) return event.dice === undefined ? [] : [event.turn];
    if (event.type !== 'DefenseSubmitted' && event.type !== 'OffenseSubmitted') return [];
    return event.side === side && event.decision !== undefined ? [event.turn] : [];
  });
}

describe.each(['away', 'home'] as const)('both managers at once, the game at the node of the %s one', (owner) => {
  let seats: DiceSeats;
  let turns = 0;

  beforeAll(async () => {
    seats = await DiceSeats.open(cluster, { innings: INNINGS, owner });
    for (;;) {
      const open = await seats.openTurn();
      if (open === undefined) break;
      turns += 1;
      // Each is the first to send, half of the time.
      const decisions = turns % 2 === 0 ? open.decisions : [...open.decisions].reverse();
      const updates = await Promise.all(decisions.map((request) => seats.accepted(request)));
      expect(updates.flatMap(({ events }) => events).filter(isPlay)).toMatchObject([{ turn: open.turn }]);
    }
  }, 60_000);

  afterAll(() => seats.close());

  test('every turn → resolved once, with two decisions and no more', () => {
    const events = seats.entries().flatMap((entry) => entry.events);
    const plays = events.filter(isPlay).map(({ turn }) => turn);
    expect(turns).toBeGreaterThan(12);
    expect(plays).toEqual(Array.from({ length: turns }, (_, i) => i + 1));
    for (const type of ['DefenseSubmitted', 'OffenseSubmitted'] as const) {
      expect(events.flatMap((event) => (event.type === type ? [event.turn] : []))).toEqual(plays);
    }
  });

  test.each(['away', 'home'] as const)(
    'what the %s manager was told → nothing of the other before both are in',
    async (side) => {
      const head = seats.entries().length;
      const told = seats.told[side];
      await until('he was told everything', () => told.some(({ seq }) => seq === head));
      const peeks = told.filter((update) => {
        const resolved = update.events.filter(isPlay).map(({ turn }) => turn);
        return shownOf(otherSide(side), update).some((turn) => !resolved.includes(turn));
      });
      expect(peeks).toEqual([]);
      // He saw them all in the end, and his own at once.
      expect([...new Set(told.flatMap((update) => shownOf(otherSide(side), update)))]).toHaveLength(turns);
      expect(told.flatMap(({ events }) => events).filter(isPlay)).toHaveLength(turns);
    },
  );
});
