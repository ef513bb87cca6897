/** `npm run box`: the box score as a newspaper prints it, of a file and of a service. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GameEvent } from '../../../src/protocol/events';
import type { Lineup } from '../../../src/protocol/lineup';
import { boxScore } from '../../../src/baseball/box-score/box-score';
import { runBox } from '../../../scripts/box';
import { newspaper } from '../../../scripts/box/newspaper';
import { boxOptions } from '../../../scripts/box/options';
import { shortNames } from '../../../scripts/box/short-names';
import { UsageError } from '../../../scripts/cluster/verbs';
import { lineup, newGame, player } from '../baseball/scorebook';
import { sampleLines } from '../retrosheet/sample-game';

/** The lines of a part of the page that begins with these words. */
function part(text: string, begin: string): string[] {
  const found = text.split('\n\n').find((each) => each.trimStart().startsWith(begin));
  return (found ?? '').split('\n');
}

describe('newspaper', () => {
  const book = newGame({ ruleset: { innings: 2 } });
  book.play('D8', 'HR.2-H', '64', 'K', 'E6/G', 'PB.1-2', '63');
  book.play('S8', '64(1)3/GDP', 'HP', 'SB2', 'CS3(25)');
  book.side();
  book.play('W');
  book.substitute('away', 'ab1', [1, 1]);
  book.play('S8.1-2', 'K', 'WP.2-3', 'K', 'K');
  const text = newspaper(boxScore(book.events), { date: '2024/05/05', timeofgame: '125', attendance: '1204' });

  test('who, when, and the line score', () => {
    expect(text.split('\n')[0]).toBe('Away 2, Home 0  (2024/05/05)');
    expect(part(text, '1  2').map((line) => line.trim().replaceAll(/ +/g, ' '))).toEqual([
      '1 2 R H E',
      'Away 2 0 2 2 0',
      'Home 0 0 0 2 1',
    ]);
  });

  test('batters: their positions and counts; substitutes are set in', () => {
    expect(part(text, 'Away  ')[1]).toBe('A1 p                           1   1   1   0   0   0   0   0   0');
    expect(part(text, 'Away  ')[2]).toBe('  AB1 p                        0   0   0   0   0   0   0   0   0');
    expect(part(text, 'Home  ').at(-1)?.startsWith('Totals')).toBe(true);
  });

  test('notes by team', () => {
    expect(part(text, '2B')).toEqual([
      '2B: A1',
      'HR: A2 (1st inning, off H1, 1 on, 0 out)',
      'LOB: 1',
      'DP: 1 (A6-A4-A3)',
    ]);
    expect(part(text, 'SB')).toEqual(['SB: H3', 'CS: H3', 'HBP: H3', 'GIDP: H2', 'LOB: 2', 'E: H6', 'PB: H2']);
  });

  test('pitchers: decisions, who got nobody out, inherited runners', () => {
    const [, a1, ab1] = text
      .split('\n\n')
      .find((each) => each.includes('  IP'))!
      .split('\n');
    expect([a1?.trim().split(/ {2,}/)[0], ab1?.trim().split(/ {2,}/)[0]]).toEqual(['A1*', 'AB1 (W)']);
    expect(part(text, '*')).toEqual([
      '* A1 pitched to 1 batter in the 2nd.',
      'WP: AB1',
      'Inherited runners-scored: AB1 1-0',
    ]);
    expect(text.trimEnd().split('\n').at(-1)).toBe('T: 2:05   A: 1,204');
  });

  test('a game that goes on → said, and its open innings are blank', () => {
    const open = newGame();
    open.play('K');
    const page = newspaper(boxScore(open.events), {});
    expect(page.split('\n')[0]).toBe('Away 0, Home 0  [live]');
    expect(page).not.toContain('x');
  });
});

test('short names: the last name; with an initial when two share it', () => {
  const named = (letter: string, names: readonly string[]): Lineup => {
    const { order } = lineup(letter);
    const starters = order.map((starter, i) => ({
      ...starter,
      player: { ...starter.player, name: names[i] ?? `X ${letter}${i}` },
    }));
    return { order: starters, bench: [] };
  };
  const away = named('a', ['Jackie Bradley Jr.', 'Will Smith', 'Ichiro']);
  const home = named('h', ['Dwight Smith']);
  const nameOf = shortNames(boxScore(newGame({ away, home }).events));
  expect(['a1', 'a2', 'a3', 'h1', 'zz'].map(nameOf)).toEqual(['Bradley Jr.', 'W. Smith', 'Ichiro', 'D. Smith', 'zz']);
});

describe('npm run box', () => {
  let folder: string;
  const lines = (id: string): string[] => sampleLines(id).filter((line) => !line.startsWith('badj'));

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'box-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = (...ids: string[]): string => {
    const path = join(folder, '2020HOM.EVN');
    writeFileSync(path, ids.flatMap(lines).join('\n'));
    return path;
  };

  test('a file with one game → its box score', async () => {
    expect(await runBox([file('HOM202001010')])).toContain('HR: A. A (1st inning, off A. H, 0 on, 0 out)');
  });

  test('a file with several → the one that is named, or a word on how to name it', async () => {
    const path = file('HOM202001010', 'HOM202001020');
    expect(await runBox([path, '--game', 'HOM202001020'])).toContain('AWY 1, HOM 0');
    await expect(runBox([path])).rejects.toThrow('name one with --game (HOM202001010, HOM202001020)');
    await expect(runBox([path, '--game', 'nobody'])).rejects.toThrow('has no game nobody');
  });

  test('arguments', () => {
    expect(boxOptions(['x', '--url', 'http://h:1'])).toEqual({ what: 'x', game: undefined, url: 'http://h:1' });
    expect(boxOptions(['-h'])).toBeUndefined();
    for (const argv of [[], ['a', 'b'], ['a', '--url', 'nowhere']]) expect(() => boxOptions(argv)).toThrow(UsageError);
  });

  test('neither a file nor an id → said', async () => {
    await expect(runBox(['no/such/file'])).rejects.toThrow('There is no file no/such/file');
  });
});

/** Serves a journal in pages of two entries, as the service does. */
async function withService<T>(events: readonly GameEvent[], use: (url: string) => Promise<T>): Promise<T> {
  const entries = events.map((event, i) => ({ gameId: 'g1', seq: i + 1, epoch: 1, events: [event] }));
  const server = createServer((request, response) => {
    const after = Number(new URL(request.url ?? '', 'http://localhost').searchParams.get('after'));
    const updates = entries.slice(after, after + 2);
    const next = after + 2 < entries.length ? after + 2 : null;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, gameId: 'g1', updates, seq: entries.length, next }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

test('a game of a service → all pages of its events', async () => {
  const book = newGame();
  book.play('HR', 'K', 'S8');
  book.give({ type: 'SetEarnedRuns', pitcher: player('h1').id, earnedRuns: 1 });
  const text = await withService(book.events, (url) => runBox(['g1', '--url', url]));
  expect(text).toBe(newspaper(boxScore(book.events), {}));
});
