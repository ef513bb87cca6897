/**
 * The reader against anything: 100,000 broken files. It never throws, names what it cannot read, and whatever it lets
 * through is accepted or refused by the rules by name.
 *
 * The seed is in the test's title; DUGOUT_FUZZ_SEED repeats it, DUGOUT_FUZZ_RUNS changes the number.
 */
import { playGame } from '../../../src/retrosheet/play-game';
import { bytesOf, sampleLines } from './sample-game';
import { readEventFile } from '../../../src/retrosheet/event-file';
import { Command } from '../../../src/protocol/commands';

const SEED = Number(process.env['DUGOUT_FUZZ_SEED'] ?? process.pid * 7_919 + process.hrtime()[1]) >>> 0;
const RUNS = Number(process.env['DUGOUT_FUZZ_RUNS'] ?? 100_000);

/** Mulberry32: small, and the same for a seed everywhere. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Random = (below: number) => number;

const PARTS = [
  ',',
  '"',
  '\r',
  '\n',
  'play,',
  'sub,',
  'id,',
  'NP',
  '1-H',
  'X',
  '.',
  '(',
  ')',
  '99',
  '/',
  '',
  '\u0000',
  'é',
];

/** The lines that a mutation works on: a few of the sample, so that 100,000 files take seconds. */
function base(random: Random): string[] {
  const lines = sampleLines();
  return random(3) === 0 ? lines : lines.slice(0, 26 + random(12));
}

function mutateLine(lines: string[], random: Random): void {
  const at = random(lines.length);
  const line = lines[at] ?? '';
  const from = random(line.length + 1);
  const part = PARTS[random(PARTS.length)] ?? '';
  lines[at] = line.slice(0, from) + part + line.slice(from + random(4));
}

function mutateLines(lines: string[], random: Random): void {
  const at = random(lines.length);
  switch (random(4)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(at, 0, lines[random(lines.length)] ?? '');
      break;
    case 2:
      lines.splice(random(lines.length), 0, ...lines.splice(at, 1));
      break;
    default:
      mutateLine(lines, random);
  }
}

function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  if (random(4) === 0) return bytes.slice(0, random(bytes.length + 1));
  const copy = Uint8Array.from(bytes);
  for (let i = random(3); i > 0; i--) copy[random(copy.length)] = random(256);
  return copy;
}

function brokenFile(random: Random): Uint8Array {
  const lines = base(random);
  for (let i = 1 + random(3); i > 0; i--) {
    if (random(2) === 0) mutateLine(lines, random);
    else mutateLines(lines, random);
  }
  return mutateBytes(bytesOf(lines, ['\r\n', '\n', '\r'][random(3)]), random);
}

describe('the reader, fuzzed', () => {
  test(`${RUNS} broken files, seed ${SEED}: games or named problems, never an exception`, () => {
    const random = randomFrom(SEED);
    let games = 0;
    let refused = 0;
    for (let run = 0; run < RUNS; run++) {
      const bytes = brokenFile(random);
      const file = readEventFile(bytes, 'fuzz');
      const named = file.problems.every(({ line, reason }) => line >= 1 && reason !== '');
      if (!named) throw new Error(`run ${run}: a problem without a line or a reason`);
      for (const game of file.games) {
        games += 1;
        if (run % 50 === 0) for (const { command } of game.commands) Command.parse(command);
        if (playGame(game).refusal !== null) refused += 1;
      }
    }
    expect(games).toBeGreaterThan(RUNS / 100);
    expect(refused).toBeGreaterThan(0);
  });
});
