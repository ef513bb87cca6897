/**
 * The engine alone: reading event files and playing them, on one core, and the memory of a game's state.
 *
 *     npm run build && node --expose-gc dist/bench/engine.js [<event file or folder>…]
 *
 * It is the built form that is measured, as it is the built form that serves.
 * Without arguments it takes the folder that DUGOUT_RETROSHEET names (its `2019/`), else `examples/`. Memory is
 * measured on 10,000 states, each parsed from its own JSON as a snapshot would be, and needs --expose-gc.
 */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectRoot } from '../scripts/cluster/layout';
import type { GameState } from '../src/baseball/state';
import { readEventFile } from '../src/retrosheet/event-file';
import type { RetrosheetGame } from '../src/retrosheet/game';
import { playGame } from '../src/retrosheet/play-game';
import { gatherRosters } from '../src/retrosheet/roster';

const ROUNDS = 8;
const STATES = 10_000;
const PLAYS_BEFORE_SNAPSHOT = 100;

interface InputFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

function filesIn(path: string): InputFile[] {
  const paths = statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path];
  return paths
    .filter((each) => statSync(each).isFile())
    .map((each) => ({ name: basename(each), bytes: readFileSync(each) }));
}

function inputFiles(): InputFile[] {
  const given = process.argv.slice(2);
  if (given.length > 0) return given.flatMap(filesIn);
  const folder = process.env['DUGOUT_RETROSHEET'];
  if (folder !== undefined && existsSync(join(folder, '2019'))) return filesIn(join(folder, '2019'));
  return filesIn(join(projectRoot(), 'examples'));
}

interface Played {
  readonly plays: number;
  readonly events: number;
  /** The state after `PLAYS_BEFORE_SNAPSHOT` plays, or the last one under way. */
  readonly snapshot: GameState | null;
}

function play(game: RetrosheetGame): Played {
  let snapshot: GameState | null = null;
  const { events, refusal } = playGame(game, (state) => {
    if (state.status === 'live' && state.turn <= PLAYS_BEFORE_SNAPSHOT + 1) snapshot = state;
  });
  if (refusal !== null) throw new Error(`${game.id}, line ${refusal.line}: ${refusal.rejection.message}`);
  const plays = events.filter((event) => event.type === 'PlayRecorded').length;
  return { plays, events: events.length, snapshot };
}

function timed<T>(work: () => T): { ms: number; result: T } {
  const start = performance.now();
  const result = work();
  return { ms: performance.now() - start, result };
}

function readAll(files: readonly InputFile[]): RetrosheetGame[] {
  const { rosters } = gatherRosters(files);
  const eventFiles = files.filter(({ name }) => /\.EV[A-Z]$/i.test(name));
  return eventFiles.flatMap(({ name, bytes }) => [...readEventFile(bytes, name, rosters).games]);
}

function benchSpeed(files: readonly InputFile[]): Played[] {
  let best = { read: Infinity, play: Infinity };
  let played: Played[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const read = timed(() => readAll(files));
    const all = timed(() => read.result.map(play));
    if (read.ms + all.ms < best.read + best.play) best = { read: read.ms, play: all.ms };
    played = all.result;
  }
  const plays = played.reduce((sum, game) => sum + game.plays, 0);
  const events = played.reduce((sum, game) => sum + game.events, 0);
  const perSecond = (ms: number): string => Math.round((plays / ms) * 1000).toLocaleString('en');
  const micros = ((best.read + best.play) / plays) * 1000;
  console.log(`games ${played.length}, plays ${plays}, events ${events}; best of ${ROUNDS} rounds on one core`);
  console.log(`  read              ${best.read.toFixed(0)} ms`);
  console.log(`  decide and evolve ${best.play.toFixed(0)} ms  ${perSecond(best.play)} plays/s`);
  console.log(`  together          ${micros.toFixed(1)} µs a play  ${perSecond(best.read + best.play)} plays/s`);
  return played;
}

/** Bytes of heap an item that `make` builds, over `STATES` of them. */
function heapOf(make: (i: number) => unknown, gc: () => void): number {
  const kept: unknown[] = new Array(STATES).fill(null);
  gc();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < STATES; i++) kept[i] = make(i);
  gc();
  const bytes = (process.memoryUsage().heapUsed - before) / STATES;
  return kept.length === STATES ? bytes : 0;
}

function benchMemory(played: readonly Played[]): void {
  const gc = (globalThis as { gc?: () => void }).gc;
  if (gc === undefined) {
    console.log('memory: left out, start with --expose-gc');
    return;
  }
  const texts = played.map(({ snapshot }) => JSON.stringify(snapshot));
  const bare = played.map(({ snapshot }) => JSON.stringify({ ...snapshot, lineups: null }));
  const text = (all: readonly string[], i: number): string => all[i % all.length] ?? '{}';
  const whole = heapOf((i) => JSON.parse(text(texts, i)) as unknown, gc);
  const without = heapOf((i) => JSON.parse(text(bare, i)) as unknown, gc);
  console.log(`memory of a state after ${PLAYS_BEFORE_SNAPSHOT} plays, ${STATES} states, each parsed by itself`);
  console.log(`  with both lineups  ${Math.round(whole)} bytes (JSON ${Math.round(average(texts))})`);
  console.log(`  without lineups    ${Math.round(without)} bytes (JSON ${Math.round(average(bare))})`);
}

function average(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0) / Math.max(texts.length, 1);
}

const played = benchSpeed(inputFiles());
benchMemory(played);
