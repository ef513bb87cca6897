/** Bunts: a good one moves the runners up for an out; a bad one can cost the lead runner, or two. */
import type { PlayModifier, ScoredAdvance, ScoredOut, ScoredPlay } from '../../protocol/play';
import { BAD_BUNT, BAD_SQUEEZE, BUNT, BUNT_ERROR_PART } from './charts';
import { out, safe, thrown } from './moves';
import { FIELDER, HANDS_OF, type Table } from './table';

/** Who fields a bunt, by the number of the d20. */
const FIELDS = [1, 3, 1, 2, 5, 1, 1, 3, 2, 1, 5, 1, 3, 1, 2, 5, 1, 3, 1, 2] as const;

interface Bunt {
  readonly outs: ScoredOut[];
  readonly advances: ScoredAdvance[];
  readonly modifiers: PlayModifier[];
}

function bunted({ outs, advances, modifiers }: Bunt): ScoredPlay {
  const fieldedBy = outs[0]?.by.fielders[0] ?? 0;
  return { kind: 'out', fieldedBy, outs, trajectory: 'G', modifiers, ...(advances.length === 0 ? {} : { advances }) };
}

const batterOut = (fielder: number): ScoredOut => ({ runner: 0, by: thrown(fielder, fielder === 3 ? 4 : 3) });

/** Whom a bunt moves: those on first and second, and with a squeeze the one on third. */
function movedUp(table: Table, bases: readonly number[]): ScoredAdvance[] {
  return bases.filter((base) => table.isOn(base)).map((base) => safe(base, base + 1));
}

/** The numbers of the d20 up to which his bunt is a good one. */
export function buntNumber(table: Table): number {
  const { infieldDepth, alignment } = table.defense;
  let number = table.batterCard.bunting.bunt;
  if (infieldDepth === 'cornersIn') number += BUNT.cornersIn;
  if (infieldDepth === 'in') number += BUNT.infieldIn;
  if (alignment === 'shift') number += BUNT.shift;
  if (table.offense.bunt === 'squeeze') number += BUNT.squeeze;
  return Math.max(1, Math.min(19, number));
}

function error(table: Table, fielder: number): ScoredPlay {
  return {
    kind: 'error',
    fieldedBy: fielder,
    error: { fielder, kind: 'fielding' },
    trajectory: 'G',
    modifiers: ['sacrificeHit', 'bunt'],
    advances: [...movedUp(table, [3, 2, 1]), safe(0, 1)],
  };
}

/** The lead runner of those who are forced, or the one on second alone, who is tagged. */
function leadOut(table: Table, fielder: number): ScoredPlay {
  const lead = table.isOn(2) ? (table.isOn(1) && table.isOn(3) ? 3 : 2) : 1;
  const isForced = table.isOn(1);
  const cover = lead === 3 ? 2 : lead === 2 ? 5 : fielder === 6 ? 4 : 6;
  if (!isForced) {
    const advances = [out(2, 3, thrown(fielder, 5)), safe(0, 1)];
    return { kind: 'fieldersChoice', fieldedBy: fielder, trajectory: 'G', modifiers: ['bunt'], advances };
  }
  const behind = movedUp(
    table,
    [2, 1].filter((base) => base < lead),
  );
  return bunted({
    outs: [{ runner: lead, by: thrown(fielder, cover) }],
    advances: [...behind, safe(0, 1)],
    modifiers: ['force', 'bunt'],
  });
}

function double(table: Table, fielder: number): ScoredPlay {
  const outs = [
    { runner: 1, by: thrown(fielder, 6) },
    { runner: 0, by: thrown(6, 3) },
  ];
  const advances = table.outs === 0 ? movedUp(table, [3, 2]) : [];
  return bunted({ outs, advances, modifiers: ['groundedIntoDoublePlay', 'doublePlay', 'bunt'] });
}

function single(table: Table, fielder: number): ScoredPlay {
  const advances = movedUp(table, table.offense.bunt === 'squeeze' ? [3, 2, 1] : forcedBases(table));
  const play: ScoredPlay = { kind: 'single', fieldedBy: fielder, trajectory: 'G', modifiers: ['bunt'] };
  return advances.length === 0 ? play : { ...play, advances };
}

