/** A result of the cards on the field: the fielder's or the park's say, then a hit, an out, or an error. */
import { assertNever } from '../assert';
import type { CardResult } from '../../protocol/card-cells';
import type { ErrorKind, ScoredAdvance, ScoredPlay } from '../../protocol/play';
import type { PrintedResult } from '../cards/charts';
import { BEHIND, CHECK_DOUBLES, CHECK_HITS } from '../cards/results';
import {
  AT_DOUBLE_PLAY_DEPTH,
  CORNERS_IN,
  DROPPED_FOUL,
  FOUL_POPS,
  HALFWAY,
  TWO_OUT_RANGE,
  HIT_AND_RUN_HOLE,
  HOLDING,
  INFIELD_IN,
  MITT,
  OUTFIELD_DEPTH,
  SHIFT,
} from './charts';
import { resolveGrounder } from './grounders';
import { groundRuleDouble, resolveHit } from './hits';
import { resolveCatch } from './in-the-air';
import { safe } from './moves';
import { FIELDER, HANDS_OF, RANGE_OF, type Table } from './table';

type Ball = Extract<CardResult, { kind: 'ball' }>;

/** What the runners and the outs make of the infield's place by themselves. */
function placeForBases(table: Table): number {
  const isFirst = table.isOn(1);
  if (table.outs === 2) {
    if (!table.isOn(2)) return 0;
    return TWO_OUT_RANGE[!isFirst ? 'second' : table.isOn(3) ? 'loaded' : 'firstAndSecond'];
  }
  return table.isOn(3) && !isFirst && table.defense.infieldDepth === 'normal' ? HALFWAY : 0;
}

/** Numbers that the place of the infielders gives to the batter (or takes from him) at this position. */
function infieldPlace(table: Table, fielder: number): number {
  const { infieldDepth, alignment } = table.defense;
  let number = 0;
  if (infieldDepth === 'in' && fielder >= 3) number += INFIELD_IN;
  if (infieldDepth === 'cornersIn' && (fielder === 3 || fielder === 5)) number += CORNERS_IN;
  if (infieldDepth === 'doublePlay') number += AT_DOUBLE_PLAY_DEPTH[fielder] ?? 0;
  if (table.isOn(1) && table.isHeld(1)) number += HOLDING[fielder] ?? 0;
  if (fielder >= 3) number += placeForBases(table);
  if (alignment === 'shift') number += SHIFT[table.side][fielder] ?? 0;
  return table.offense.hitAndRun ? number + HIT_AND_RUN_HOLE : number;
}

/** The number of the d20 up to which a ball that must be made a play on is a hit. */
export function checkNumber(table: Table, { trajectory, fielder }: Ball): number {
  const { range } = table.fielder(fielder);
  const place = fielder <= 6 ? infieldPlace(table, fielder) : OUTFIELD_DEPTH[table.defense.outfieldDepth][trajectory];
  return Math.max(0, Math.min(19, CHECK_HITS[trajectory] + range - 3 + place));
}

const THROWING_SHARE = 0.34;

/** Reached on an error: a ball in the infield moves everybody up one base, a wild throw or a dropped fly two. */
function reachedOnError(table: Table, { trajectory, fielder }: Ball, kind: ErrorKind): ScoredPlay {
  const bases = kind === 'throwing' || fielder >= 7 ? 2 : 1;
  const advances: ScoredAdvance[] = [];
  for (const base of [3, 2, 1]) if (table.isOn(base)) advances.push(safe(base, Math.min(4, base + bases)));
  if (bases === 2) advances.push(safe(0, 2));
  return {
    kind: 'error',
    fieldedBy: fielder,
    error: { fielder, kind },
    trajectory,
    ...(advances.length === 0 ? {} : { advances }),
  };
}

/** A pop-up that comes down foul: he has it, or the batter is given another life. */
function isDropped(table: Table, fielder: number): boolean {
  const roll = table.roll(100, 'foul pop');
  const isError = roll <= DROPPED_FOUL;
  const place = { kind: 'foul pop', column: FIELDER[fielder] ?? '', row: DROPPED_FOUL, split: roll };
  table.write({ card: table.fielderId(fielder), ...place, result: isError ? 'dropped' : 'he has it' });
  return isError;
}

