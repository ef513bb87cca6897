/** SQL in every string that makes a game, its cards, its lineups, its seats and its decisions. */
import { averageCardSet } from '../../../src/baseball/cards/average';
import { RULESETS } from '../../../src/baseball/rulesets';
import { diceSchedule } from '../../support/dice-game';
import { lineupOf, scheduleInput } from '../../support/scored-game';
import type { Attack, HttpAttack, Outcome, Scene } from '../scene';
import { SQL, stringPaths, told, withAt } from './commands';

/** As a word of the dice has to be: without blanks. */
export const SQL_WORD = "');DROP/**/TABLE/**/games;--";
/** Long enough for an invite. */
const SQL_INVITE = `${SQL}${SQL}`;

/** Its cards are nobody's: what is legal in it comes as far as the database, and makes no game. */
const DICE = { ...diceSchedule(), access: { kind: 'invite', invite: 'a'.repeat(20) } };
const { mode, seats, dice, access } = DICE;
const REST = { away: { a1: 1 }, home: { [SQL]: 1 } };
const CARDS = averageCardSet('pd', 'AWY');
const DEFENSE = {
  alignment: 'normal',
  infieldDepth: 'in',
  outfieldDepth: 'in',
  hold: [],
  pitchOut: false,
  intentionalWalk: false,
};
const OFFENSE = { approach: 'normal', steal: [], hitAndRun: false, bunt: 'none' };
const COMMANDS = [
  { type: 'AddWord', word: 'mine' },
  { type: 'TakeSeat', invite: 'a'.repeat(20) },
  { type: 'AssignSeat', seat: 'home', user: 'mallory' },
  { type: 'StartGame' },
  { type: 'SubmitDefense', turn: 2, decision: DEFENSE },
  { type: 'SubmitOffense', turn: 2, decision: OFFENSE },
];
const LINEUP = withHands({ id: 'h1', name: 'Home', bats: 'L', throws: 'R' });

function withHands(player: object): object {
  const { order } = lineupOf('home');
  const [first, ...others] = order;
  const pitcher = { id: 'h10', name: 'P' };
  return { order: [{ ...first, player }, ...others], pitcher, bench: [{ id: 'h11', name: 'B' }] };
}

/** Texts that may be anything: they are refused for another reason, or (below) kept to the letter. */
const isFree = (path: readonly string[]): boolean => path.at(-1) === 'name';

/** Of paths that differ in their numbers only, the first. */
function fieldsOf(value: unknown): (readonly string[])[] {
  const named = stringPaths(value).map((path) => [path.join('.').replace(/\.\d+(?=\.|$)/g, '.n'), path] as const);
  return [...new Map(named.reverse()).values()].reverse();
}

const post = (path: (scene: Scene) => string, json: unknown, more: HttpAttack = {}) => {
  return (scene: Scene): Promise<Outcome> => {
    const headers = { 'idempotency-key': scene.key() };
    return scene.http(path(scene), { method: 'POST', who: 'scorekeeper', headers, json, ...more });
  };
};
const games = (): string => '/api/games';
const forks = ({ victim }: Scene): string => `/api/games/${victim}/forks`;
const sets = (): string => '/api/card-sets';
const inEach = (
  what: string,
  good: unknown,
  of: (bad: unknown, path: readonly string[]) => readonly [string, Attack[2]],
) => fieldsOf(good).map((path): Attack => [`SQL: ${what}: ${path.join('.')}`, ...of(withAt(good, path, SQL), path)]);

