/** Ground balls that are fielded: the double play, the force, the runners who go or hold. */
import type { PlayModifier, ScoredAdvance, ScoredOut, ScoredPlay } from '../../protocol/play';
import {
  CAUGHT_AT_THIRD,
  DOUBLE_PLAY,
  DOUBLE_PLAY_BY_BASES,
  DOUBLE_PLAY_BY_DEPTH,
  DOUBLE_PLAY_BY_SIDE,
  DOUBLE_PLAY_STEP,
  DOUBLE_PLAY_WITH_SHIFT,
  FORCE_WITH_TWO_OUT,
  LOADED_INFIELD_IN,
  OUT_AT_HOME_FROM_THIRD,
  REST_OF_DOUBLE_PLAY,
  REST_WHEN_LOADED,
  SECOND_ON_GROUNDER,
  THIRD_ON_GROUNDER,
  THIRD_WITH_SECOND,
  WILD_RELAY,
} from './charts';
import { out, safe, thrown, tryForBase } from './moves';
import { FIELDER, type Table } from './table';

/** Who takes the throw at second. */
const pivotFor = (fielder: number): number =>
  fielder === 4 || fielder === 3 || fielder === 1 || fielder === 2 ? 6 : 4;

interface Grounder {
  readonly outs: ScoredOut[];
  readonly advances?: ScoredAdvance[];
  readonly modifiers?: PlayModifier[];
}

function grounder({ outs, advances = [], modifiers = [] }: Grounder): ScoredPlay {
  return {
    kind: 'out',
    fieldedBy: outs[0]?.by.fielders[0] ?? 0,
    outs,
    trajectory: 'G',
    ...(modifiers.length === 0 ? {} : { modifiers }),
    ...(advances.length === 0 ? {} : { advances }),
  };
}

const batterOut = (fielder: number): ScoredOut => ({ runner: 0, by: thrown(fielder, 3) });

/** Each runner from `bases` who is there, one base on. */
function oneOn(table: Table, bases: readonly number[]): ScoredAdvance[] {
  return bases.filter((base) => table.isOn(base)).map((base) => safe(base, base + 1));
}

const isInfieldIn = (table: Table): boolean => table.defense.infieldDepth === 'in';

/** A chart of the fielder's side, written down. */
function chart(
  table: Table,
  line: { kind: string; fielder: number; number: number; roll: number; result: string },
): void {
  const { kind, fielder, number, roll, result } = line;
  table.write({
    card: table.fielderId(fielder),
    kind,
    column: FIELDER[fielder] ?? '',
    row: number,
    split: roll,
    result,
  });
}

/** The number up to which a grounder to this fielder is a double play. */
export function doublePlayNumber(table: Table, fielder: number): number {
  const { defense, side } = table;
  const shift = defense.alignment === 'shift' ? DOUBLE_PLAY_WITH_SHIFT : 0;
  const speed = (table.running(0).advance - 10) * DOUBLE_PLAY_STEP;
  const others = (table.isOn(2) ? 2 : 0) + (table.isOn(3) ? 4 : 0);
  const bases = DOUBLE_PLAY_BY_BASES[others]?.[table.outs === 1 ? 1 : 0] ?? 0;
  const base = (DOUBLE_PLAY[fielder] ?? 0) + DOUBLE_PLAY_BY_SIDE[side] + shift + bases;
  return Math.max(0, Math.min(95, Math.round(base + DOUBLE_PLAY_BY_DEPTH[defense.infieldDepth] - speed)));
}

function doublePlay(table: Table, fielder: number): ScoredPlay {
  const pivot = pivotFor(fielder);
  const outs = [
    { runner: 1, by: thrown(fielder, pivot) },
    { runner: 0, by: thrown(pivot, 3) },
  ];
  // With one out it is the third one, and nobody scores.
  const advances = table.outs === 0 ? oneOn(table, [3, 2]) : [];
  return grounder({ outs, advances, modifiers: ['groundedIntoDoublePlay', 'doublePlay'] });
}

