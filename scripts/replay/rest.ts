/**
 * REST as one user of the service speaks it: each call is sent again under its key, as the error table says, until its
 * outcome is known or its time is up.
 */
import { retrying } from '../../src/client/retry';
import { systemClock, systemRandom } from '../../src/platform/clock';
import { type CommandAnswer, type GameUpdate, refused, type Refused } from '../../src/protocol/envelope';
import type { GameId } from '../../src/protocol/ids';
import type { Lineup } from '../../src/protocol/lineup';
import type { CreatedGame, EventsAnswer, LineScoreAnswer } from '../../src/protocol/rest';
import type { ScheduleInput } from '../../src/protocol/schedule';
import type { Side } from '../../src/protocol/side';
import { IDEMPOTENCY_HEADER } from '../../src/protocol/wire';

export interface RestOptions {
  /** The service's address, e.g. `http://localhost:3000`. */
  readonly url: string;
  /** Who speaks, where the service runs open. */
  readonly user: string;
}

interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below `/api`. */
  readonly path: string;
  readonly body?: object;
  /** The Idempotency-Key. */
  readonly key?: string;
}

const ATTEMPT_MS = 5_000;
const DEADLINE_MS = 30_000;
const PAGE = 500;

export class Rest {
  constructor(private readonly options: RestOptions) {}

  createGame(input: ScheduleInput, key: string): Promise<CreatedGame | Refused> {
    return this.call<CreatedGame>({ method: 'POST', path: '/games', body: input, key });
  }

  setLineup(gameId: GameId, lineup: { side: Side; lineup: Lineup; key: string }): Promise<CommandAnswer> {
    const path = `/games/${gameId}/lineups/${lineup.side}`;
    return this.call({ method: 'PUT', path, body: lineup.lineup, key: lineup.key });
  }

  lineScore(gameId: GameId): Promise<LineScoreAnswer | Refused> {
    return this.call({ method: 'GET', path: `/games/${gameId}/line-score` });
  }

  /** Everything that happened in a game, as anybody may see it. */
  async updates(gameId: GameId): Promise<{ readonly ok: true; readonly updates: readonly GameUpdate[] } | Refused> {
    const updates: GameUpdate[] = [];
    for (let after: number | null = 0; after !== null;) {
      const path: string = `/games/${gameId}/events?after=${after}&limit=${PAGE}`;
      const page: EventsAnswer | Refused = await this.call<EventsAnswer>({ method: 'GET', path });
      if (!page.ok) return page;
      updates.push(...page.updates);
      after = page.next;
    }
    return { ok: true, updates };
  }

  private call<T extends { readonly ok: true }>(call: Call): Promise<T | Refused> {
    return retrying(() => this.ask<T>(call), {
      clock: systemClock,
      random: systemRandom,
      deadlineMs: DEADLINE_MS,
      onRetry: () => undefined,
    });
  }

  /** Asks once; undefined when no answer came, or none that is of this service. */
  private async ask<T>({ method, path, body, key }: Call): Promise<T | Refused | undefined> {
    const headers: Record<string, string> = { Authorization: `Bearer open:${this.options.user}` };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (key !== undefined) headers[IDEMPOTENCY_HEADER] = key;
    try {
      const answer = await fetch(`${this.options.url}/api${path}`, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(ATTEMPT_MS),
      });
      const value: unknown = await answer.json();
      const isOurs = typeof value === 'object' && value !== null && 'ok' in value;
      return isOurs ? (value as T | Refused) : refused('request/not_found', { message: 'That is no Dugout service.' });
    } catch {
      return undefined;
    }
  }
}
