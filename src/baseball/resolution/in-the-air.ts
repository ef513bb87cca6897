/** Balls that are caught: runners tag up, stay, or are doubled off. */
import type { PlayModifier, ScoredAdvance, ScoredPlay } from '../../protocol/play';
import { DOUBLED_OFF, TAGGING } from './charts';
import { out, safe, thrown, tryForBase } from './moves';
import { FROM_BASE, type Table } from './table';

interface Caught {
  readonly trajectory: 'F' | 'L' | 'P';
  readonly fielder: number;
  /** The runners went with the pitch. */
  readonly isRunning: boolean;
}

function caught({ trajectory, fielder }: Caught, advances: ScoredAdvance[], modifiers: PlayModifier[]): ScoredPlay {
  return {
    kind: 'out',
    fieldedBy: fielder,
    outs: [{ runner: 0, by: { fielders: [fielder] } }],
    trajectory,
    ...(modifiers.length === 0 ? {} : { modifiers }),
    ...(advances.length === 0 ? {} : { advances }),
  };
}

/** Runners tag up, the lead runner first; one behind him goes only where the base ahead is free. */
function tagUp(table: Table, ball: Caught, trajectory: 'F' | 'L'): ScoredPlay {
  const advances: ScoredAdvance[] = [];
  const modifiers: PlayModifier[] = [];
  let isFree = true;
  let outsLeft = 2 - table.outs;
  for (const base of [3, 2, 1]) {
    if (!table.isOn(base)) {
      isFree = true;
      continue;
    }
    const check = TAGGING[trajectory][base]?.[ball.fielder];
    if (!isFree || check === undefined || outsLeft === 0) break;
    const what = base === 3 ? 'home on the fly' : 'tag up';
    const result = tryForBase(table, { base, check, fielder: ball.fielder, what, start: 0 });
    isFree = result === 'safe';
    if (result === 'safe') advances.push(safe(base, base + 1));
    if (result === 'safe' && base === 3) modifiers.push('sacrificeFly');
    if (result !== 'out') continue;
    outsLeft -= 1;
    advances.push(out(base, base + 1, thrown(ball.fielder, base === 3 ? 2 : base === 2 ? 5 : 4)));
    modifiers.push('doublePlay');
    break;
  }
  return caught(ball, advances, modifiers);
}

/** A line drive to an infielder: the runner nearest to trouble may be doubled off. */
function doubledOff(table: Table, ball: Caught): ScoredPlay {
  const base = table.isOn(1) ? 1 : table.isOn(2) ? 2 : 3;
  const number = ball.isRunning ? 100 : (DOUBLED_OFF[base] ?? 0);
  const roll = table.roll(100, 'doubled off');
  const isOut = roll <= number;
  const result = isOut ? 'doubled off' : 'back in time';
  const column = FROM_BASE[base] ?? '';
  table.write({ card: table.runnerId(base), kind: 'doubled off', column, row: number, split: roll, result });
  if (!isOut) return caught(ball, [], []);
  const cover = base === 1 ? 3 : base === 2 ? (ball.fielder === 4 ? 6 : 4) : 5;
  const outs = [
    { runner: 0, by: { fielders: [ball.fielder] } },
    { runner: base, by: thrown(ball.fielder, cover) },
  ];
  return { kind: 'out', fieldedBy: ball.fielder, outs, trajectory: ball.trajectory, modifiers: ['doublePlay'] };
}

/** A ball in the air that `fielder` has caught. */
export function resolveCatch(table: Table, ball: Caught): ScoredPlay {
  if (table.outs === 2 || !table.hasRunners || ball.trajectory === 'P') return caught(ball, [], []);
  if (ball.fielder >= 7) return tagUp(table, ball, ball.trajectory);
  return ball.trajectory === 'L' ? doubledOff(table, ball) : caught(ball, [], []);
}
