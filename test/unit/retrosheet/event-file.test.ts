/** The reader of event files: what becomes of a game, and what a line that cannot be read costs. */
import { lineScore } from '../../../src/baseball/line-score';
import { Command } from '../../../src/protocol/commands';
import { ScheduleInput } from '../../../src/protocol/schedule';
import { readEventFile, type EventFile } from '../../../src/retrosheet/event-file';
import { gatherRosters, readRosterFile, readTeamFile, rosterFileKind } from '../../../src/retrosheet/roster';
import { playGame, type PlayedGame } from '../../../src/retrosheet/play-game';
import { bytesOf, sampleLines } from './sample-game';

const read = (lines: readonly string[], eol?: string): EventFile => readEventFile(bytesOf(lines, eol), 'test.EVN');
const ids = (file: EventFile): string[] => file.games.map((game) => game.id);

/** The sample with one line changed. */
function withLine(find: string, replacement: string): string[] {
  const lines = sampleLines();
  const index = lines.findIndex((line) => line.startsWith(find));
  expect(index).toBeGreaterThan(0);
  lines[index] = replacement;
  return lines;
}

describe('readEventFile', () => {
  test('a game → its schedule and commands, each with its line, each by the schema', () => {
    const file = read(sampleLines());
    expect(file.problems).toEqual([]);
    const [game] = file.games;
    if (game === undefined) throw new Error('no game');
    expect(ScheduleInput.parse(game.schedule)).toEqual(game.schedule);
    for (const { command } of game.commands) expect(Command.parse(command)).toEqual(command);
    expect(game.schedule).toMatchObject({
      teams: { away: { id: 'AWY' }, home: { id: 'HOM' } },
      ruleset: { name: 'mlb-2020', innings: 1, designatedHitter: false, reEntry: false, automaticRunner: null },
    });
    expect(game.commands.map(({ line, command }) => `${line} ${command.type}`)).toEqual([
      '8 SetLineup',
      '8 SetLineup',
      '8 StartGame',
      '26 RecordPlay',
      '28 RecordPlay',
      '29 RecordPitches',
      '30 RecordSubstitution',
      '31 RecordPlay',
      '32 RecordPlay',
      '34 RecordPlay',
      '35 RecordPlay',
      '36 RecordPlay',
      '37 RecordPlay',
    ]);
    expect(game.ending).toMatchObject({ command: { type: 'EndGame', reason: 'called' } });
    expect(game.earnedRuns.map(({ command }) => command)).toContainEqual({
      type: 'SetEarnedRuns',
      pitcher: 'h1',
      earnedRuns: 1,
    });
  });

  test('a quoted name with a comma → one field', () => {
    const command = read(sampleLines()).games[0]?.commands.find((each) => each.command.type === 'RecordSubstitution');
    expect(command?.command).toMatchObject({ player: { id: 'h10', name: 'Jones, Jr.' } });
  });

  test('turns count the plays, a count that is not known is left out', () => {
    const plays = read(sampleLines()).games[0]?.commands.flatMap(({ command }) =>
      command.type === 'RecordPlay' ? [[command.turn, command.count]] : [],
    );
    expect(plays?.slice(0, 4)).toEqual([
      [1, { balls: 1, strikes: 0 }],
      [2, { balls: 3, strikes: 2 }],
      [3, { balls: 3, strikes: 1 }],
      [4, undefined],
    ]);
  });

  test.each([
    ['LF', '\n'],
    ['a lone CR', '\r'],
    ['CRLF', '\r\n'],
  ])('line ends of %s → the same game', (_name, eol) => {
    expect(read(sampleLines(), eol)).toEqual(read(sampleLines()));
  });

  test('a byte order mark, a control-Z at the end, empty lines → passed over', () => {
    const marked = Uint8Array.from([0xef, 0xbb, 0xbf, ...bytesOf(sampleLines()), 0x0d, 0x0a, 0x1a]);
    expect(readEventFile(marked, 'test.EVN').problems).toEqual([]);
  });

  test('Latin-1 and UTF-8 names → read alike', () => {
    const lines = withLine('start,a1', 'start,a1,"José Abbott",0,1,1');
    const latin = Uint8Array.from(lines.join('\r\n'), (char) => char.charCodeAt(0));
    const nameIn = (file: EventFile): unknown => {
      const [first] = file.games[0]?.commands ?? [];
      return first?.command.type === 'SetLineup' ? first.command.lineup.order[0]?.player.name : undefined;
    };
    expect([nameIn(readEventFile(latin, 'l')), nameIn(read(lines))]).toEqual(['José Abbott', 'José Abbott']);
  });

  test('blanks before numbers and between pitches, as some old files have them → read', () => {
    const file = read(withLine('play,1,0,a2', 'play, 1, 0,a2,12,BB X,K'));
    const play = file.games[0]?.commands.find(
      ({ command }) => command.type === 'RecordPlay' && command.batter === 'a2',
    );
    expect(play?.command).toMatchObject({ count: { balls: 1, strikes: 2 }, pitches: 'BB X', notation: 'K' });
  });

  test('a line that cannot be read → its game is left out, the others stay', () => {
    const broken = withLine('play,1,0,a2', 'play,1,0,a2');
    const file = read([...sampleLines('HOM202001011'), ...broken, ...sampleLines('HOM202001013')]);
    expect(ids(file)).toEqual(['HOM202001011', 'HOM202001013']);
    expect(file.problems).toEqual([
      { file: 'test.EVN', line: 68, reason: 'HOM202001010: not play,inning,team,batter,count,pitches,play' },
    ]);
  });

  test.each([
    ['play,1,0,a2', 'play,1,2,a2,00,,K', 'not play,inning,team,batter,count,pitches,play'],
    ['play,1,0,a2', 'play,0,0,a2,00,,K', 'not play,inning,team,batter,count,pitches,play'],
    ['play,1,0,a2', 'play,1,0,a2,00,,', 'the play cannot be read'],
    ['play,1,0,a2', 'play,1,0,a2,00,B\u0007X,K', 'the pitches cannot be read'],
    ['start,a3', 'start,a3,"X",0,10,3', 'not start,player,name,team,slot,position'],
    ['start,a3', 'start,a3,"X",0,2,3', 'the away team needs one starter in slot 2'],
    ['start,a3', 'com,"nobody in slot 3"', 'the away team needs one starter in slot 3'],
    ['sub,h10', 'sub,h10,"X",1,1,13', 'not sub,player,name,team,slot,position'],
    ['sub,h10', 'sub,,"X",1,1,1', 'not sub,player,name,team,slot,position'],
    ['badj', 'badj,h1,Q', 'not badj,player,L or R'],
    ['badj', 'padj,h1', 'not padj,player,L or R'],
    ['badj', 'ladj,1,0', 'not ladj,team,slot'],
    ['badj', 'radj,h1,4', 'not radj,player,base'],
    ['badj', 'presadj,h1,0', 'not presadj,pitcher,base'],
    ['badj', 'start,h1,"late",1,1,1', 'a starter after the first play'],
    ['badj', 'wibble,1,2', 'not a record of an event file'],
    ['badj', 'x'.repeat(1_001), 'the line is too long'],
    ['data,er,h1', 'data,er,h1,x', 'not data,er,pitcher,earned runs'],
    ['info,visteam', 'info,visteam,', 'the teams are not named (info,visteam and info,hometeam)'],
    ['info,date', 'info,', 'an info record without a name'],
  ])('%s… → %s: left out: %s', (find, replacement, reason) => {
    const file = read(withLine(find, replacement));
    expect(ids(file)).toEqual([]);
    expect(file.problems.map((problem) => problem.reason)).toEqual([`HOM202001010: ${reason}`]);
  });

  test('a play before the starters → left out', () => {
    const lines = sampleLines();
    expect(read([...lines.slice(0, 7), 'play,1,0,a1,00,,K']).problems[0]?.reason).toContain('before the starters');
  });

  test('records before the first game, a game twice, a game without plays → named', () => {
    const file = read([
      'play,1,0,a1,00,,K',
      'junk',
      ...sampleLines(),
      ...sampleLines(),
      ...sampleLines('X1').slice(0, 25),
    ]);
    expect(ids(file)).toEqual(['HOM202001010']);
    expect(file.problems.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '1 a record before the first game',
      '43 HOM202001010: the file has this game twice',
      '83 X1: the game has no plays',
    ]);
  });

  test('a file cut off in a game → never a result: no ending is made up', () => {
    const cut = sampleLines().slice(0, 30);
    const [game] = read(cut).games;
    expect(game?.ending).toBeNull();
    if (game !== undefined) expect(playGame(game).state?.status).toBe('live');
  });

  test('nothing, garbage, and ten megabytes of it → problems, no exception', () => {
    expect(readEventFile(new Uint8Array(), 'empty')).toEqual({ games: [], problems: [] });
    const garbage = new Uint8Array(10_000_000);
    for (let i = 0; i < garbage.length; i++) garbage[i] = (i * 31 + (i >> 7)) & 0xff;
    const file = readEventFile(garbage, 'garbage');
    expect([file.games.length, file.problems.length]).toEqual([0, 1]);
  });
});