function outOnBall(table: Table, { trajectory, fielder }: Ball): ScoredPlay {
  const isRunning = table.offense.hitAndRun;
  if (trajectory === 'G') return resolveGrounder(table, fielder, isRunning);
  if (trajectory === 'P' && FOUL_POPS.includes(fielder) && isDropped(table, fielder)) {
    const error = { fielder, kind: 'fielding' } as const;
    return { kind: 'foulError', error, fieldedBy: fielder, trajectory, modifiers: ['foul'] };
  }
  return resolveCatch(table, { trajectory, fielder, isRunning });
}

/** Where a ball goes that got past the man who had to make a play. */
function pastHim(table: Table, { trajectory, fielder }: Ball, roll: number): ScoredPlay {
  const kind = roll <= CHECK_DOUBLES[trajectory] ? 'double' : 'single';
  const behind = BEHIND[fielder]?.[roll % 2 === 1 ? 0 : 1] ?? fielder;
  const isGrounder = trajectory === 'G';
  const hit = { kind, trajectory, fielder: isGrounder ? behind : fielder, isRunning: table.offense.hitAndRun } as const;
  return resolveHit(table, hit);
}

/** `G6?`: first his range, then his hands. */
function checked(table: Table, ball: Ball): ScoredPlay {
  const { fielder } = ball;
  const { error } = table.fielder(fielder);
  const number = checkNumber(table, ball);
  const roll = table.roll(20, RANGE_OF[fielder] ?? '');
  const isHit = roll <= number;
  const card = table.fielderId(fielder);
  const column = FIELDER[fielder] ?? '';
  table.write({ card, kind: 'range', column, row: number, split: roll, result: isHit ? 'past him' : 'he has it' });
  if (isHit) return pastHim(table, ball, roll);
  const slip = table.roll(100, HANDS_OF[fielder] ?? '');
  const isError = slip <= error;
  table.write({ card, kind: 'error', column, row: error, split: slip, result: isError ? 'error' : 'clean' });
  if (!isError) return outOnBall(table, ball);
  return reachedOnError(table, ball, fielder <= 6 && slip <= error * THROWING_SHARE ? 'throwing' : 'fielding');
}

const HIT_KINDS = { '1B': 'single', '2B': 'double', '3B': 'triple', HR: 'homeRun' } as const;

type CardHit = Extract<CardResult, { kind: keyof typeof HIT_KINDS }>;

/** `HR-F7?`, `1B-L8?`: the park decides; what it keeps in is caught. */
function inThePark(table: Table, hit: CardHit): boolean {
  if (!hit.isCheck) return true;
  const numbers = hit.kind === 'HR' ? table.park.homeRun : table.park.single;
  const number = numbers[table.side];
  const roll = table.roll(20, 'park');
  const stands = roll <= number;
  const result = stands ? hit.kind : `caught by ${hit.fielder}`;
  table.write({ card: table.batter.id, kind: 'park', column: table.side, row: number, split: roll, result });
  return stands;
}

const INTERFERENCE: ScoredPlay = { kind: 'interference', error: { fielder: 2, kind: 'fielding' } };

/** The pitch, or now and then the catcher's mitt, gives him the base. */
function hitByPitch(table: Table): ScoredPlay {
  const roll = table.roll(100, 'mitt');
  const isMitt = roll <= MITT;
  const result = isMitt ? 'the catcher interferes' : 'hit by the pitch';
  table.write({ card: table.fielderId(2), kind: 'mitt', column: 'd100', row: MITT, split: roll, result });
  return isMitt ? INTERFERENCE : { kind: 'hitByPitch' };
}

/** What a result of the cards becomes. */
export function resolveResult(table: Table, { is }: PrintedResult): ScoredPlay {
  switch (is.kind) {
    case 'K':
      return { kind: 'strikeout' };
    case 'BB':
      return { kind: 'walk' };
    case 'HBP':
      return hitByPitch(table);
    case 'CI':
      return INTERFERENCE;
    case 'EDGE':
    case 'CLUTCH':
      // Both were rolled out before; what is left of one is a strikeout.
      return { kind: 'strikeout' };
    case 'groundRule':
      return groundRuleDouble(table);
    case 'ball':
      return is.isCheck ? checked(table, is) : outOnBall(table, is);
    case '1B':
    case '2B':
    case '3B':
    case 'HR': {
      const { trajectory, fielder } = is;
      if (!inThePark(table, is)) return outOnBall(table, { kind: 'ball', trajectory, fielder, isCheck: false });
      return resolveHit(table, { kind: HIT_KINDS[is.kind], trajectory, fielder, isRunning: table.offense.hitAndRun });
    }
    default:
      return assertNever(is);
  }
}
