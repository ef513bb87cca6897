/** Journal entries to store and compare, as an owner makes them; their plays need not make a game. */
import type { JournalEntry } from '../../src/protocol/envelope';
import type { GameEvent, GameScheduled, PlayRecorded, PlayerSubstituted } from '../../src/protocol/events';
import type { CommandId, GameId, LeagueId, PlayerId, SessionId, TeamId, UserId } from '../../src/protocol/ids';
import type { Lineup } from '../../src/protocol/lineup';
import type { GameSummary } from '../../src/protocol/scores';
import type { Side } from '../../src/protocol/side';

export const gameId = (text: string): GameId => text as GameId;
export const sessionId = (text: string): SessionId => text as SessionId;
export const playerId = (text: string): PlayerId => text as PlayerId;
export const commandId = (text: string): CommandId => text as CommandId;

/** Who moves a game in tests, and why. */
export const COLD = { node: 'node-a', reason: 'cold' } as const;
export const DOUBT = { node: 'node-a', reason: 'unanswered' } as const;
export const REFUSED = { cause: 'unstorable', reason: 'refused' } as const;

/** 2026-04-01T18:00:00Z, and a minute more for each seq. */
const FIRST_PITCH = Date.UTC(2026, 3, 1, 18);
const MINUTE = 60_000;

export function scheduled(league = 'sba'): GameScheduled {
  return {
    type: 'GameScheduled',
    rulesVersion: 1,
    league: league as LeagueId,
    mode: 'scored',
    ruleset: {
      name: 'sba',
      innings: 9,
      designatedHitter: true,
      pitcherMayBeDesignatedHitter: false,
      homeBatsFirst: false,
      automaticRunner: null,
      tieAfterInning: null,
      mercy: null,
      reEntry: false,
      rosterMax: 26,
      pitcherMinBatters: 0,
    },
    teams: { away: { id: 'OWL' as TeamId, name: 'Owls' }, home: { id: 'ELK' as TeamId, name: 'Elks of Ávila ⚾' } },
    seats: { scorekeeper: 'ann' as UserId },
    info: { park: 'Old Field' },
  };
}

export interface EntryOptions {
  readonly epoch?: number;
  readonly command?: string;
  readonly events?: GameEvent[];
  readonly after?: Partial<GameSummary>;
  readonly snapshot?: string;
  readonly at?: number;
}

/** The entry at a seq; at 1 the one that creates the game, else a single unless told. */
export function entry(game: GameId, seq: number, options: EntryOptions = {}): JournalEntry {
  const isFirst = seq === 1;
  return {
    v: 1,
    gameId: game,
    seq,
    epoch: options.epoch ?? (isFirst ? 0 : 1),
    commandId: commandId(options.command ?? `c${seq}`),
    digest: `digest-of-${options.command ?? seq}`,
    actor: { user: 'ann' as UserId, seat: 'scorekeeper' },
    at: options.at ?? FIRST_PITCH + seq * MINUTE,
    events: options.events ?? [isFirst ? scheduled() : single(seq)],
    after: {
      status: isFirst ? 'scheduled' : 'live',
      inning: isFirst ? 0 : 1,
      half: 'top',
      outs: 0,
      score: { away: 0, home: 0 },
      ...options.after,
    },
    ...(options.snapshot === undefined ? {} : { snapshot: options.snapshot }),
  };
}

/** Entries from one seq to another, both included. */
export function run(game: GameId, [from, to]: readonly [number, number], options: EntryOptions = {}): JournalEntry[] {
  return Array.from({ length: to - from + 1 }, (_, i) => entry(game, from + i, options));
}

/** As PostgreSQL gives it back: the snapshot is a cache of its own. */
export function withoutSnapshot({ snapshot: _, ...rest }: JournalEntry): JournalEntry {
  return rest;
}

export function single(turn: number): PlayRecorded {
  return {
    type: 'PlayRecorded',
    turn,
    inning: 1,
    half: 'top',
    outs: 0,
    score: { away: 0, home: 0 },
    batter: playerId('batter1'),
    slot: 1,
    pitcher: playerId('pitcher1'),
    kind: 'single',
    notation: 'S8',
    atBat: true,
    runners: [{ base: 0, id: playerId('batter1'), to: 1 }],
    outsMade: 0,
  };
}

export function lineup(prefix: string): Lineup {
  return {
    order: Array.from({ length: 9 }, (_, i) => ({
      player: { id: playerId(`${prefix}${i + 1}`), name: `${prefix} ${i + 1}` },
      position: i === 0 ? 10 : i + 1,
    })),
    pitcher: { id: playerId(`${prefix}0`), name: `${prefix} 0` },
    bench: [],
  };
}

export function substitution(side: Side, player: string, at: { slot: number; position: number }): PlayerSubstituted {
  return { type: 'PlayerSubstituted', side, player: { id: playerId(player), name: player }, ...at };
}