describe('the rules of a recorded game', () => {
  const rulesetOf = (...lines: string[]): unknown => {
    const sample = sampleLines();
    return read([...sample.slice(0, 7), ...lines, ...sample.slice(7)]).games[0]?.schedule.ruleset;
  };

  test('innings, the home team bats first, the tie-breaker', () => {
    expect(rulesetOf('info,innings,7', 'info,htbf,true', 'info,tiebreaker,2')).toMatchObject({
      innings: 7,
      homeBatsFirst: true,
      automaticRunner: { fromInning: 8, base: 2 },
    });
  });

  test('an automatic runner → from the inning in which the first one is placed', () => {
    const lines = sampleLines();
    const extra = ['radj,a4,2', 'play,2,0,a5,00,,K'];
    const at = lines.findIndex((line) => line.startsWith('data'));
    const file = read([...lines.slice(0, at), ...extra, ...lines.slice(at)]);
    expect(file.games[0]?.schedule.ruleset).toMatchObject({ automaticRunner: { fromInning: 2, base: 2 } });
  });

  test('a player who comes back → the rules let him', () => {
    const lines = withLine('com', 'sub,h9b,"Nine B",1,9,9');
    lines.splice(lines.indexOf('sub,h9b,"Nine B",1,9,9') + 1, 0, 'sub,h9,"Ives H",1,9,9');
    const [game] = read(lines).games;
    expect(game?.schedule.ruleset).toMatchObject({ reEntry: true });
  });
});

