/** REST for programs: typed calls that are sent again under the same key, as the error table says. */
import type { CardSet } from '../protocol/cards';
import type { Command } from '../protocol/commands';
import type { ExportAnswer } from '../protocol/dice-proof';
import { type CommandAnswer, type Refused } from '../protocol/envelope';
import { OPEN_PREFIX } from '../protocol/identity';
import type { GameId } from '../protocol/ids';
import type { LeagueDiceAnswer } from '../protocol/league';
import type { Lineup } from '../protocol/lineup';
import type {
  CreatedGame,
  EventsAnswer,
  GameAnswer,
  GameAtAnswer,
  GameListPage,
  LineScoreAnswer,
  StoredCardSet,
  StatsAnswer,
} from '../protocol/rest';
import type { ScheduleInput } from '../protocol/schedule';
import type { Seat, Viewer } from '../protocol/seat';
import type { Side } from '../protocol/side';
import { IDEMPOTENCY_HEADER } from '../protocol/wire';
import type { Credential } from './connection';
import { type ClientClock, type ClientRandom, retrying } from './retry';

export interface RestOptions {
  /** Any node's address, or a balancer's. */
  readonly url: string;
  readonly credential: Credential;
  readonly clock: ClientClock;
  readonly random: ClientRandom;
  /** By when an answer must be there. Default 30000 ms. */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 30_000;
const ATTEMPT_MS = 10_000;

interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: unknown;
  /** The Idempotency-Key. */
  readonly key?: string;
}

export class RestClient {
  constructor(private readonly options: RestOptions) {}

  /** @param key the same key makes the same game; a fresh one when left out */
  create(input: ScheduleInput, key?: string): Promise<CreatedGame | Refused> {
    return this.call({ method: 'POST', path: '/api/games', body: input, key: key ?? this.options.random.id() });
  }

  list(query: Readonly<Record<string, string>> = {}): Promise<({ readonly ok: true } & GameListPage) | Refused> {
    return this.call({ method: 'GET', path: `/api/games?${new URLSearchParams(query).toString()}` });
  }

  /** @param as whose eyes; a seat's are for its holder */
  game(gameId: GameId, as: Viewer = 'spectator'): Promise<GameAnswer | Refused> {
    return this.call({ method: 'GET', path: `/api/games/${gameId}?as=${as}` });
  }

  /** The game as it stood after a seq. */
  gameAt(gameId: GameId, seq: number): Promise<GameAtAnswer | Refused> {
    return this.call({ method: 'GET', path: `/api/games/${gameId}/at/${seq}` });
  }

  events(gameId: GameId, after: number, limit = 500): Promise<EventsAnswer | Refused> {
    return this.call({ method: 'GET', path: `/api/games/${gameId}/events?after=${after}&limit=${limit}` });
  }

  lineScore(gameId: GameId): Promise<LineScoreAnswer | Refused> {
    return this.call({ method: 'GET', path: `/api/games/${gameId}/line-score` });
  }

  /** The game whole, as anybody may see it. */
  export(gameId: GameId): Promise<ExportAnswer | Refused> {
    return this.call({ method: 'GET', path: `/api/games/${gameId}/export` });
  }

  /** How the dice of a league's completed games fell, a page of games at a time. */
  leagueDice(league: string, query: Readonly<Record<string, string>> = {}): Promise<LeagueDiceAnswer | Refused> {
    const path = `/api/leagues/${encodeURIComponent(league)}/dice?${new URLSearchParams(query).toString()}`;
    return this.call({ method: 'GET', path });
  }

  setLineup(
    gameId: GameId,
    lineup: { readonly side: Side; readonly seat: Seat; readonly lineup: Lineup },
    key?: string,
  ): Promise<CommandAnswer> {
    const path = `/api/games/${gameId}/lineups/${lineup.side}?seat=${lineup.seat}`;
    return this.call({ method: 'PUT', path, body: lineup.lineup, key: key ?? this.options.random.id() });
  }

  command(
    gameId: GameId,
    command: { readonly seat: Seat; readonly command: Command },
    key?: string,
  ): Promise<CommandAnswer> {
    const path = `/api/games/${gameId}/commands?seat=${command.seat}`;
    return this.call({ method: 'POST', path, body: command.command, key: key ?? this.options.random.id() });
  }

  /** Hands in a team's cards; the same content again is the same set. */
  storeCardSet(set: CardSet): Promise<StoredCardSet | Refused> {
    return this.call({ method: 'POST', path: '/api/card-sets', body: set });
  }

  stats(): Promise<StatsAnswer | Refused> {
    return this.call({ method: 'GET', path: '/api/stats' });
  }

  private call<T extends { readonly ok: true }>(call: Call): Promise<T | Refused> {
    const { clock, random, deadlineMs = DEADLINE_MS } = this.options;
    return retrying((leftMs) => this.send<T>(call, leftMs), {
      clock,
      random,
      deadlineMs,
      onRetry: () => undefined,
      isOver: () => false,
    });
  }

  /** Sends once; undefined when no answer came that is ours. */
  private async send<T>(call: Call, leftMs: number): Promise<T | Refused | undefined> {
    const { url, credential } = this.options;
    const bearer = 'token' in credential ? credential.token : `${OPEN_PREFIX}${credential.user}`;
    try {
      const response = await fetch(new URL(call.path, url), {
        method: call.method,
        headers: {
          authorization: `Bearer ${bearer}`,
          ...(call.key === undefined ? {} : { [IDEMPOTENCY_HEADER]: call.key }),
          ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        signal: AbortSignal.timeout(Math.min(ATTEMPT_MS, Math.max(leftMs, 1))),
      });
      return (await response.json()) as T | Refused;
    } catch {
      return undefined;
    }
  }
}
