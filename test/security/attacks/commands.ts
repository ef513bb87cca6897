/** Commands that somebody may not give, or that nobody could mean. */
import { homeRun, lineupOf } from '../../support/scored-game';
import type { Attack, Scene, Who } from '../scene';

const STALE = homeRun(1);
const OPEN = { ...homeRun(2), notation: 'K' };
export const SQL = "'; DROP TABLE games; --";

export const told =
  (command: unknown, more: Parameters<Scene['tell']>[1] = {}): Attack[2] =>
  (scene) =>
    scene.tell(command, more);
const invalid = (name: string, command: unknown): Attack => [`command: ${name}`, 'request/invalid', told(command)];
const asked =
  (text: (scene: Scene) => string, who?: Who): Attack[2] =>
  (scene) =>
    scene.ask('command', text(scene), who);

/** A command as text, around what an attacker puts into it. */
const spelled =
  (inside: string, rest = '') =>
  (scene: Scene): string =>
    `{"gameId":"${scene.victim}","commandId":"${scene.key()}","seat":"scorekeeper","command":${inside}${rest}}`;

export const SEATS: readonly Attack[] = [
  ['seat: the other manager’s', 'seat/not_yours', told(OPEN, { who: 'away', seat: 'home' })],
  ['seat: the scorekeeper’s, by a manager', 'seat/not_yours', told(OPEN, { who: 'home' })],
  ['seat: the scorekeeper’s, by a stranger', 'seat/not_yours', told(OPEN, { who: 'stranger' })],
  ['seat: the scorekeeper’s, by the operator', 'seat/not_yours', told(OPEN, { who: 'operator' })],
  ['seat: nobody’s', 'seat/not_yours', told(OPEN, { seat: 'commissioner' })],
  ['seat: one’s own, for another’s command', 'seat/wrong_seat', told(OPEN, { who: 'home', seat: 'home' })],
  ['seat: a spectator’s', 'request/invalid', told(OPEN, { seat: 'spectator' })],
  ['seat: __proto__', 'request/invalid', told(OPEN, { seat: '__proto__' })],
  ['seat: constructor', 'request/invalid', told(OPEN, { seat: 'constructor' })],
  [
    'seat: the end of a game, by a stranger over HTTP',
    '403 seat/not_yours',
    (scene) => scene.command({ type: 'EndGame', reason: 'called' }, { who: 'stranger' }),
  ],
  [
    'seat: undoing, by a manager over HTTP',
    '403 seat/not_yours',
    (scene) => scene.command({ type: 'UndoPlay', turn: 1 }, { who: 'away' }),
  ],
  [
    'seat: a lineup, by a stranger',
    '403 seat/not_yours',
    (scene) =>
      scene.http(`/api/games/${scene.victim}/lineups/home`, { method: 'PUT', who: 'stranger', json: lineupOf('home') }),
  ],
  [
    'seat: looking from it',
    'seat/not_yours',
    (scene) => scene.ask('join', JSON.stringify({ gameId: scene.victim, as: 'home' }), 'away'),
  ],
  [
    'seat: looking from it over HTTP',
    '403 seat/not_yours',
    (scene) => scene.http(`/api/games/${scene.victim}/events?as=scorekeeper`, { who: 'home' }),
  ],
  [
    'user: another’s name in the command',
    'request/invalid',
    asked((scene) => spelled(JSON.stringify(OPEN), ',"user":"scorer"')(scene), 'stranger'),
  ],
];

export const MOMENTS: readonly Attack[] = [
  ['moment: a play sent again under another id', 'turn/stale', told(STALE)],
  ['moment: a turn to come', 'turn/future', told(homeRun(999_999))],
  ['moment: after the end', 'game/over', (scene) => scene.tell(homeRun(1), { game: scene.fortress.over })],
  ['moment: a second start', 'game/already_started', told({ type: 'StartGame' })],
  [
    'moment: a lineup after the start',
    'game/already_started',
    told({ type: 'SetLineup', side: 'home', lineup: lineupOf('home') }),
  ],
  ['moment: a game that is not', 'game/not_found', told(OPEN, { game: 'nope' })],
  ['moment: a game called constructor', 'game/not_found', told(OPEN, { game: 'constructor' })],
  ['moment: resumed without having been suspended', 'command/not_allowed', told({ type: 'ResumeGame' })],
  ['moment: corrected before it happened', 'turn/future', told({ type: 'CorrectPlay', turn: 7, notation: 'K' })],
  ['moment: four outs', 'play/invalid', told({ ...OPEN, notation: '64(1)3(2)5(3)/GTP' })],
  ['moment: a runner from nowhere', 'play/invalid', told({ ...OPEN, notation: 'S8.3-H' })],
];