describe('rosters', () => {
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);

  test('roster and team files → hands and names for the players of their team', () => {
    const { rosters, problems } = gatherRosters([
      { name: 'HOM2020.ROS', bytes: text('h1,Abbott,Hank,B,R,HOM,P\r\nh10,Jones,Joe,L,L,HOM,P\r\n') },
      { name: 'TEAM2020', bytes: text('HOM,N,Home Town,Hounds\r\n') },
      { name: 'readme.txt', bytes: text('nothing') },
    ]);
    expect(problems).toEqual([]);
    const [game] = readEventFile(bytesOf(sampleLines()), 'x', rosters).games;
    expect(game?.schedule.teams.home.name).toBe('Home Town Hounds');
    expect(game?.commands[1]?.command).toMatchObject({
      lineup: {
        order: expect.arrayContaining([
          { player: expect.objectContaining({ bats: 'B', throws: 'R' }) as unknown, position: 1 },
        ]) as unknown,
      },
    });
  });

  test('lines that cannot be read → named', () => {
    expect(readRosterFile(text('h1,Abbott\n\nh2,B,C,S,?\n'), 'r')).toEqual({
      players: [{ id: 'h2', name: 'C B', first: 'C', last: 'B', bats: 'B', throws: null }],
      problems: [{ file: 'r', line: 1, reason: 'not a roster line: id,last,first,bats,throws' }],
    });
    expect(readTeamFile(text('HOM,N\n'), 't').problems).toHaveLength(1);
    expect(['NYA2019.ROS', 'TEAM2019', '2019NYA.EVA'].map(rosterFileKind)).toEqual(['roster', 'teams', 'other']);
  });
});

