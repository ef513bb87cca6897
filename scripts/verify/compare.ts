/** Compares one game that was played with what the reference files say of it. */
import type { BoxScore } from '../../src/protocol/box-score';
import type { GameEvent, PlayRecorded } from '../../src/protocol/events';
import { cwboxText, type BoxNames } from '../../src/retrosheet/cwbox';
import { cwdailyRows } from '../../src/retrosheet/cwdaily';
import { CWDAILY_FIELDS } from '../../src/retrosheet/cwdaily-fields';
import { cweventRows } from '../../src/retrosheet/cwevent';
import { CWEVENT_FIELDS } from '../../src/retrosheet/cwevent-fields';
import { cwgameRow } from '../../src/retrosheet/cwgame';
import { CWGAME_FIELDS } from '../../src/retrosheet/cwgame-fields';
import { splitRow, type Reference, type ReferenceTable } from './reference';
import type { Tally } from './tally';

/** A game as it came out of the rules. */
export interface VerifiedGame {
  readonly id: string;
  readonly events: readonly GameEvent[];
  readonly box: BoxScore;
  readonly names: BoxNames;
}

/** The pseudo-field that counts rows. */
export const ROWS = '(rows)';

export function compareGame(game: VerifiedGame, reference: Reference, tally: Tally): void {
  const { id, events, box } = game;
  if (reference.events !== null) {
    const plays = events.filter((event) => event.type === 'PlayRecorded');
    compareRows(
      { game: id, fields: CWEVENT_FIELDS, rows: cweventRows(id, events), place: (i) => playPlace(plays[i], i) },
      reference.events,
      tally,
    );
  }
  if (reference.games !== null) {
    const rows = [cwgameRow(id, events, box)];
    compareRows({ game: id, fields: CWGAME_FIELDS, rows, place: () => '' }, reference.games, tally);
  }
  if (reference.players !== null) {
    const rows = cwdailyRows(id, events, box);
    const place = (i: number): string => `${rows[i]?.[4] ?? '?'} ${rows[i]?.[5] ?? '?'}`;
    compareRows({ game: id, fields: CWDAILY_FIELDS, rows, place }, reference.players, tally);
  }
  if (reference.boxScores !== null) compareText(game, reference.boxScores, tally);
}

function playPlace(play: PlayRecorded | undefined, i: number): string {
  if (play === undefined) return `event ${i + 1}`;
  return `event ${i + 1}, ${play.half} of ${play.inning}, ${play.outs} out, ${play.notation}`;
}

interface Rows {
  readonly game: string;
  readonly fields: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Where a row is, for people. */
  readonly place: (row: number) => string;
}

/** Fields that only the reference has are left out: they are named in the report. */
function compareRows({ game, fields, rows, place }: Rows, table: ReferenceTable, tally: Tally): void {
  const lines = table.lines.get(game) ?? [];
  const counts = { ours: String(rows.length), theirs: String(lines.length) };
  tally.check(table.file, ROWS, { game, place: '', ...counts });
  const columns = columnsOf(fields, table);
  lines.slice(0, rows.length).forEach((line, i) => {
    const theirs = splitRow(line);
    for (const { field, ourColumn, theirColumn } of columns) {
      const [our, their] = [rows[i]?.[ourColumn] ?? '', theirs[theirColumn] ?? ''];
      if (our === their) tally.equal(table.file, field);
      else tally.check(table.file, field, { game, place: place(i), ours: our, theirs: their });
    }
  });
}

interface Column {
  readonly field: string;
  readonly ourColumn: number;
  readonly theirColumn: number;
}

const columnsOfTables = new WeakMap<ReferenceTable, readonly Column[]>();

function columnsOf(fields: readonly string[], table: ReferenceTable): readonly Column[] {
  const known = columnsOfTables.get(table);
  if (known !== undefined) return known;
  const columns = table.fields.flatMap((field, theirColumn) => {
    const ourColumn = fields.indexOf(field);
    return ourColumn === -1 ? [] : [{ field, ourColumn, theirColumn }];
  });
  columnsOfTables.set(table, columns);
  return columns;
}

function compareText({ id, events, box, names }: VerifiedGame, texts: ReadonlyMap<string, string>, tally: Tally): void {
  const ours = cwboxText(events, box, names).split('\n');
  const theirs = texts.get(ours[0] ?? '')?.split('\n') ?? [];
  const at = Array.from({ length: Math.max(ours.length, theirs.length) }).findIndex((_, i) => ours[i] !== theirs[i]);
  const line = { ours: ours[at] ?? '', theirs: theirs[at] ?? '' };
  if (at === -1) tally.equal('boxscores.txt', 'text');
  else tally.check('boxscores.txt', 'text', { game: id, place: `line ${at + 1}`, ...line });
}

/** Fields of the reference that nobody here knows. */
export function unknownFields({ events, games, players }: Reference): string[] {
  const known = new Set([...CWEVENT_FIELDS, ...CWGAME_FIELDS, ...CWDAILY_FIELDS]);
  const all = [events, games, players].flatMap((table) => table?.fields ?? []);
  return [...new Set(all)].filter((field) => !known.has(field));
}

/** True when some file of the reference has the game. */
export function knowsGame({ events, games, players, boxScores }: Reference, id: string): boolean {
  const tables = [events, games, players].filter((table) => table !== null);
  return tables.length === 0 ? boxScores !== null : tables.some((table) => table.lines.has(id));
}