export const VALUES: readonly Attack[] = [
  invalid('none', null),
  invalid('a list', []),
  invalid('a text', 'RecordPlay'),
  invalid('no type', { turn: 2 }),
  invalid('a type that is none', { type: 'WinGame' }),
  invalid('a type of every object', { type: 'hasOwnProperty' }),
  invalid('a type that is a list', { type: ['RecordPlay'], turn: 2, notation: 'K' }),
  invalid('a field too many', { ...OPEN, isAdmin: true }),
  invalid('a turn as text', { ...OPEN, turn: '2' }),
  invalid('a turn and a half', { ...OPEN, turn: 2.5 }),
  invalid('a turn of nothing', { ...OPEN, turn: 0 }),
  invalid('a turn below nothing', { ...OPEN, turn: -2 }),
  invalid('a turn of 2^53', { ...OPEN, turn: 2 ** 53 }),
  invalid('a turn that is a list', { ...OPEN, turn: [2] }),
  invalid('a turn that is true', { ...OPEN, turn: true }),
  invalid('a play said twice', { ...OPEN, play: { kind: 'strikeout' } }),
  invalid('a play not said', { type: 'RecordPlay', turn: 2 }),
  invalid('a play of __proto__', { type: 'RecordPlay', turn: 2, play: { kind: '__proto__' } }),
  invalid('a notation of 201 letters', { ...OPEN, notation: 'K'.repeat(201) }),
  invalid('a notation with a line break', { ...OPEN, notation: 'K\nK' }),
  invalid('a notation with a NUL', { ...OPEN, notation: 'K\u0000' }),
  invalid('a notation that is written from the right', { ...OPEN, notation: '\u202eK' }),
  invalid('a notation in wide letters', { ...OPEN, notation: 'Ｋ' }),
  invalid('outs without end', {
    type: 'RecordPlay',
    turn: 2,
    play: { kind: 'out', outs: Array.from({ length: 1500 }, () => ({ runner: 0, by: { fielders: [3] } })) },
  }),
  invalid('fielders without end', {
    type: 'RecordPlay',
    turn: 2,
    play: { kind: 'out', outs: [{ runner: 0, by: { fielders: Array.from({ length: 9000 }, () => 1) } }] },
  }),
  invalid('a fielder that is none', { type: 'RecordPlay', turn: 2, play: { kind: 'single', fieldedBy: 10 } }),
  invalid('five balls', { ...OPEN, count: { balls: 5, strikes: 0 } }),
  invalid('balls below nothing', { ...OPEN, count: { balls: -1, strikes: 0 } }),
  invalid('pitches without end', { ...OPEN, pitches: 'B'.repeat(121) }),
  invalid('nine pitchers in slot ten', {
    type: 'RecordSubstitution',
    player: { id: 'x1', name: 'X' },
    battingOrderSlot: 10,
    position: 1,
  }),
  invalid('position thirteen', {
    type: 'RecordSubstitution',
    player: { id: 'x1', name: 'X' },
    battingOrderSlot: 1,
    position: 13,
  }),
  invalid('a name of 81 letters', {
    type: 'RecordSubstitution',
    player: { id: 'x1', name: 'x'.repeat(81) },
    battingOrderSlot: 1,
    position: 1,
  }),
  invalid('a name with a NUL', {
    type: 'RecordSubstitution',
    player: { id: 'x1', name: 'a\u0000b' },
    battingOrderSlot: 1,
    position: 1,
  }),
  invalid('a name of half a character', {
    type: 'RecordSubstitution',
    player: { id: 'x1', name: 'a\ud800' },
    battingOrderSlot: 1,
    position: 1,
  }),
  invalid('a name of none', {
    type: 'RecordSubstitution',
    player: { id: 'x1', name: '' },
    battingOrderSlot: 1,
    position: 1,
  }),
  invalid('an injury as text', {
    type: 'RecordSubstitution',
    player: { id: 'x1', name: 'X' },
    battingOrderSlot: 1,
    position: 1,
    injury: 'true',
  }),
  invalid('a player called __proto__', { type: 'SetEarnedRuns', pitcher: '__proto__', earnedRuns: 1 }),
  invalid('runs below nothing', { type: 'SetEarnedRuns', pitcher: 'h1', earnedRuns: -1 }),
  invalid('a date that is none', { type: 'ResumeGame', date: '2024-02-30' }),
  invalid('an end for no reason', { type: 'EndGame', reason: SQL }),
  invalid('eight batters', {
    type: 'SetLineup',
    side: 'home',
    lineup: { ...lineupOf('home'), order: lineupOf('home').order.slice(1) },
  }),
  invalid('a bench of thousands', {
    type: 'SetLineup',
    side: 'home',
    lineup: { ...lineupOf('home'), bench: Array.from({ length: 1500 }, (_, n) => ({ id: `b${n}`, name: 'B' })) },
  }),
  [
    'command: a turn of minus nothing',
    'request/invalid',
    asked(spelled('{"type":"RecordPlay","turn":-0,"notation":"K"}')),
  ],
  ['command: a turn of 1e308', 'request/invalid', asked(spelled('{"type":"RecordPlay","turn":1e308,"notation":"K"}'))],
  [
    'command: a turn beyond numbers',
    'request/invalid',
    asked(spelled('{"type":"RecordPlay","turn":1e999,"notation":"K"}')),
  ],
  ['command: a turn written 1e0', 'turn/stale', asked(spelled('{"type":"RecordPlay","turn":1e0,"notation":"K"}'))],
  [
    'command: a turn named twice',
    'turn/stale',
    asked(spelled('{"type":"RecordPlay","turn":2,"turn":1,"notation":"K"}')),
  ],
  [
    'command: __proto__',
    'request/invalid',
    asked(spelled('{"__proto__":{"type":"EndGame"},"type":"RecordPlay","turn":2,"notation":"K"}')),
  ],
  [
    'command: __proto__ around it',
    'request/invalid',
    asked(spelled('{"type":"StartGame"}', ',"__proto__":{"isAdmin":true}')),
  ],
  [
    'command: constructor.prototype',
    'request/invalid',
    asked(spelled('{"constructor":{"prototype":{"x":1}},"type":"StartGame"}')),
  ],
  ['command: 30,000 deep', 'request/invalid', asked(spelled(`${'['.repeat(30_000)}${']'.repeat(30_000)}`))],
  ['notation: what every object has', 'play/notation', told({ ...OPEN, notation: 'constructor' })],
  ['notation: a prototype as a modifier', 'play/notation', told({ ...OPEN, notation: 'K/__proto__' })],
  ['notation: what makes patterns slow', 'play/notation', told({ ...OPEN, notation: `S8${'.1-2'.repeat(48)}!` })],
  ['notation: brackets without end', 'play/notation', told({ ...OPEN, notation: '('.repeat(200) })],
  ['notation: digits without end', 'play/notation', told({ ...OPEN, notation: '6'.repeat(200) })],
];