describe('the sample game', () => {
  const playedWith = (find: string, ...records: string[]): PlayedGame => {
    const lines = sampleLines();
    const at = lines.findIndex((line) => line.startsWith(find));
    const [game] = read([...lines.slice(0, at), ...records, ...lines.slice(at)]).games;
    if (game === undefined) throw new Error('no game');
    return playGame(game);
  };
  const handsIn = ({ events }: PlayedGame): string[] =>
    events.flatMap((event) => (event.type === 'HandAdjusted' ? [`${event.kind} ${event.player} ${event.hand}`] : []));

  test('played → its score; a hand of somebody who is not up says nothing', () => {
    const played = playedWith('data');
    expect([played.refusal, played.state?.status, handsIn(played)]).toEqual([null, 'final', []]);
    expect(lineScore(played.events)).toMatchObject({ away: { runs: 1, hits: 1 }, home: { runs: 0, hits: 1 } });
  });

  test.each([
    ['of the batter of the next record', ['badj,h10,L'], ['battingHand h10 L']],
    ['of a pinch hitter who is only announced behind it', ['badj,b1,R', 'play,1,1,h10,00,,NP'], []],
    ['of the pitcher', ['padj,a1,L'], ['pitchingHand a1 L']],
    ['of a pitcher who is not in yet', ['padj,a10,L', 'play,1,1,h10,00,,NP'], []],
  ])('a hand %s', (_whose, records, hands) => {
    const played = playedWith('play,1,1,h10', ...records);
    expect([played.refusal, handsIn(played)]).toEqual([null, hands]);
  });

  test.each([[[]], [['ladj,1,2']]])('a play of another batter than who is up → out of turn, with %j', (records) => {
    const lines = sampleLines().filter((line) => !line.startsWith('play,1,1,h10'));
    const at = lines.findIndex((line) => line.startsWith('play,1,1'));
    const [game] = read([...lines.slice(0, at), ...records, ...lines.slice(at)]).games;
    if (game === undefined) throw new Error('no game');
    const { events, refusal } = playGame(game);
    expect(events.filter(({ type }) => type === 'BattingOrderAdjusted')).toEqual([
      { type: 'BattingOrderAdjusted', side: 'home', slot: 2 },
    ]);
    expect(refusal?.rejection.message).toBe('There is no runner on first.');
  });

  test('a batter who is in no slot → refused by name', () => {
    const [game] = read(withLine('play,1,1,h10', 'play,1,1,x1,00,X,S8')).games;
    if (game === undefined) throw new Error('no game');
    expect(playGame(game).refusal).toMatchObject({ line: 34, rejection: { message: 'h10 is at bat, not x1.' } });
  });

  test('a pinch hitter in a slot that is not up → bats out of turn', () => {
    const lines = sampleLines().filter((line) => !line.startsWith('play,1,1'));
    const at = lines.findIndex((line) => line.startsWith('data'));
    const plays = ['play,1,1,h10,00,,NP', 'sub,b1,"Hitter",1,3,11', 'play,1,1,b1,00,,K', 'play,1,1,h4,00,,K'];
    const [game] = read([...lines.slice(0, at), ...plays, ...lines.slice(at)]).games;
    if (game === undefined) throw new Error('no game');
    expect(playGame(game).refusal).toBeNull();
  });

  test('a courtesy batter from the order itself → bats in that slot', () => {
    const batter = ['play,1,1,h2,00,,NP', 'sub,h9,"Ives H",1,2,11', 'play,1,1,h9,00,X,S7/COUB.1-2'];
    const back = ['play,1,1,h3,00,,NP', 'sub,h2,"Baker H",1,2,12'];
    const lines = sampleLines().filter((line) => !line.startsWith('play,1,1,h2'));
    const at = lines.findIndex((line) => line.startsWith('play,1,1,h3'));
    const [game] = read([...lines.slice(0, at), ...batter, ...back, ...lines.slice(at)]).games;
    if (game === undefined) throw new Error('no game');
    expect([game.schedule.ruleset, playGame(game).refusal]).toMatchObject([{ reEntry: true }, null]);
  });

  test('a courtesy runner from the order itself → runs, and both go on', () => {
    const runner = ['play,1,1,h2,00,,NP', 'sub,h9,"Ives H",1,1,12'];
    const played = playedWith('play,1,1,h2', ...runner);
    expect(played.refusal).toBeNull();
    expect(played.events.find((event) => event.type === 'PlayRecorded' && event.notation === 'CS2(26)')).toMatchObject({
      runners: [{ base: 1, id: 'h9', to: 0 }],
    });
  });

  test('a player for both teams → only in a game that was suspended', () => {
    const change = ['play,1,1,h10,00,,NP', 'sub,a8,"Hale A",1,2,2'];
    expect(playedWith('play,1,1,h10', ...change).refusal?.rejection.message).toBe('Hale A plays for the other team.');
    const suspended = ['com,"suspended,20200215,HOM01,1,0,1"', 'sub,a10,"New A",0,8,8', 'sub,a8,"Hale A",1,2,2'];
    const lines = sampleLines().map((line) => line.replace('play,1,1,h2', 'play,1,1,a8'));
    const at = lines.findIndex((line) => line.startsWith('play,1,1,h10'));
    const [game] = read([...lines.slice(0, at), ...suspended, ...lines.slice(at)]).games;
    if (game === undefined) throw new Error('no game');
    const played = playGame(game);
    expect([played.refusal, played.state?.status]).toEqual([null, 'final']);
  });
});
