/**
 * Real games: every event file of the folder that DUGOUT_RETROSHEET names is played, and compared with what the
 * reference says of it: the official line score inning by inning, and every field of every play.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { GameEvent } from '../../../src/protocol/events';
import { lineScore } from '../../../src/baseball/line-score';
import { readNotation } from '../../../src/baseball/notation/read';
import { writeNotation } from '../../../src/baseball/notation/write';
import { replay } from '../../../src/baseball/replay';
import { cweventRows } from '../../../src/retrosheet/cwevent';
import { CWEVENT_FIELDS } from '../../../src/retrosheet/cwevent-fields';
import { readEventFile } from '../../../src/retrosheet/event-file';
import type { RetrosheetGame } from '../../../src/retrosheet/game';
import { gatherRosters } from '../../../src/retrosheet/roster';
import { fieldsOf } from '../../../src/retrosheet/text';
import { playGame, type PlayedGame } from '../../../src/retrosheet/play-game';

const FOLDER = process.env['DUGOUT_RETROSHEET'];

interface RealGame {
  readonly game: RetrosheetGame;
  readonly played: PlayedGame;
}

function playAll(folder: string): RealGame[] {
  const season = join(folder, '2019');
  const files = readdirSync(season).map((name) => ({ name, bytes: readFileSync(join(season, name)) }));
  const { rosters } = gatherRosters(files);
  return files
    .filter(({ name }) => /\.EV[A-Z]$/.test(name))
    .flatMap(({ name, bytes }) => readEventFile(bytes, name, rosters).games)
    .map((game) => ({ game, played: playGame(game) }));
}

/** The rows of a reference file by game: its first field. */
function expectedRows(folder: string, name: string): Map<string, string[][]> {
  const text = gunzipSync(readFileSync(join(folder, 'expected', name))).toString('latin1');
  const rows = new Map<string, string[][]>();
  for (const line of text.split(/\r?\n/).slice(1)) {
    const fields = fieldsOf(line);
    const [id = ''] = fields;
    const known = rows.get(id);
    if (known === undefined) rows.set(id, [fields]);
    else known.push(fields);
  }
  return rows;
}

const column = (name: string): number => CWEVENT_FIELDS.indexOf(name);

/** Runs by inning from the reference's rows: a destination of 4 or more is a run. */
function runsByInning(rows: readonly string[][], side: 'away' | 'home'): number[] {
  const runs: number[] = [];
  const destinations = ['BAT_DEST_ID', 'RUN1_DEST_ID', 'RUN2_DEST_ID', 'RUN3_DEST_ID'].map(column);
  for (const row of rows) {
    if ((row[column('BAT_HOME_ID')] === '1') !== (side === 'home')) continue;
    const inning = Number(row[column('INN_CT')]);
    runs[inning - 1] = (runs[inning - 1] ?? 0) + destinations.filter((at) => Number(row[at]) >= 4).length;
  }
  return runs;
}

function differences(ours: readonly string[][], theirs: readonly string[][]): string[] {
  const found: string[] = [];
  theirs.forEach((row, i) =>
    row.forEach((value, at) => {
      const our = ours[i]?.[at];
      if (our !== value) found.push(`${row[0]} play ${i + 1} ${CWEVENT_FIELDS[at]}: ours ${our}, theirs ${value}`);
    }),
  );
  if (ours.length !== theirs.length)
    found.push(`${theirs[0]?.[0]}: ours ${ours.length} plays, theirs ${theirs.length}`);
  return found;
}

if (FOLDER === undefined || !existsSync(join(FOLDER, '2019'))) {
  test('real games: left out, DUGOUT_RETROSHEET names no folder', () => {
    expect(FOLDER === undefined || !existsSync(join(FOLDER, '2019'))).toBe(true);
  });
} else {
  describe('real games', () => {
    const games = playAll(FOLDER);

    test('every command is accepted, every game ends', () => {
      const unfinished = games.filter(({ played }) => played.refusal !== null || played.state?.status !== 'final');
      expect(unfinished.map(({ game, played }) => [game.id, played.refusal])).toEqual([]);
      expect(games.length).toBeGreaterThan(0);
    });

    test('the official score: runs by inning, runs, hits, errors, left on base', () => {
      const official = expectedRows(FOLDER, 'games.csv.gz');
      const plays = expectedRows(FOLDER, 'events.csv.gz');
      for (const { game, played } of games) {
        const { away, home } = lineScore(played.events);
        const totals = [
          away.runs,
          home.runs,
          away.hits,
          home.hits,
          away.errors,
          home.errors,
          away.leftOnBase,
          home.leftOnBase,
        ];
        expect([game.id, ...totals.map(String)]).toEqual([
          game.id,
          ...(official.get(game.id)?.[0]?.slice(34, 42) ?? []),
        ]);
        const rows = plays.get(game.id) ?? [];
        const innings = (line: typeof away): number[] =>
          line.runsByInning.flatMap((runs) => (runs === null ? [] : [runs]));
        expect([innings(away), innings(home)]).toEqual([runsByInning(rows, 'away'), runsByInning(rows, 'home')]);
      }
    });

    test('every field of every play', () => {
      const plays = expectedRows(FOLDER, 'events.csv.gz');
      const found = games.flatMap(({ game, played }) =>
        differences(cweventRows(game.id, played.events), plays.get(game.id) ?? []),
      );
      expect(found.slice(0, 20)).toEqual([]);
    });

    test('events fit their schema and survive JSON; replay is the state', () => {
      for (const { played } of games.filter((_game, i) => i % 20 === 0)) {
        for (const event of played.events) expect(GameEvent.parse(event)).toEqual(event);
        expect(replay(JSON.parse(JSON.stringify(played.events)) as GameEvent[])).toEqual(played.state);
      }
    });

    test('a usual play takes less than 700 bytes of JSON', () => {
      const sizes = games
        .flatMap(({ played }) => played.events)
        .filter((event) => event.type === 'PlayRecorded')
        .map((event) => JSON.stringify(event).length)
        .sort((a, b) => a - b);
      expect(sizes[Math.floor(sizes.length * 0.95)]).toBeLessThan(700);
    });

    test('every notation, written again, reads the same', () => {
      const notations = new Set(
        games.flatMap(({ played }) =>
          played.events.flatMap((event) => (event.type === 'PlayRecorded' ? [event.notation] : [])),
        ),
      );
      for (const notation of notations) {
        const read = readNotation(notation);
        if (!read.ok) throw new Error(`${notation}: ${read.reason}`);
        const again = readNotation(writeNotation(read.play));
        const sorted = (result: typeof read): unknown => ({
          ...result.play,
          modifiers: [...(result.play.modifiers ?? [])].sort(),
        });
        expect(again.ok && sorted(again)).toEqual(sorted(read));
      }
    });
  });
}