/** The bases whose runners must go when the batter is safe at first, or go with the bunt from second. */
function forcedBases(table: Table): number[] {
  const isLoaded = table.isOn(1) && table.isOn(2) && table.isOn(3);
  return isLoaded ? [3, 2, 1] : table.isOn(3) ? [1].filter(() => !table.isOn(2)) : [2, 1];
}

/** A pop-up to the man who fields it; nobody moves. */
function popUp(fielder: number): ScoredPlay {
  return {
    kind: 'out',
    fieldedBy: fielder,
    outs: [{ runner: 0, by: { fielders: [fielder] } }],
    trajectory: 'P',
    modifiers: ['bunt'],
  };
}

function badBunt(table: Table, fielder: number): ScoredPlay {
  const roll = table.roll(20, 'bad bunt');
  const say = (result: string): void => {
    table.write({ card: table.batter.id, kind: 'bad bunt', column: 'd20', row: roll, result });
  };
  if (roll <= BAD_BUNT.leadOut) {
    say('lead runner out');
    return leadOut(table, fielder);
  }
  if (roll <= BAD_BUNT.double && table.isOn(1)) {
    say('double play');
    return double(table, fielder);
  }
  if (roll <= BAD_BUNT.batterOut) {
    say('popped up');
    return popUp(fielder);
  }
  if (roll <= BAD_BUNT.single) {
    say('beaten out');
    return single(table, fielder);
  }
  say('fouled off for strike three');
  return { kind: 'strikeout', modifiers: ['foul', 'bunt'] };
}

function badSqueeze(table: Table, fielder: number): ScoredPlay {
  const roll = table.roll(20, 'bad squeeze');
  const say = (result: string): void => {
    table.write({ card: table.batter.id, kind: 'bad squeeze', column: 'd20', row: roll, result });
  };
  if (roll <= BAD_SQUEEZE.outAtHome) {
    say('out at home');
    const advances = [out(3, 4, thrown(fielder, 2)), ...movedUp(table, [2, 1]), safe(0, 1)];
    return { kind: 'fieldersChoice', fieldedBy: fielder, trajectory: 'G', modifiers: ['bunt'], advances };
  }
  if (roll <= BAD_SQUEEZE.popUp) {
    say('popped up');
    return popUp(fielder);
  }
  say('beaten out');
  return single(table, fielder);
}

function isMisplayed(table: Table, fielder: number): boolean {
  const { error: hands } = table.fielder(fielder);
  const number = Math.round(hands * BUNT_ERROR_PART);
  const roll = table.roll(100, HANDS_OF[fielder] ?? '');
  const result = roll <= number ? 'error' : 'clean';
  const column = FIELDER[fielder] ?? '';
  table.write({ card: table.fielderId(fielder), kind: 'error', column, row: number, split: roll, result });
  return roll <= number;
}

/** A sacrifice or a squeeze. */
export function resolveBunt(table: Table): ScoredPlay {
  const isSqueeze = table.offense.bunt === 'squeeze';
  const number = buntNumber(table);
  const roll = table.roll(20, 'bunt');
  const fielder = FIELDS[roll - 1] ?? 1;
  const isGood = roll <= number;
  const result = isGood ? 'good' : 'bad';
  table.write({ card: table.batter.id, kind: 'bunt', column: table.offense.bunt, row: number, split: roll, result });
  if (!isGood) return isSqueeze ? badSqueeze(table, fielder) : badBunt(table, fielder);
  if (isMisplayed(table, fielder)) return error(table, fielder);
  const advances = movedUp(table, isSqueeze ? [3, 2, 1] : table.isOn(3) && !table.isOn(2) ? [1] : [2, 1]);
  const isLoaded = table.isOn(1) && table.isOn(2) && table.isOn(3);
  const all = isLoaded ? movedUp(table, [3, 2, 1]) : table.isOn(3) && table.isOn(2) && !isSqueeze ? [] : advances;
  return bunted({ outs: [batterOut(fielder)], advances: all, modifiers: ['sacrificeHit', 'bunt'] });
}
