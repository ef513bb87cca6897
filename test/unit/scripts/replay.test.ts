import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { UsageError } from '../../../scripts/cluster/verbs';
import { verifyGame, type Evidence } from '../../../scripts/replay/findings';
import { Latencies } from '../../../scripts/replay/latencies';
import { replayOptions } from '../../../scripts/replay/options';
import { planGame, type PlannedGame } from '../../../scripts/replay/plan';
import { Progress } from '../../../scripts/replay/progress';
import { gameReport, summary } from '../../../scripts/replay/report';
import { commandIdOf, type GameRun } from '../../../scripts/replay/scorekeeper';
import { readSources } from '../../../scripts/replay/sources';
import { whenAnswering } from '../../../scripts/replay/target';
import type { StoredEntry } from '../../../scripts/replay/stored';
import type { GameEvent } from '../../../src/protocol/events';
import { GameId } from '../../../src/protocol/ids';
import '../../support/fixed-chance';

const EXAMPLES = join(__dirname, '..', '..', '..', 'examples');

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'dugout-replay-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

function gameCalled(id: string): PlannedGame {
  const source = readSources([EXAMPLES]).games.find(({ game }) => game.id === id);
  const plan = planGame(source!);
  if (!plan.ok) throw new Error(plan.problem.reason);
  return plan.game;
}

describe('arguments', () => {
  test('options: files and flags → what to do', () => {
    const options = replayOptions([
      'a.EVA',
      'b',
      '--games',
      '12',
      '--at-once',
      '3',
      '--pace',
      '250',
      '--url',
      'http://h:1/x',
    ]);
    expect(options).toEqual({ paths: ['a.EVA', 'b'], games: 12, atOnce: 3, paceMs: 250, url: 'http://h:1' });
  });

  test('options: nothing but a file → each game once, on the cluster that is found', () => {
    expect(replayOptions(['a.EVA'])).toEqual({
      paths: ['a.EVA'],
      games: undefined,
      atOnce: 50,
      paceMs: 0,
      url: undefined,
    });
  });

  test.each([
    [[]],
    [['a', '--games', '0']],
    [['a', '--games', 'many']],
    [['a', '--at-once', '0']],
    [['a', '--pace', '-1']],
    [['a', '--url', 'localhost:3000']],
    [['a', '--speed', '3']],
  ])('options: %j → a usage error', (argv) => {
    expect(() => replayOptions(argv)).toThrow(UsageError);
  });
});

describe('reading', () => {
  test('sources: a folder → its event files by name, with the names that its rosters give', () => {
    const { games, problems } = readSources([EXAMPLES]);
    expect(problems).toEqual([]);
    expect(games.map(({ game }) => game.id)).toEqual([
      'FOG202406150',
      'GUL202405040',
      'GUL202405050',
      'SAL202407200',
      'TID202408172',
    ]);
    expect(games[0]?.game.schedule.teams.home.name).toBe('Fogbank Bellringers');
  });

  test('sources: a path that is not there, a folder without event files → a usage error', () => {
    expect(() => readSources([join(folder, 'none.EVA')])).toThrow(UsageError);
    expect(() => readSources([folder])).toThrow(UsageError);
  });

  test('sources: a line that cannot be read → named with file and line, its game left out, the others there', () => {
    const [first, second] = readSources([join(EXAMPLES, '2024GUL.EVA')]).games;
    const text = `id,BAD202401010\r\ninfo,visteam,A\r\nplay,1,0,nobody\r\nid,${first?.game.id}\r\n`;
    const path = file('2024BAD.EVA', text);
    const { games, problems } = readSources([path, join(EXAMPLES, '2024GUL.EVA')]);
    expect(problems[0]).toMatchObject({ file: path, line: 3 });
    expect(games.map(({ game }) => game.id)).toEqual([first?.game.id, second?.game.id]);
  });

  test('sources: a line of a roster that cannot be read → a warning, and no game is left out', () => {
    file('2024TID.EVN', readFileSync(join(EXAMPLES, '2024TID.EVN'), 'latin1'));
    const roster = file('TID2024.ROS', 'weirl001,Weir,Lon,B,R,TID,CF\nweir\n');
    const { games, problems, warnings } = readSources([folder]);
    expect(games).toHaveLength(1);
    expect(problems).toEqual([]);
    expect(warnings).toMatchObject([{ file: roster, line: 2 }]);
  });

  test('plan: a play that cannot happen → the line that the rules refuse', () => {
    const { games } = readSources([join(EXAMPLES, '2024TID.EVN')]);
    const { game } = games[0]!;
    const commands = game.commands.map(({ line, command }) =>
      command.type === 'RecordPlay' && command.turn === 1
        ? { line, command: { ...command, notation: 'SB3' } }
        : { line, command },
    );
    const first = game.commands.find(({ command }) => command.type === 'RecordPlay');
    const plan = planGame({ file: 'x.EVN', game: { ...game, commands } });
    expect(plan).toMatchObject({ ok: false, problem: { file: 'x.EVN', line: first?.line } });
  });

  test('plan: a file that breaks off → the game does not end', () => {
    const { games } = readSources([join(EXAMPLES, '2024TID.EVN')]);
    const { game } = games[0]!;
    const plan = planGame({
      file: 'x.EVN',
      game: { ...game, commands: game.commands.slice(0, 40), ending: null, earnedRuns: [] },
    });
    expect(plan).toMatchObject({ ok: false, problem: { reason: 'TID202408172: the game does not end' } });
  });

  test('plan: a game called for rain → its end is among the commands', () => {
    expect(gameCalled('GUL202405050').commands.map(({ command }) => command.type)).toContain('EndGame');
    expect(gameCalled('GUL202405040').commands.map(({ command }) => command.type)).not.toContain('EndGame');
  });
});

