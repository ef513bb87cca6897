/** What the checker needs at the end of a run, gathered from where it is: PostgreSQL, and every living node. */
import type { Knex } from 'knex';
import { projectEvent } from '../../src/baseball/view';
import type { GameEvent } from '../../src/protocol/events';
import type { CommandId, GameId } from '../../src/protocol/ids';
import { read } from '../../src/store/postgres/connection';
import { canonical } from '../checker/canonical';
import type { Evidence, ShownState, StoredEntry, StoredGame } from '../checker/evidence';
import { gameModel, type ModelGame, type Rendering } from '../checker/game-model';
import type { History } from './history';
import { Spectator } from './spectator';

export interface Gathering {
  readonly knex: Knex;
  readonly history: History;
  readonly gameIds: readonly GameId[];
  /** The living nodes, by name, and where they are. */
  readonly nodes: ReadonlyMap<string, string>;
}

export async function gather(from: Gathering): Promise<Omit<Evidence<ModelGame>, 'owners' | 'heads'>> {
  const states = [...(await viewsOfAll(from)), ...(await keptStates(from))];
  return {
    history: from.history.events,
    entries: await storedEntries(from),
    games: await storedGames(from),
    states,
    model: gameModel,
  };
}

/** Asks each node for each game, as a spectator would: the owner answers, or PostgreSQL for a game that nobody owns. */
async function viewsOfAll({ nodes, gameIds, history }: Gathering): Promise<ShownState[]> {
  const shown = [...nodes].map(async ([node, url]) => {
    const visitor = new Spectator({ name: `visitor-of-${node}`, url, history });
    try {
      const views = gameIds.map(async (gameId) => ({ gameId, ...(await visitor.watchStubbornly(gameId)) }));
      return (await Promise.all(views)).map(({ gameId, seq, view }) =>
        shownState({ gameId, seq, by: node, rendering: 'view', what: view }),
      );
    } finally {
      visitor.close();
    }
  });
  return (await Promise.all(shown)).flat();
}

/** What PostgreSQL keeps beside the events, and derives from them. */
async function keptStates(from: Gathering): Promise<ShownState[]> {
  const snapshots = await rowsOf<{ game_id: GameId; seq: number; state: string }>(
    'SELECT game_id, seq, state FROM game_snapshots WHERE game_id = ANY(?)',
    from,
  );
  const lines = await rowsOf<GameLine>(
    'SELECT id, last_seq, status, inning, half, outs, away_runs, home_runs FROM games WHERE id = ANY(?)',
    from,
  );
  const plays = await rowsOf<{ game_id: GameId; plays: [seq: number, turn: number][] }>(
    `SELECT game_id, json_agg(json_build_array(seq, turn) ORDER BY turn) AS plays
     FROM plays WHERE game_id = ANY(?) GROUP BY game_id`,
    from,
  );
  const playsOf = new Map(plays.map((row) => [row.game_id, row.plays]));
  return [
    ...snapshots.map(({ game_id: gameId, seq, state }) => {
      const { state: what } = JSON.parse(state) as { state: unknown };
      return shownState({ gameId, seq, by: 'game_snapshots', rendering: 'state', what });
    }),
    ...lines.flatMap((line) => {
      const at = { gameId: line.id, seq: line.last_seq };
      return [
        shownState({ ...at, by: 'games', rendering: 'summary', what: summaryIn(line) }),
        shownState({ ...at, by: 'plays', rendering: 'plays', what: playsOf.get(line.id) ?? [] }),
      ];
    }),
  ];
}

interface GameLine {
  readonly id: GameId;
  readonly last_seq: number;
  readonly status: string;
  readonly inning: number;
  readonly half: string;
  readonly outs: number;
  readonly away_runs: number;
  readonly home_runs: number;
}

function summaryIn({ status, inning, half, outs, away_runs: away, home_runs: home }: GameLine): unknown {
  return { status, inning, half, outs, score: { away, home } };
}

function shownState(shown: {
  readonly gameId: GameId;
  readonly seq: number;
  readonly by: string;
  readonly rendering: Rendering;
  readonly what: unknown;
}): ShownState {
  const { what, ...rest } = shown;
  return { ...rest, text: canonical(what) };
}

async function storedEntries(from: Gathering): Promise<StoredEntry[]> {
  const rows = await rowsOf<{
    game_id: GameId;
    seq: number;
    command_id: CommandId;
    epoch: string;
    digest: string;
    events: GameEvent[];
  }>(
    `SELECT game_id, seq, command_id, epoch, digest, payload->'events' AS events
     FROM game_events WHERE game_id = ANY(?)`,
    from,
  );
  return rows.map((row) => ({
    gameId: row.game_id,
    seq: row.seq,
    commandId: row.command_id,
    epoch: Number(row.epoch),
    digest: row.digest,
    events: row.events,
    told: row.events.map((event) => projectEvent(event, 'spectator')),
  }));
}

async function storedGames(from: Gathering): Promise<StoredGame[]> {
  const rows = await rowsOf<{ id: GameId; last_seq: number; fence: string }>(
    'SELECT id, last_seq, fence FROM games WHERE id = ANY(?)',
    from,
  );
  return rows.map(({ id, last_seq: lastSeq, fence }) => ({ gameId: id, lastSeq, fence: Number(fence) }));
}

/** The rows of the run's games. */
function rowsOf<Row>(sql: string, { knex, gameIds }: Gathering): Promise<readonly Row[]> {
  return read<Row>(knex, { name: 'evidence', sql, bindings: [[...gameIds]] });
}