export const SQL_IN_GAMES: readonly Attack[] = [
  ...inEach('a game', { ...DICE, info: { park: 'x' } }, (bad, path) => [
    isFree(path) || path[0] === 'info' ? '404 cards/not_found' : '400 request/invalid',
    post(games, bad),
  ]),
  ['SQL: a game: the name of a fact', '404 cards/not_found', post(games, { ...DICE, info: { [SQL]: SQL } })],
  ['SQL: a game: the name of a seat', '400 request/invalid', post(games, { ...DICE, seats: { [SQL]: 'x' } })],
  [
    'SQL: a game: a pitcher without rest',
    '400 request/invalid',
    post(games, { ...DICE, dice: { ...dice, missingRestDays: REST } }),
  ],
  [
    'SQL: a game: an invite',
    '400 request/invalid',
    post(games, { ...DICE, access: { ...access, invite: SQL_INVITE } }),
  ],
  ['SQL: a game: its rules’ name alone', '400 request/invalid', post(games, scheduleInput({ ruleset: SQL as 'pd' }))],
  ...inEach('a fork', { seq: 4, league: 'pd', mode, seats, dice, access }, (bad) => [
    '400 request/invalid',
    post(forks, bad),
  ]),
  ['SQL: a fork: of a game', '404 game/not_found', post(() => `/api/games/${encodeURIComponent(SQL)}/forks`, {})],
  ['SQL: a rematch', '404 game/not_found', post(() => `/api/games/${encodeURIComponent(SQL)}/rematch`, {})],
  [
    'SQL: a card set',
    '404 cards/not_found',
    (s) => s.http(`/api/card-sets/${encodeURIComponent(SQL)}`, { who: 'home' }),
  ],
  ...inEach('cards', CARDS, (bad) => ['422 cards/invalid', post(sets, bad)]).filter(
    ([name]) => !name.endsWith('.name'),
  ),
  ...COMMANDS.flatMap((command) =>
    inEach(command.type, command, (bad) => ['request/invalid', told(bad, { who: 'home', seat: 'home' })]),
  ),
  ['SQL: AddWord: a word that may be one', 'command/not_allowed', told({ type: 'AddWord', word: SQL_WORD })],
  ...inEach('a lineup by socket', LINEUP, (bad, path) => [
    isFree(path) ? 'game/already_started' : 'request/invalid',
    told({ type: 'SetLineup', side: 'home', lineup: bad }),
  ]),
  ...inEach('a lineup over HTTP', LINEUP, (bad, path) => [
    isFree(path) ? '409 game/already_started' : '400 request/invalid',
    post((scene) => `/api/games/${scene.victim}/lineups/home`, bad, { method: 'PUT' }),
  ]),
  ...inEach('join', { gameId: 'g', as: 'spectator' }, (bad) => [
    'request/invalid',
    (scene) => scene.ask('join', JSON.stringify(bad)),
  ]),
];

/** Two games and a card set whose free texts are SQL, as they are told afterwards. */
export async function storeSql(
  scene: Scene,
): Promise<{ readonly game: string; readonly cards: string; readonly dice: string }> {
  const teams = { away: { id: 'AWY', name: SQL }, home: { id: 'HOM', name: SQL } };
  const ruleset = { ...RULESETS['mlb-2019'], name: SQL };
  const made = await post(games, { ...scheduleInput(), teams, ruleset, info: { [SQL]: SQL } })(scene);
  const lineup = { ...lineupOf('home'), bench: [{ id: 'b1', name: SQL }] };
  await scene.tell({ type: 'SetLineup', side: 'home', lineup }, { game: idIn(made) });
  const operator = { who: 'operator' } as const;
  const named = fieldsOf(CARDS)
    .filter(isFree)
    .reduce<unknown>((set, path) => withAt(set, path, SQL), CARDS);
  const set = idIn(await post(sets, named, operator)(scene));
  const cards = { away: set, home: idIn(await post(sets, averageCardSet('pd', 'HOM'), operator)(scene)) };
  const input = { ...diceSchedule(), teams, seats: { home: 'hilda', away: 'anton' }, dice: { ...dice, cards } };
  const rolled = await post(games, input, operator)(scene);
  const word = await scene.tell({ type: 'AddWord', word: SQL_WORD }, { game: idIn(rolled), who: 'home', seat: 'home' });
  return {
    game: (await scene.http(`/api/games/${idIn(made)}/export`, operator)).text,
    cards: (await scene.http(`/api/card-sets/${set}`, operator)).text,
    dice: `${rolled.got} ${word.got} ${word.text} ${rolled.text}`,
  };
}

const idIn = ({ text }: Outcome): string => /"(?:gameId|cardSetId)":"([^"]+)"/.exec(text)?.[1] ?? '';
