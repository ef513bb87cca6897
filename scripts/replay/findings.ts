/**
 * What is wrong with a game that was played, in words for people; nothing, when all is well.
 *
 * Two things are asked. Is what was acknowledged there: each command once, at the seq of its answer, and the seqs
 * without a gap? And is it the game of the file: every event, and so the line score?
 */
import { isDeepStrictEqual } from 'node:util';
import { lineScore } from '../../src/baseball/line-score';
import type { GameEvent } from '../../src/protocol/events';
import type { LineScore } from '../../src/protocol/scores';
import type { GameRun } from './scorekeeper';
import type { StoredEntry } from './stored';

export interface Verified {
  readonly run: GameRun;
  /** Of what is stored; null when nothing is. */
  readonly lineScore: LineScore | null;
  readonly findings: readonly string[];
}

/** What the service and the database say of one game, as far as each could be asked. */
export interface Evidence {
  /** Over REST. */
  readonly served: readonly StoredEntry[] | null;
  /** From PostgreSQL. */
  readonly stored: readonly StoredEntry[] | null;
  /** The service's own fold of it. */
  readonly servedLineScore: LineScore | null;
}

export function verifyGame(run: GameRun, evidence: Evidence): Verified {
  const { served, stored, servedLineScore } = evidence;
  const truth = stored ?? served;
  const findings = [
    ...(run.end.is === 'failed' ? [run.end.reason] : []),
    ...(served === null ? [] : entryFindings(run, served, 'the service')),
    ...(stored === null ? [] : entryFindings(run, stored, 'PostgreSQL')),
  ];
  if (truth === null || truth.length === 0)
    return { run, lineScore: null, findings: [...findings, 'nothing is stored'] };
  const score = lineScore(truth.flatMap((entry) => entry.events));
  if (run.end.is === 'complete' && !isDeepStrictEqual(score, run.planned.lineScore)) {
    findings.push('the line score is not that of the file');
  }
  if (servedLineScore !== null && !isDeepStrictEqual(servedLineScore, score)) {
    findings.push("the service's line score is not that of its events");
  }
  return { run, lineScore: score, findings };
}

function entryFindings(run: GameRun, entries: readonly StoredEntry[], where: string): string[] {
  return [...ackFindings(run, entries), ...eventFindings(run, entries)].map((finding) => `${where}: ${finding}`);
}

function ackFindings({ acks }: GameRun, entries: readonly StoredEntry[]): string[] {
  const findings: string[] = [];
  const byCommand = new Map<string, StoredEntry[]>();
  for (const entry of entries) byCommand.set(entry.commandId, [...(byCommand.get(entry.commandId) ?? []), entry]);
  for (const { commandId, seq } of acks) {
    const found = byCommand.get(commandId) ?? [];
    if (found.length === 0) findings.push(`command ${commandId} was acknowledged at ${seq} and is missing`);
    else if (found.length > 1) findings.push(`command ${commandId} is there ${found.length} times`);
    else if (found[0]?.seq !== seq) findings.push(`command ${commandId} is at ${found[0]?.seq}, not at ${seq}`);
  }
  const gap = entries.findIndex((entry, i) => entry.seq !== i + 1);
  if (gap !== -1) findings.push(`seq ${entries[gap]?.seq} stands where ${gap + 1} must`);
  return findings;
}

/** The entry that scheduled the game is not the file's. */
function eventFindings({ planned, end }: GameRun, entries: readonly StoredEntry[]): string[] {
  const events = entries.flatMap((entry) => entry.events).slice(1);
  const expected = end.is === 'complete' ? planned.events : planned.events.slice(0, events.length);
  const wrong = Array.from({ length: Math.max(events.length, expected.length) }).findIndex(
    (_, i) => !isDeepStrictEqual(plain(events[i]), plain(expected[i])),
  );
  if (wrong === -1) return [];
  return [differenceAt(wrong + 2, { is: events[wrong], byFile: expected[wrong] })];
}

function differenceAt(place: number, { is, byFile }: Record<'is' | 'byFile', GameEvent | undefined>): string {
  if (is === undefined || is.type !== byFile?.type)
    return `event ${place} is ${nameOf(is)}, by the file ${nameOf(byFile)}`;
  const [ours, theirs] = [new Map(Object.entries(is)), new Map(Object.entries(byFile))];
  const fields = [...new Set([...ours.keys(), ...theirs.keys()])];
  const differing = fields.filter((field) => !isDeepStrictEqual(ours.get(field), theirs.get(field)));
  return `event ${place}, ${nameOf(is)}, differs from the file's in ${differing.join(', ')}`;
}

/** As it is after a journey through JSON: what is undefined is absent. */
const plain = (event: GameEvent | undefined): unknown =>
  event === undefined ? event : JSON.parse(JSON.stringify(event));

function nameOf(event: GameEvent | undefined): string {
  if (event === undefined) return 'absent';
  return event.type === 'PlayRecorded' ? `the play ${event.notation} of turn ${event.turn}` : event.type;
}