test('target: nobody answers there → a usage error that names the address', async () => {
  await expect(whenAnswering('http://127.0.0.1:1', 0)).rejects.toThrow(UsageError);
  await expect(whenAnswering('http://127.0.0.1:1', 0)).rejects.toThrow('Nothing answers at http://127.0.0.1:1.');
});

test('command ids: the same for the same thing of a run, another for any other', () => {
  const ids = ['a', 'b'].flatMap((run) =>
    [0, 1].flatMap((game) => ['x', 7].map((thing) => commandIdOf(run, game, thing))),
  );
  expect(new Set(ids).size).toBe(8);
  expect(commandIdOf('a', 0, 7)).toBe(commandIdOf('a', 0, 7));
});

describe('latencies', () => {
  test('quantiles: at most two per cent above the exact ones, never above the longest', () => {
    const times = fc.array(fc.double({ min: 0.001, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(times, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, share) => {
        const latencies = new Latencies();
        all.forEach((one) => latencies.add(one));
        const exact = [...all].sort((a, b) => a - b)[Math.ceil(all.length * share) - 1]!;
        const found = latencies.quantile(share);
        return found >= exact * 0.999999 && found <= exact * 1.0201 && found <= Math.max(...all);
      }),
    );
  });

  test('counts: two histograms added up → the one of all times', () => {
    const [one, other, all] = [new Latencies(), new Latencies(), new Latencies()];
    [1, 2, 300].forEach((ms) => (one.add(ms), all.add(ms)));
    [0.5, 7].forEach((ms) => (other.add(ms), all.add(ms)));
    one.addCounts(other.toCounts());
    expect(one.toCounts()).toEqual(all.toCounts());
    expect(one.maxMs).toBe(300);
    expect(new Latencies().quantile(0.99)).toBe(0);
  });
});

describe('progress', () => {
  test('a log: lines, and the last one says it all', () => {
    const written: string[] = [];
    const progress = new Progress({
      games: 2,
      out: { write: (text) => written.push(String(text)) > 0, isTTY: false, columns: 0 },
    });
    progress.acked({ tookMs: 4, isPlay: true });
    progress.acked({ tookMs: 4, isPlay: false });
    progress.gameDone();
    progress.end();
    expect(written.join('')).toMatch(/^1\/2 games {2}1 plays {2}\d+ plays\/s {2}ack p50 4\.0 ms p99 4\.0 ms\n$/);
  });
});

describe('findings', () => {
  const planned = gameCalled('TID202408172');
  const scheduled = { type: 'GameScheduled', ...planned.schedule } as unknown as GameEvent;

  /** A game that went as it should: two commands' events in one entry each, the rest one by one. */
  const entries = (): StoredEntry[] => {
    const rest = planned.events.map((event, i) => ({ seq: i + 2, commandId: `c${i}`, epoch: 3, events: [event] }));
    // Entries hold as many events as their command caused; how they are cut is the service's matter.
    return [{ seq: 1, commandId: 'created', epoch: 0, events: [withRules(scheduled)] }, ...rest];
  };
  const withRules = (event: GameEvent): GameEvent => ({ ...event, ruleset: planned.schedule.ruleset }) as GameEvent;
  const run = (end: GameRun['end'] = { is: 'complete' }): GameRun => ({
    planned,
    gameId: GameId.parse('g1'),
    acks: entries()
      .slice(1)
      .map(({ commandId, seq, epoch }) => ({ commandId, seq, epoch })),
    end,
  });
  const evidence = (stored: readonly StoredEntry[]): Evidence => ({
    served: entries(),
    stored,
    servedLineScore: planned.lineScore,
  });
  const findingsOf = (stored: readonly StoredEntry[]): string =>
    verifyGame(run(), evidence(stored)).findings.join('\n');

  test('all there → nothing to find, and the report says equal', () => {
    const verified = verifyGame(run(), evidence(entries()));
    expect(verified.findings).toEqual([]);
    expect(gameReport(verified)).toContain('equal');
    expect(gameReport(verified)).toMatch(/Tidemill Clockmakers +2 {2}0 {2}1 {2}0 {2}0 {2}0 {2}0 {2}2 +5 +8 +1/);
    expect(summary([verified], { leftOut: 1, readDatabase: true })).toMatch(
      /^1 games equal to their files, 1 left out/,
    );
  });

  test('an acknowledged command that is not there → missing, and the seqs have a gap', () => {
    const found = findingsOf(entries().filter(({ seq }) => seq !== 9));
    expect(found).toContain('PostgreSQL: command c7 was acknowledged at 9 and is missing');
    expect(found).toContain('PostgreSQL: seq 10 stands where 9 must');
  });

  test('a command that is there twice → doubled', () => {
    const doubled = { ...entries()[8]!, seq: planned.events.length + 2 };
    expect(findingsOf([...entries(), doubled])).toContain('PostgreSQL: command c7 is there 2 times');
  });

  test('a command at another seq than its answer said → moved', () => {
    const moved = entries().map((entry) => ({
      ...entry,
      commandId: entry.seq === 9 ? 'c8' : entry.seq === 10 ? 'c7' : entry.commandId,
    }));
    expect(findingsOf(moved)).toContain('PostgreSQL: command c7 is at 10, not at 9');
  });

  test('another event than the file has → named, and so is the line score', () => {
    const wrong = entries().map((entry) => ({
      ...entry,
      events: entry.events.map((event) =>
        event.type === 'PlayRecorded' && event.turn === 1 ? { ...event, kind: 'out' as const } : event,
      ),
    }));
    const found = findingsOf(wrong);
    expect(found).toMatch(/PostgreSQL: event \d+, the play S9\/L9 of turn 1, differs from the file's in kind/);
    expect(found).toContain('the line score is not that of the file');
    expect(gameReport(verifyGame(run(), evidence(wrong)))).toContain('DIFFERS');
    expect(summary([verifyGame(run(), evidence(wrong))], { leftOut: 0, readDatabase: true })).toContain(
      '1 of 1 games DIFFER',
    );
  });

  test('nothing stored → a finding', () => {
    expect(findingsOf([])).toContain('nothing is stored');
  });

  test('a game that was stopped → judged by what it had', () => {
    const cut = entries().slice(0, 20);
    const stopped: GameRun = { ...run({ is: 'stopped' }), acks: run().acks.slice(0, 19) };
    const verified = verifyGame(stopped, { served: cut, stored: cut, servedLineScore: null });
    expect(verified.findings).toEqual([]);
    expect(gameReport(verified)).toContain('stopped, equal so far');
  });

  test('a game that failed → the reason is a finding', () => {
    const failed: GameRun = { ...run({ is: 'failed', reason: 'x.EVN:7: RecordPlay was refused' }) };
    expect(verifyGame(failed, evidence(entries())).findings).toEqual(['x.EVN:7: RecordPlay was refused']);
  });
});