/** Every string of a good request, with SQL in its place. */
const GOOD = {
  gameId: 'g',
  commandId: 'c',
  seat: 'scorekeeper',
  command: {
    type: 'RecordPlay',
    turn: 1,
    batter: 'a2',
    count: { balls: 1, strikes: 1 },
    play: {
      kind: 'single',
      location: '78',
      trajectory: 'L',
      modifiers: ['bunt'],
      error: { fielder: 8, kind: 'throwing' },
      plus: 'wildPitch',
    },
  },
};
const OTHER_STRINGS = [
  ['command.side', { type: 'SetLineup', side: SQL, lineup: lineupOf('home') }],
  [
    'command.player.id',
    { type: 'RecordSubstitution', player: { id: SQL, name: 'X' }, battingOrderSlot: 1, position: 1 },
  ],
  [
    'command.player.bats',
    { type: 'RecordSubstitution', player: { id: 'x', name: 'X', bats: SQL }, battingOrderSlot: 1, position: 1 },
  ],
  ['command.adjustment.kind', { type: 'RecordAdjustment', adjustment: { kind: SQL } }],
  [
    'command.adjustment.player',
    { type: 'RecordAdjustment', adjustment: { kind: 'battingHand', player: SQL, hand: 'L' } },
  ],
  [
    'command.adjustment.hand',
    { type: 'RecordAdjustment', adjustment: { kind: 'battingHand', player: 'a2', hand: SQL } },
  ],
  ['command.pitcher', { type: 'SetEarnedRuns', pitcher: SQL, earnedRuns: 1 }],
] as const;

export function stringPaths(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => stringPaths(inner, [...path, key]));
}

export function withAt(value: unknown, [key, ...rest]: readonly string[], text: string): unknown {
  if (key === undefined) return text;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[key] = withAt(copy[key], rest, text);
  return copy;
}

export const SQL_EVERYWHERE: readonly Attack[] = [
  ...stringPaths(GOOD).map((path): Attack => [
    `SQL: ${path.join('.')}`,
    'request/invalid',
    (scene) => {
      const request = { ...GOOD, gameId: scene.victim, commandId: scene.key() };
      return scene.ask('command', JSON.stringify(withAt(request, path, SQL)));
    },
  ]),
  ...OTHER_STRINGS.map(([name, command]): Attack => [`SQL: ${name}`, 'request/invalid', told(command)]),
  ['SQL: a play’s notation', 'turn/stale', told({ ...STALE, notation: SQL })],
  ['SQL: pitches, which may be anything printable', 'turn/stale', told({ ...STALE, pitches: SQL })],
  [
    'SQL: a name',
    'game/already_started',
    told({ type: 'SetLineup', side: 'home', lineup: { ...lineupOf('home'), bench: [{ id: 'b1', name: SQL }] } }),
  ],
];