function wildRelay(table: Table, fielder: number): ScoredPlay {
  const pivot = pivotFor(fielder);
  const toSecond: ScoredAdvance = {
    from: 0,
    to: 2,
    by: [{ fielders: [], error: { fielder: pivot, kind: 'throwing' } }],
  };
  return grounder({
    outs: [{ runner: 1, by: thrown(fielder, pivot) }],
    advances: [...oneOn(table, [3, 2]), toSecond],
    modifiers: ['force'],
  });
}

function forceAtSecond(table: Table, fielder: number): ScoredPlay {
  const outs = [{ runner: 1, by: thrown(fielder, pivotFor(fielder)) }];
  return grounder({ outs, advances: [...oneOn(table, [3, 2]), safe(0, 1)], modifiers: ['force'] });
}

/** The lead runner of those who are forced is out, all others move up. */
function forceOfLead(table: Table, fielder: number): ScoredPlay {
  const lead = table.isOn(2) && table.isOn(3) ? 3 : 2;
  const outs = [{ runner: lead, by: thrown(fielder, lead === 3 ? 2 : 5) }];
  const behind = lead === 3 ? [2, 1] : [1];
  return grounder({ outs, advances: [...oneOn(table, behind), safe(0, 1)], modifiers: ['force'] });
}

function nobodyOut(table: Table, fielder: number): ScoredPlay {
  return {
    kind: 'fieldersChoice',
    fieldedBy: fielder,
    trajectory: 'G',
    advances: [...oneOn(table, [3, 2, 1]), safe(0, 1)],
  };
}

/** The runner from third goes and is thrown out; the one on first and the batter are safe behind him. */
function outAtHome(table: Table, fielder: number): ScoredPlay {
  const advances = [out(3, 4, thrown(fielder, 2)), ...oneOn(table, [1]), safe(0, 1)];
  return { kind: 'fieldersChoice', fieldedBy: fielder, trajectory: 'G', advances };
}

/** Runner on first, less than two out, infield not in: one die for double play, force, or one out at first. */
function withDoublePlay(table: Table, fielder: number): ScoredPlay {
  const number = doublePlayNumber(table, fielder);
  const roll = table.roll(100, 'double play');
  const say = (result: string): void => {
    chart(table, { kind: 'double play', fielder, number, roll, result });
  };
  if (roll <= number) {
    const isWild = roll <= WILD_RELAY;
    say(isWild ? 'force at second, wild relay' : 'double play');
    return isWild ? wildRelay(table, fielder) : doublePlay(table, fielder);
  }
  const rest = (roll - number) / (100 - number);
  const isLoaded = table.isOn(2) && table.isOn(3);
  const isThirdAlone = table.isOn(3) && !table.isOn(2);
  const { force, lead, nobody } = isLoaded ? REST_WHEN_LOADED : REST_OF_DOUBLE_PLAY;
  if (rest <= force) {
    say('force at second');
    return forceAtSecond(table, fielder);
  }
  if (rest <= force + lead && table.isOn(2)) {
    say('force of the lead runner');
    return forceOfLead(table, fielder);
  }
  if (isThirdAlone && table.outs === 0 && rest > 1 - nobody - OUT_AT_HOME_FROM_THIRD) {
    say('the runner on third is out at home');
    return outAtHome(table, fielder);
  }
  if (rest > 1 - nobody) {
    say('too late for everybody');
    return nobodyOut(table, fielder);
  }
  // First and third: with one out the one on third goes home on an even number, with none he holds.
  const isHolding = isThirdAlone && (table.outs === 0 || roll % 2 === 1);
  say(isHolding ? 'one out, at first; the runner on third holds' : 'one out, at first');
  return grounder({ outs: [batterOut(fielder)], advances: oneOn(table, isHolding ? [1] : [3, 2, 1]) });
}

