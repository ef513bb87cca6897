/** Outs of a ball in play: `8`, `63`, `64(1)3/GDP`, `8(B)84(2)/LDP`, and muffs: `6E3`, `64E4(1)`. */
import type { ScoredOut, ScoredPlay } from '../../protocol/play';
import type { Cursor } from './cursor';
import { fielderHere, readSequence } from './fielding';
import { has, readInPlayModifiers } from './modifiers';

const MAX_OUTS = 4;

/** How an out was written: with the runner behind it, and before all others. */
interface Written {
  readonly isNamed: boolean;
  readonly isFirst: boolean;
}

/** `(1)`, `(2)`, `(3)`, `(B)`: whom the sequence before it put out; -1 when none is named. */
function readRunner(cursor: Cursor): number {
  const from = cursor.at;
  if (!cursor.take('(')) return -1;
  const runner = cursor.peek() === 'B' ? 0 : fielderHere(cursor);
  if (runner < 0 || runner > 3 || '0?U'.includes(cursor.peek())) {
    cursor.miss('a runner 1, 2, 3 or B', from);
  }
  cursor.next();
  cursor.expect(')', from);
  return runner;
}

/** How the ball must have come when nothing says so: more than one fielder, or an out elsewhere first: on the ground. */
function impliedTrajectory(play: ScoredPlay, out: ScoredOut, { isNamed, isFirst }: Written): void {
  const touches = out.by.fielders.length + (out.by.error === undefined ? 0 : 2);
  if (!isNamed) play.trajectory = touches > 1 || !isFirst ? 'G' : 'F';
  else play.trajectory ??= touches > 1 || out.runner > 0 ? 'G' : 'F';
}

export function readOuts(cursor: Cursor, play: ScoredPlay): void {
  const fielder = fielderHere(cursor);
  // 99: nobody wrote down who made the out.
  if (fielder > 0 && !cursor.text.startsWith('99')) play.fieldedBy = fielder;
  const outs: ScoredOut[] = [];
  let relay = -1;
  let isNamed = true;
  while (isNamed && fielderHere(cursor) >= 0) {
    const from = cursor.at;
    const by = readSequence(cursor, 'fielding', relay);
    const runner = readRunner(cursor);
    isNamed = runner >= 0;
    const out: ScoredOut = { runner: Math.max(runner, 0), by };
    impliedTrajectory(play, out, { isNamed, isFirst: outs.length === 0 });
    if (outs.some((other) => other.runner === out.runner)) cursor.fail('the same runner is out twice', from);
    outs.push(out);
    if (outs.length > MAX_OUTS) cursor.fail('too many outs', from);
    relay = by.error?.fielder ?? by.fielders[by.fielders.length - 1] ?? -1;
  }
  play.outs = outs;
  readInPlayModifiers(cursor, play);
  if (has(play, 'sacrificeHit')) play.trajectory = 'G';
}
