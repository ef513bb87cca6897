/**
 * The results queue: every few seconds, in one worker of the deployment, games that ended (or were corrected after
 * their end) are put into the tables that standings and leaders are counted from.
 *
 * The tables are derived and hold which seq of the game they tell of, so whatever is missed or killed half-way is found
 * and made again by the next pass.
 */
import { boxScore } from '../src/baseball/box-score/box-score';
import { resultOf, totalsOf } from '../src/baseball/league/totals';
import type { JournalEntry } from '../src/protocol/envelope';
import type { GameEvent } from '../src/protocol/events';
import { effectiveEvents } from '../src/protocol/history';
import type { GameId } from '../src/protocol/ids';
import type { CountedGame, GameToCount } from '../src/store/postgres/results';

const PAGE_ENTRIES = 500;

export interface ResultsDeps {
  readonly toCount: (limit: number) => Promise<readonly GameToCount[]>;
  readonly entries: (gameId: GameId, after: number, limit: number) => Promise<readonly JournalEntry[]>;
  readonly count: (game: CountedGame) => Promise<void>;
  readonly uncount: (gameId: GameId) => Promise<void>;
  readonly isStopping: () => boolean;
  /** Games counted in one pass. */
  readonly gamesMax: number;
  /** Told of a game that could not be counted. */
  readonly onFailed: (fact: { readonly gameId: GameId; readonly reason: unknown }) => void;
}

/** One game that cannot be counted keeps no other from it. @throws Fault when the games cannot be listed */
export async function countResults(deps: ResultsDeps): Promise<void> {
  for (const game of await deps.toCount(deps.gamesMax)) {
    if (deps.isStopping()) return;
    try {
      await countOne(deps, game);
    } catch (reason) {
      deps.onFailed({ gameId: game.gameId, reason });
    }
  }
}

async function countOne(deps: ResultsDeps, game: GameToCount): Promise<void> {
  const { gameId, lastSeq, createdAt } = game;
  if (!game.isCompleted) return deps.uncount(gameId);
  const entries: JournalEntry[] = [];
  for (let after = 0; after < lastSeq;) {
    const page = await deps.entries(gameId, after, Math.min(PAGE_ENTRIES, lastSeq - after));
    const last = page.at(-1);
    if (last === undefined) throw new Error(`game ${gameId} has no entry after ${after}, and should reach ${lastSeq}`);
    entries.push(...page);
    after = last.seq;
  }
  const events = effectiveEvents(entries.flatMap((entry) => entry.events));
  const result = resultOf(gameId, events);
  const [scheduled] = events;
  if (result === null || scheduled?.type !== 'GameScheduled') throw new Error(`game ${gameId} is final without an end`);
  await deps.count({
    league: scheduled.league,
    season: seasonOf(scheduled.info?.['date']) ?? createdAt.getUTCFullYear(),
    seq: lastSeq,
    endedAt: endedAt(entries),
    result,
    players: totalsOf(boxScore(events)),
  });
}

/** The year with which a date begins, e.g. `2019/04/12`. */
function seasonOf(date: string | undefined): number | undefined {
  const year = /^\d{4}/.exec(date ?? '')?.[0];
  return year === undefined || Number(year) < SEASON_MIN ? undefined : Number(year);
}

const SEASON_MIN = 1800;

/** When the game ended; a later correction does not move it. */
function endedAt(entries: readonly JournalEntry[]): number {
  const ended = (event: GameEvent): boolean => event.type === 'GameEnded';
  return entries.find((entry) => entry.events.some(ended))?.at ?? 0;
}
