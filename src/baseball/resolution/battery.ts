/** Before the pitch, with runners on: wild pitches, passed balls, balks and pick-offs. */
import type { ScoredAdvance, ScoredPlay } from '../../protocol/play';
import { BATTERY_CHECK, THIRD_SCORES_TOO, WILD_PITCHES } from './charts';
import { safe, thrown } from './moves';
import type { Table } from './table';

/** Everybody one base on; the runner from third stays where the ball did not get far (`holdsThird`). */
function movedUp(table: Table, holdsThird: boolean): ScoredAdvance[] {
  const advances: ScoredAdvance[] = [];
  for (const base of [3, 2, 1]) {
    if (table.isOn(base) && !(base === 3 && holdsThird)) advances.push(safe(base, base + 1));
  }
  return advances;
}

/** Who covers a base for a pick-off. */
const COVERS: Readonly<Record<number, number>> = { 1: 3, 2: 6, 3: 5 };

function pickoff(table: Table, base: number, isWild: boolean): ScoredPlay {
  const covers = COVERS[base] ?? 3;
  if (!isWild) return { kind: 'pickoff', attempts: [{ kind: 'pickoff', base, by: thrown(1, covers) }] };
  const error = { fielder: 1, kind: 'throwing' } as const;
  return {
    kind: 'pickoff',
    attempts: [{ kind: 'pickoff', base, by: { fielders: [], error } }],
    advances: movedUp(table, false),
  };
}

/** The runner whom the pitcher throws over to: the held one who matters least to leave; null: nobody is held. */
function heldBase(table: Table): number | null {
  for (const base of [1, 2, 3]) if (table.isOn(base) && table.isHeld(base)) return base;
  return null;
}

/** Null: the pitch is thrown, and nothing happened before it. */
export function resolveBattery(table: Table): ScoredPlay | null {
  if (table.roll(20, 'battery') !== BATTERY_CHECK) return null;
  const { pitching } = table.pitcherCard;
  const { passedBall } = table;
  // First and third: the one on third goes on most of the numbers only.
  const isFirstAndThird = table.isOn(1) && table.isOn(3) && !table.isOn(2);
  const care = table.isOn(3) && !isFirstAndThird ? WILD_PITCHES.third : WILD_PITCHES.others;
  const wildPitch = Math.round((pitching?.wildPitch ?? 60) * care);
  // With a man on third alone he winds up, and has nothing to feign.
  const balk = table.isOn(1) || table.isOn(2) ? (pitching?.balk ?? 6) : 0;
  const roll = table.roll(100, 'battery check');
  const say = (result: string, card = table.pitcher.id): void => {
    table.write({ card, kind: 'battery', column: 'd100', row: roll, result });
  };
  if (roll <= wildPitch) {
    say('wild pitch');
    return { kind: 'wildPitch', advances: movedUp(table, isFirstAndThird && roll > wildPitch * THIRD_SCORES_TOO) };
  }
  if (roll <= wildPitch + passedBall) {
    say('passed ball', table.fielderId(2));
    return { kind: 'passedBall', advances: movedUp(table, false) };
  }
  if (roll <= wildPitch + passedBall + balk) {
    say('balk');
    return { kind: 'balk', advances: movedUp(table, false) };
  }
  const base = heldBase(table);
  const left = roll - wildPitch - passedBall - balk;
  const numbers = pitching?.pickoff ?? 2;
  if (base === null || left > numbers) {
    say('nothing');
    return null;
  }
  const isWild = left <= numbers / 2;
  say(isWild ? 'wild throw to the base' : 'picked off');
  return pickoff(table, base, isWild);
}
