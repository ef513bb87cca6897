/**
 * A dice game whose turns have a time limit, and its two managers. What they do goes through the balancer; what
 * happened is read from PostgreSQL, and from nowhere else.
 */
import { averageCardSet } from '../../src/baseball/cards/average';
import { cardSetIdOf } from '../../src/cluster/card-set-id';
import { Client } from '../../src/client/client';
import { RestClient } from '../../src/client/rest';
import { systemClock, systemRandom } from '../../src/platform/clock';
import type { CommandRequest, JournalEntry } from '../../src/protocol/envelope';
import type { GameEvent, TurnOpened } from '../../src/protocol/events';
import type { GameId, UserId } from '../../src/protocol/ids';
import type { ClockCredited } from '../../src/protocol/lobby';
import type { BySide, Side } from '../../src/protocol/side';
import type { GameView } from '../../src/protocol/view';
import { readEntries } from '../../src/store/postgres/archive';
import { postgresCardSets } from '../../src/store/postgres/card-sets';
import { COMMISSIONER, diceOpening, diceSchedule, holderOf, plainTurn } from '../support/dice-game';
import type { Cluster } from './harness';

/** Long enough for two decisions on a busy machine, short enough to wait for one that does not come. */
const CLOCK = { kind: 'perTurn', turnMs: 6_000 } as const;
const SHORT = { innings: 1, tieAfterInning: 1 };
const ENTRIES_MAX = 1_000;

/** An event, and who brought it about. */
export interface Told {
  readonly event: GameEvent;
  readonly seat: JournalEntry['actor']['seat'];
  /** When its entry was decided, by its owner's clock. */
  readonly at: number;
}

export class ClockedGame {
  private constructor(
    private readonly cluster: Cluster,
    readonly gameId: GameId,
  ) {}

  /** Both lineups in, and the first turn open. */
  static async open(cluster: Cluster): Promise<ClockedGame> {
    const sets = postgresCardSets(cluster.knex);
    for (const id of ['AWY', 'HOM']) await sets.add(cardSetIdOf(averageCardSet('pd', id)), averageCardSet('pd', id));
    const created = await rest(cluster.url, COMMISSIONER).create(diceSchedule({ clock: CLOCK }, SHORT));
    if (!created.ok) throw new Error(created.error.message);
    const game = new ClockedGame(cluster, created.gameId);
    for (const request of diceOpening(created.gameId)) await game.give(request);
    return game;
  }

  /** One manager's plainest decision for the open turn. */
  async decide(side: Side): Promise<void> {
    const { turn, situation } = await this.view();
    const [home, away] = plainTurn(this.gameId, { turn, half: situation?.half ?? 'top' });
    const request = side === 'home' ? home : away;
    if (request !== undefined) await this.give(request);
  }

  /** Both decide, turn after turn, until the game is over. */
  async playOut(): Promise<void> {
    while ((await this.view()).status === 'live') {
      await this.decide('home');
      await this.decide('away');
    }
  }

  /** What a manager sees who has just come (back): the view of his seat, by a connection of its own. */
  async seenBy(side: Side): Promise<GameView> {
    const world = { clock: systemClock, random: systemRandom, credential: { user: holderOf(side) } };
    const client = new Client({ url: this.cluster.url, ...world });
    try {
      const joined = await client.join(this.gameId, side);
      const view = joined.ok ? joined.game.view : undefined;
      if (view === undefined) throw new Error(`${side} cannot join`);
      return view;
    } finally {
      client.close();
    }
  }

  /** All events in the order of PostgreSQL. */
  async told(): Promise<Told[]> {
    const entries = await readEntries(this.cluster.knex, { gameId: this.gameId, after: 0, limit: ENTRIES_MAX });
    return entries.flatMap(({ events, actor, at }) => events.map((event) => ({ event, seat: actor.seat, at })));
  }

  /** What was told of one turn, as `type seat side` in its order. */
  async storyOf(turn: number): Promise<string[]> {
    return (await this.told())
      .filter(({ event }) => 'turn' in event && event.turn === turn)
      .map(({ event, seat }) => [event.type, seat, 'side' in event ? event.side : ''].join(' ').trim());
  }

  /** Waits until PostgreSQL has the turn's play. */
  async untilPlayed(turn: number): Promise<void> {
    await this.cluster.waitUntil(`turn ${turn} is played`, async () =>
      (await this.storyOf(turn)).some((line) => line.startsWith('PlayRecorded')),
    );
  }

  /** Waits until PostgreSQL has the turn's opening, and gives the deadlines that it holds now. */
  async deadlines(turn: number): Promise<BySide<number | null>> {
    const isClocked = (event: GameEvent): event is TurnOpened | ClockCredited =>
      (event.type === 'TurnOpened' || event.type === 'ClockCredited') && event.turn === turn;
    let found: BySide<number | null> | undefined;
    await this.cluster.waitUntil(`turn ${turn} is open`, async () => {
      found = (await this.told()).map(({ event }) => event).findLast(isClocked)?.deadlines;
      return found !== undefined;
    });
    if (found === undefined) throw new Error(`turn ${turn} has no deadlines`);
    return found;
  }

  async view(): Promise<GameView> {
    const answer = await rest(this.cluster.url, COMMISSIONER).game(this.gameId);
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.view;
  }

  private async give({ seat, command }: CommandRequest): Promise<void> {
    const answer = await rest(this.cluster.url, holderOf(seat)).command(this.gameId, { seat, command });
    if (!answer.ok) throw new Error(`${seat} ${command.type}: ${answer.error.code} ${answer.error.message}`);
  }
}

function rest(url: string, user: UserId): RestClient {
  return new RestClient({ url, credential: { user }, clock: systemClock, random: systemRandom });
}
