/**
 * Who may pitch today: what each pitcher of a team has done on the days before, against the rest that his card asks for.
 *
 * A starter has his days of rest; a reliever pitches on two days in a row, not on three, and not on the day after a long
 * outing.
 */
import type { PlayerCard } from '../../protocol/cards';
import type { GameEvent } from '../../protocol/events';
import type { PlayerId } from '../../protocol/ids';
import type { BySide } from '../../protocol/side';
import type { TeamCards } from '../cards/team-cards';
import { endsPlateAppearance } from '../play-kinds';

interface Outing {
  readonly day: number;
  readonly battersFaced: number;
  /** Whether he had pitched on the day before as well. */
  readonly isSecondInARow: boolean;
}

const LONG_OUTING = 7;

export class PitcherUsage {
  private readonly last = new Map<PlayerId, Outing>();

  constructor(private readonly cards: TeamCards) {}

  pitched(pitcher: PlayerId, day: number, battersFaced: number): void {
    const before = this.last.get(pitcher);
    this.last.set(pitcher, { day, battersFaced, isSecondInARow: before !== undefined && before.day === day - 1 });
  }

  /** Pitchers who need rest on this day. */
  unavailable(day: number): Set<PlayerId> {
    const tired = new Set<PlayerId>();
    for (const [id, outing] of this.last) {
      const card = this.cards.players.get(id);
      if (card?.pitching !== null && card?.pitching !== undefined && isTired(card.pitching, outing, day)) tired.add(id);
    }
    return tired;
  }
}

function isTired(
  { endurance }: NonNullable<PlayerCard['pitching']>,
  { day, battersFaced, isSecondInARow }: Outing,
  today: number,
): boolean {
  const rested = today - day - 1;
  if (endurance.starter !== null) return rested < endurance.restDays;
  if (rested < endurance.restDays) return true;
  return rested === 0 && (isSecondInARow || battersFaced >= LONG_OUTING);
}

/** Notes who pitched how much in a game of this day. */
export function noteOutings(events: readonly GameEvent[], usage: BySide<PitcherUsage>, day: number): void {
  const faced: BySide<Map<PlayerId, number>> = { away: new Map(), home: new Map() };
  for (const event of events) {
    if (event.type !== 'PlayRecorded' || !endsPlateAppearance(event.kind)) continue;
    const side = event.half === 'top' ? faced.home : faced.away;
    side.set(event.pitcher, (side.get(event.pitcher) ?? 0) + 1);
  }
  for (const side of ['away', 'home'] as const) {
    for (const [pitcher, count] of faced[side]) usage[side].pitched(pitcher, day, count);
  }
}
