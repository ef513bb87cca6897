/** A game of an event file, as far as it is played again from cards: who met whom, when, with which nine. */
import type { GameEnded, GameEvent, GameScheduled } from '../../src/protocol/events';
import type { PlayerId, TeamId } from '../../src/protocol/ids';
import type { Lineup } from '../../src/protocol/lineup';
import type { Ruleset } from '../../src/protocol/ruleset';
import type { BySide, Score, Side } from '../../src/protocol/side';

export interface RealGame {
  /** Days since 1 January 1970. */
  readonly day: number;
  readonly ruleset: Ruleset;
  readonly teams: BySide<TeamId>;
  readonly lineups: BySide<Lineup>;
  readonly runs: Score;
  /** Everybody who took part. */
  readonly appeared: BySide<ReadonlySet<PlayerId>>;
}

const DAY_MS = 86_400_000;

/** The day of `info,date,2019/03/28`; 0 when the file does not say. */
function dayOf({ info }: GameScheduled): number {
  const [year = 1970, month = 1, day = 1] = (info?.['date'] ?? '').split('/').map(Number);
  return Date.UTC(year, month - 1, day) / DAY_MS || 0;
}

/** Rain ends a game early, and it is as short when it is played again. */
function inningsOf(events: readonly GameEvent[], scheduled: number, { reason }: GameEnded): number {
  if (reason !== 'called') return scheduled;
  const last = events.findLast((event) => event.type === 'PlayRecorded');
  return Math.min(scheduled, last?.inning ?? scheduled);
}

/** Nothing of a game that was not played to an end. */
export function realGameOf(events: readonly GameEvent[]): RealGame[] {
  const [scheduled] = events;
  const ended = events.findLast((event) => event.type === 'GameEnded');
  if (scheduled?.type !== 'GameScheduled' || ended === undefined) return [];
  const lineups: Partial<Record<Side, Lineup>> = {};
  const appeared = { away: new Set<PlayerId>(), home: new Set<PlayerId>() };
  for (const event of events) {
    if (event.type === 'LineupSet') {
      lineups[event.side] = event.lineup;
      for (const { player } of event.lineup.order) appeared[event.side].add(player.id);
      if (event.lineup.pitcher !== undefined) appeared[event.side].add(event.lineup.pitcher.id);
    }
    if (event.type === 'PlayerSubstituted') appeared[event.side].add(event.player.id);
  }
  const { away, home } = lineups;
  if (away === undefined || home === undefined) return [];
  const { teams, ruleset } = scheduled;
  const game: RealGame = {
    day: dayOf(scheduled),
    ruleset: { ...ruleset, innings: inningsOf(events, ruleset.innings, ended) },
    teams: { away: teams.away.id, home: teams.home.id },
    lineups: { away, home },
    runs: ended.score,
    appeared,
  };
  return [game];
}
