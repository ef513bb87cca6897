/**
 * Winning, losing and saving pitcher by rule (OBR 9.17 and 9.19, 2019 ed.), as a fold of the events.
 *
 * The rule leaves two choices to the official scorer: which reliever wins when the starter has not gone long enough
 * (9.17(b)), and whether a reliever was too brief and too bad to win (9.17(c)). So there may be several who can win;
 * the most effective of them comes first.
 */
import type { PitchingLine } from '../../protocol/box-score';
import type { GameEvent, PlayRecorded, PlayerSubstituted } from '../../protocol/events';
import type { PlayerId } from '../../protocol/ids';
import type { BySide, Score, Side } from '../../protocol/side';
import { otherSide, sideBattingIn } from '../state';
import { chargedWithRun } from './charged';

export interface RuledDecisions {
  /** Who may be the winning pitcher, the likeliest first. */
  readonly winners: readonly PlayerId[];
  readonly loss: PlayerId;
  /** Who has the save unless he is the winning pitcher. */
  readonly save: PlayerId | null;
}

/** How the latest pitcher of a team came in. */
interface Entry {
  readonly lead: number;
  readonly runnersOn: number;
}

interface Lead {
  readonly side: Side;
  /** Who pitched for the team that took the lead, or had pitched when it went to bat. */
  readonly win: PlayerId;
  /** Who is charged with the run that took it. */
  readonly loss: PlayerId;
}

interface Course {
  first: Side;
  readonly pitchers: { away: PlayerId | null; home: PlayerId | null };
  readonly entries: { away: Entry | null; home: Entry | null };
  readonly score: { -readonly [S in keyof Score]: number };
  runnersOn: number;
  lead: Lead | null;
}

function followPlay(course: Course, event: PlayRecorded): void {
  const batting = event.half === 'top' ? course.first : otherSide(course.first);
  const fielding = otherSide(batting);
  course.pitchers[fielding] = event.pitcher;
  for (const runner of event.runners.toReversed()) {
    if (runner.to !== 4) continue;
    course.score[batting] += 1;
    const margin = course.score[batting] - course.score[fielding];
    const win = course.pitchers[batting];
    if (margin === 0) course.lead = null;
    if (margin === 1 && win !== null) {
      course.lead = { side: batting, win, loss: chargedWithRun(event, runner) };
    }
  }
  const isOver = event.outs + event.outsMade >= 3;
  course.runnersOn = isOver ? 0 : event.runners.filter((runner) => runner.to >= 1 && runner.to <= 3).length;
}

function followSubstitution(course: Course, { side, player, position }: PlayerSubstituted): void {
  if (position !== 1 || course.pitchers[side] === player.id) return;
  course.pitchers[side] = player.id;
  const lead = course.score[side] - course.score[otherSide(side)];
  course.entries[side] = { lead, runnersOn: course.runnersOn };
}

function follow(course: Course, event: GameEvent): void {
  switch (event.type) {
    case 'GameScheduled':
      course.first = sideBattingIn('top', event.ruleset);
      break;
    case 'LineupSet': {
      const pitcher = event.lineup.pitcher ?? event.lineup.order.find((starter) => starter.position === 1)?.player;
      course.pitchers[event.side] = pitcher?.id ?? null;
      break;
    }
    case 'PlayRecorded':
      followPlay(course, event);
      break;
    case 'PlayerSubstituted':
      followSubstitution(course, event);
      break;
    case 'AutomaticRunnerPlaced':
      course.runnersOn += 1;
      break;
    case 'HalfInningEnded':
      course.runnersOn = 0;
      break;
    case 'GameEnded':
      if (isAgainstScore(event.reason, course.lead)) course.lead = null;
      break;
    default:
      break;
  }
}

/** OBR 9.03(e): a forfeit to the team that was not ahead has no winning and no losing pitcher. */
function isAgainstScore(reason: string, lead: Lead | null): boolean {
  if (reason === 'forfeitedToHome') return lead?.side !== 'home';
  return reason === 'forfeitedToAway' && lead?.side !== 'away';
}

/** A pitcher's whole day. */
interface Day {
  readonly id: PlayerId;
  readonly outs: number;
  readonly earnedRuns: number;
  /** Runs that scored while he should have stopped them: earned ones, and inherited runners. */
  readonly allowed: number;
}

function daysOf(lines: readonly PitchingLine[]): Day[] {
  return [...new Set(lines.map((line) => line.id))].map((id) => {
    const own = lines.filter((line) => line.id === id);
    const sum = (key: 'outs' | 'earnedRuns' | 'inheritedRunnersScored'): number =>
      own.reduce((total, line) => total + line[key], 0);
    const earnedRuns = sum('earnedRuns');
    return { id, outs: sum('outs'), earnedRuns, allowed: earnedRuns + sum('inheritedRunnersScored') };
  });
}

/** The most effective first: an out is worth a third of a run, and of equals the earlier comes first. */
function byEffect(days: readonly Day[]): PlayerId[] {
  return days.toSorted((a, b) => b.outs - 3 * b.allowed - (a.outs - 3 * a.allowed)).map((day) => day.id);
}

const [FULL_INNINGS_OUTS, STARTER_OUTS, STARTER_OUTS_SHORT] = [18, 15, 12];

/** OBR 9.17(a)–(c): who can be the winning pitcher, when `id` pitched as his team took the lead. */
function winners(id: PlayerId, days: readonly Day[]): PlayerId[] {
  const at = days.findIndex((day) => day.id === id);
  const day = days[at];
  const later = days.slice(at + 1);
  if (day === undefined || later.length === 0) return [id];
  if (at === 0) {
    const teamOuts = days.reduce((outs, each) => outs + each.outs, 0);
    const needed = teamOuts >= FULL_INNINGS_OUTS ? STARTER_OUTS : STARTER_OUTS_SHORT;
    return day.outs >= needed ? [id] : byEffect(later);
  }
  const isBrief = day.outs < 3 && day.allowed > 0;
  if (!isBrief) return [id];
  // The comment on 9.17(c): two runs in less than an inning are generally too many.
  return day.allowed >= 2 ? [...byEffect(later), id] : [id, ...byEffect(later)];
}

/** OBR 9.19: the last pitcher of the winning team, when he kept a lead that was in danger. */
function saveOf(days: readonly Day[], entry: Entry | null): PlayerId | null {
  const last = days.at(-1);
  if (last === undefined || entry === null || entry.lead <= 0 || last.outs < 1) return null;
  const isTyingRunNear = entry.lead <= entry.runnersOn + 2;
  const isShortLead = entry.lead <= 3 && last.outs >= 3;
  return isTyingRunNear || isShortLead || last.outs >= 9 ? last.id : null;
}

/** The decisions of a game that has ended; null when nobody won. `lines` are the pitchers, in order. */
export function decisionsByRule(
  events: Iterable<GameEvent>,
  lines: BySide<readonly PitchingLine[]>,
): RuledDecisions | null {
  const course: Course = {
    first: 'away',
    pitchers: { away: null, home: null },
    entries: { away: null, home: null },
    score: { away: 0, home: 0 },
    runnersOn: 0,
    lead: null,
  };
  for (const event of events) follow(course, event);
  const { lead } = course;
  if (lead === null) return null;
  const days = daysOf(lines[lead.side]);
  return {
    winners: winners(lead.win, days),
    loss: lead.loss,
    save: days.length > 1 ? saveOf(days, course.entries[lead.side]) : null,
  };
}