/** Bases loaded and the infield in: home first. */
function loadedInfieldIn(table: Table, fielder: number): ScoredPlay {
  const roll = table.roll(100, 'play at the plate');
  const { double, force } = LOADED_INFIELD_IN;
  const say = (result: string): void => {
    chart(table, { kind: 'play at the plate', fielder, number: force, roll, result });
  };
  if (roll <= double && fielder !== 3 && fielder !== 2) {
    say('double play by way of home');
    const outs = [
      { runner: 3, by: thrown(fielder, 2) },
      { runner: 0, by: thrown(2, 3) },
    ];
    const advances = table.outs === 0 ? oneOn(table, [2, 1]) : [];
    return grounder({ outs, advances, modifiers: ['groundedIntoDoublePlay', 'doublePlay'] });
  }
  if (roll <= force) {
    say('force at home');
    return forceOfLead(table, fielder);
  }
  say('one out, at first');
  return grounder({ outs: [batterOut(fielder)], advances: oneOn(table, [3, 2, 1]) });
}

/** Runner on third who need not go: he goes, holds, or is out at home. The others move up behind an out elsewhere. */
function withRunnerOnThird(table: Table, fielder: number): ScoredPlay {
  const depth = isInfieldIn(table) ? 'in' : 'back';
  const check = THIRD_ON_GROUNDER[depth][fielder] ?? { safe: 60, out: 5 };
  const start = depth === 'back' && table.isOn(2) && table.outs === 1 ? THIRD_WITH_SECOND : 0;
  const result = tryForBase(table, { base: 3, check, fielder, what: 'home on the grounder', start });
  if (result === 'out') return outAtHome(table, fielder);
  const isSecondMoving = result === 'safe' && table.isOn(2);
  const advances = [...(result === 'safe' ? [safe(3, 4)] : []), ...(isSecondMoving ? [safe(2, 3)] : [])];
  return grounder({ outs: [batterOut(fielder)], advances: [...advances, ...oneOn(table, [1])] });
}

function withRunnerOnSecond(table: Table, fielder: number): ScoredPlay {
  const check = { safe: SECOND_ON_GROUNDER[fielder] ?? 50, out: CAUGHT_AT_THIRD[fielder] ?? 0 };
  const result = tryForBase(table, { base: 2, check, fielder, what: 'third on the grounder', start: 0 });
  if (result === 'out') {
    const advances = [out(2, 3, thrown(fielder, 5)), safe(0, 1)];
    return { kind: 'fieldersChoice', fieldedBy: fielder, trajectory: 'G', advances };
  }
  return grounder({ outs: [batterOut(fielder)], advances: result === 'safe' ? [safe(2, 3)] : [] });
}

function withTwoOut(table: Table, fielder: number): ScoredPlay {
  const number = FORCE_WITH_TWO_OUT[fielder] ?? 0;
  if (!table.isOn(1) || number === 0) return grounder({ outs: [batterOut(fielder)] });
  const roll = table.roll(20, 'force');
  const isForce = roll <= number;
  chart(table, { kind: 'force', fielder, number, roll, result: isForce ? 'force at second' : 'out at first' });
  if (!isForce) return grounder({ outs: [batterOut(fielder)] });
  return grounder({
    outs: [{ runner: 1, by: thrown(fielder, pivotFor(fielder)) }],
    advances: [safe(0, 1)],
    modifiers: ['force'],
  });
}

/** A ground ball that `fielder` has. With the runners going, there is no double play. */
export function resolveGrounder(table: Table, fielder: number, isRunning: boolean): ScoredPlay {
  if (table.outs === 2) return withTwoOut(table, fielder);
  if (isRunning) return grounder({ outs: [batterOut(fielder)], advances: oneOn(table, [3, 2, 1]) });
  if (isInfieldIn(table) && table.isOn(3)) {
    const isLoaded = table.isOn(1) && table.isOn(2);
    return isLoaded ? loadedInfieldIn(table, fielder) : withRunnerOnThird(table, fielder);
  }
  if (table.isOn(1)) return withDoublePlay(table, fielder);
  if (table.isOn(3)) return withRunnerOnThird(table, fielder);
  return table.isOn(2) ? withRunnerOnSecond(table, fielder) : grounder({ outs: [batterOut(fielder)] });
}
