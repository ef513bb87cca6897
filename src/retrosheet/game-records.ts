/**
 * A game's events as the records of an event file: what `event-file.ts` reads back as the same game.
 *
 * What the format has no record for is left out: dice and decisions, who sat where, that a player left hurt, and rules
 * that no `info` record names (a mercy rule; a tie that stands). A game that such a rule ended reads as called.
 */
import { boxScore } from '../baseball/box-score/box-score';
import { fold } from '../baseball/replay';
import { battingTeam, currentBatter, isStarted, sideBattingIn, type GameState } from '../baseball/state';
import type { GameEvent, GameScheduled, LineupSet, PitchesRecorded, PlayRecorded } from '../protocol/events';
import type { Count } from '../protocol/play';
import type { Side } from '../protocol/side';
import type { GameInfo } from './game-info';

export interface GameHeading {
  /** Retrosheet's own, e.g. `NYA201903280`. */
  readonly id: string;
  /** What the records say besides: `date` (`2019/03/28`), `number`, `site`, …; what the game says itself goes before. */
  readonly info: GameInfo;
}

interface Writing {
  readonly records: string[];
  /** The last record is an `NP`, or a substitution behind one: the next substitution needs no other. */
  isMarked: boolean;
}

/** All records of a game, in order, without line ends. `events` are all of its events, from the first. */
export function gameRecords(events: readonly GameEvent[], heading: GameHeading): string[] {
  const { records } = fold(events, { records: [`id,${heading.id}`, 'version,2'], isMarked: false }, write(heading));
  const isEnded = events.some(({ type }) => type === 'GameEnded');
  const hasOfficial = events.some(({ type }) => type === 'EarnedRunsSet');
  return isEnded && !hasOfficial ? [...records, ...earnedRunRecords(events)] : records;
}

const teamNumber = (side: Side): number => (side === 'away' ? 0 : 1);
/** A field in quotes; one that holds a quotation mark would end there. */
export const quoted = (text: string): string => `"${text.replaceAll('"', "'")}"`;
const countText = (count: Count | undefined): string => (count === undefined ? '??' : `${count.balls}${count.strikes}`);

const write =
  (heading: GameHeading) =>
  (writing: Writing, before: GameState | null, event: GameEvent): Writing => {
    const isNoPlay = event.type === 'PlayerSubstituted' || event.type === 'PitchesRecorded';
    if (event.type === 'PlayerSubstituted' && !writing.isMarked) writing.records.push(noPlay(before));
    writing.isMarked = isNoPlay;
    writing.records.push(...recordsOf(event, before, heading));
    return writing;
  };

function recordsOf(event: GameEvent, before: GameState | null, heading: GameHeading): string[] {
  switch (event.type) {
    case 'GameScheduled':
      return infoRecords(event, heading);
    case 'LineupSet':
      return starterRecords(event);
    case 'PlayRecorded':
      return [playRecord(event, before)];
    case 'PitchesRecorded':
      return [noPlay(before, event)];
    case 'PlayerSubstituted': {
      const { side, player, slot, position } = event;
      return [`sub,${player.id},${quoted(player.name)},${teamNumber(side)},${slot},${position}`];
    }
    case 'HandAdjusted':
      return [`${event.kind === 'battingHand' ? 'badj' : 'padj'},${event.player},${event.hand}`];
    case 'BattingOrderAdjusted':
      return [`ladj,${teamNumber(event.side)},${event.slot}`];
    case 'AutomaticRunnerPlaced':
      return [`radj,${event.player},${event.base}`];
    case 'ResponsiblePitcherAdjusted':
      return [`presadj,${event.pitcher},${event.base}`];
    case 'GameResumed':
      return event.date === undefined ? [] : [`com,"suspended,${event.date}"`];
    case 'EarnedRunsSet':
      return [`data,er,${event.pitcher},${event.earnedRuns}`];
    default:
      return [];
  }
}

function infoRecords({ teams, ruleset, info }: GameScheduled, heading: GameHeading): string[] {
  const rules: Record<string, string> = {
    usedh: String(ruleset.designatedHitter),
    innings: String(ruleset.innings),
    ...(ruleset.homeBatsFirst ? { htbf: 'true' } : {}),
    ...(ruleset.automaticRunner === null ? {} : { tiebreaker: String(ruleset.automaticRunner.base) }),
  };
  const all = { visteam: teams.away.id, hometeam: teams.home.id, ...heading.info, ...rules, ...info };
  return Object.entries(all).map(([key, value]) => `info,${key},${/[",]/.test(value) ? quoted(value) : value}`);
}

function starterRecords({ side, lineup: { order, pitcher } }: LineupSet): string[] {
  const record = (
    { id, name }: { readonly id: string; readonly name: string },
    slot: number,
    position: number,
  ): string => `start,${id},${quoted(name)},${teamNumber(side)},${slot},${position}`;
  const batters = order.map(({ player, position }, i) => record(player, i + 1, position));
  return pitcher === undefined ? batters : [...batters, record(pitcher, 0, 1)];
}

function playRecord(event: PlayRecorded, before: GameState | null): string {
  const { inning, half, batter, count, pitches = '', notation } = event;
  const side = before === null ? 'away' : sideBattingIn(half, before.ruleset);
  return `play,${inning},${teamNumber(side)},${batter},${countText(count)},${pitches},${notation}`;
}

/** Marks the place of what comes before the next play, with the count so far where that is known. */
function noPlay(before: GameState | null, { count, pitches = '' }: Partial<PitchesRecorded> = {}): string {
  if (before === null || !isStarted(before)) return '';
  const { inning } = before;
  const side = teamNumber(battingTeam(before));
  return `play,${inning},${side},${currentBatter(before).id},${countText(count)},${pitches},NP`;
}

/** A pitcher who came back to the mound has one record for both of his stays. */
function earnedRunRecords(events: readonly GameEvent[]): string[] {
  const { away, home } = boxScore(events);
  const runs = new Map<string, number>();
  for (const { id, earnedRuns } of [...away.pitchers, ...home.pitchers]) runs.set(id, (runs.get(id) ?? 0) + earnedRuns);
  return [...runs].map(([id, earnedRuns]) => `data,er,${id},${earnedRuns}`);
}
