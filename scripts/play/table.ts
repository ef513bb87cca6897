/** A seat at a table: two teams with cards, a game against the computer, and a socket to follow it by. */
import { stockCardSet } from '../../src/baseball/cards/stock';
import { Client } from '../../src/client/client';
import type { Game } from '../../src/client/game';
import { RestClient } from '../../src/client/rest';
import { systemClock, systemRandom } from '../../src/platform/clock';
import type { CardKind, CardSet } from '../../src/protocol/cards';
import type { DiceManager } from '../../src/protocol/dice';
import type { Refused } from '../../src/protocol/envelope';
import { type CardSetId, type GameId, LeagueId, UserId } from '../../src/protocol/ids';
import type { ScheduleInput } from '../../src/protocol/schedule';
import type { BySide, Side } from '../../src/protocol/side';

export interface Table {
  readonly gameId: GameId;
  readonly game: Game;
  readonly rest: RestClient;
  close(): void;
}

/** @throws Error with what the service says, when it refuses */
export function accepted<A extends { readonly ok: true }>(answer: A | Refused): A {
  if (answer.ok) return answer;
  throw new Error(`${answer.error.code}: ${answer.error.message}`);
}

export function restClient(url: string, user: string): RestClient {
  return new RestClient({ url, credential: { user: UserId.parse(user) }, clock: systemClock, random: systemRandom });
}

/** The teams of an exhibition: those that come with the project. */
export function exhibitionTeams(kind: CardKind): BySide<CardSet> {
  return { away: stockCardSet(kind, 1), home: stockCardSet(kind, 2) };
}

/** Two teams whose cards the service has. */
export interface Opponents {
  readonly teams: BySide<CardSet>;
  readonly cards: BySide<CardSetId>;
}

/** Hands in both teams' cards. @throws Error when the service refuses */
export async function handIn(rest: RestClient, teams: BySide<CardSet>): Promise<Opponents> {
  const away = accepted(await rest.storeCardSet(teams.away));
  const home = accepted(await rest.storeCardSet(teams.home));
  return { teams, cards: { away: away.cardSetId, home: home.cardSetId } };
}

/** A dice game between two teams. @throws Error when the service refuses */
export async function createGame(
  rest: RestClient,
  { teams, cards }: Opponents,
  more: { readonly managers: BySide<DiceManager>; readonly seats: ScheduleInput['seats'] },
): Promise<GameId> {
  const created = await rest.create({
    league: LeagueId.parse('exhibition'),
    ruleset: teams.home.kind,
    mode: 'dice',
    teams: { away: teams.away.team, home: teams.home.team },
    seats: more.seats,
    dice: { cards, managers: more.managers, clock: { kind: 'none' } },
  });
  return accepted(created).gameId;
}

/** Sits down on a side against the computer, and starts. @throws Error when the service refuses */
export async function sitDown(url: string, options: { user: string; side: Side; kind: CardKind }): Promise<Table> {
  const { user, side, kind } = options;
  const rest = restClient(url, user);
  const manager = (each: Side): DiceManager => ({ kind: each === side ? 'human' : 'computer' });
  const gameId = await createGame(rest, await handIn(rest, exhibitionTeams(kind)), {
    managers: { away: manager('away'), home: manager('home') },
    seats: { [side]: UserId.parse(user) },
  });
  const client = new Client({
    url,
    credential: { user: UserId.parse(user) },
    clock: systemClock,
    random: systemRandom,
  });
  accepted(await client.connect());
  const { game } = accepted(await client.join(gameId, side));
  accepted(await game.command({ type: 'Ready' }));
  return { gameId, game, rest, close: () => client.close() };
}
