/** Recording a play: read, judged, and followed by whatever it ends. */
import type { RecordPitches, RecordPlay } from '../protocol/commands';
import type { PlayRecorded } from '../protocol/events';
import type { ScoredPlay } from '../protocol/play';
import { accepted, refused, type Decision } from './decision';
import { vacantPositions } from './decide-substitution';
import { endingsAfter } from './innings';
import { judge } from './judge';
import { nearestReading } from './nearest-reading';
import { readNotation } from './notation/read';
import { writeNotation } from './notation/write';
import { battingTeam, currentBatter, currentPitcher, fieldingTeam, ofSide, withSide, type LiveState } from './state';

/** A late or doubled answer is refused by name; null when the command answers the open turn. */
export function wrongTurn(state: LiveState, turn: number): Decision | null {
  if (turn === state.turn) return null;
  const details = { turn, open: state.turn };
  return refused(turn < state.turn ? 'turn/stale' : 'turn/future', undefined, details);
}

/** The game cannot go on while a position is open, or another batter is up than the one named. */
function notReady(state: LiveState, batter: string | undefined): Decision | null {
  const side = fieldingTeam(state);
  const vacant = vacantPositions(state.lineups[side]);
  if (vacant.length > 0) {
    return refused('play/invalid', `Nobody has position ${vacant.join(', ')}.`, { part: 'lineup', side, vacant });
  }
  return wrongBatter(state, batter);
}

function wrongBatter(state: LiveState, batter: string | undefined): Decision | null {
  const up = currentBatter(state).id;
  if (batter === undefined || batter === up) return null;
  return refused('play/invalid', `${up} is at bat, not ${batter}.`, { part: 'batter', batter, atBat: up });
}

type Read = { readonly play: ScoredPlay; readonly notation: string } | { readonly refusal: Decision };

/** What an event can hold of a play's text. */
const NOTATION_MAX = 200;

/** The play's text; a structured play is what it would be written as, so that there is one way to tell it again. */
function notationOf({ notation, play }: RecordPlay): string {
  return notation ?? (play === undefined ? '' : writeNotation(play));
}

function readCommand(command: RecordPlay): Read {
  const notation = notationOf(command);
  if (notation.length > NOTATION_MAX) {
    const message = `Written out, the play takes ${notation.length} characters, at most ${NOTATION_MAX}.`;
    return { refusal: refused('play/notation', message, { part: 'play', position: 0 }) };
  }
  const read = readNotation(notation);
  if (read.ok) return { play: read.play, notation };
  const { part, position, reason, expected } = read;
  const details = { part, position, notation, reason, ...(expected === undefined ? {} : { expected }) };
  return { refusal: refused('play/notation', `"${part}" at position ${position}: ${reason}.`, details) };
}

/** Where a part of a play stands in its text; what stands nowhere by itself is the play as a whole. */
function located(notation: string, part: string): { part: string; position: number } {
  const position = notation.toUpperCase().indexOf(part);
  if (position >= 0) return { part: notation.slice(position, position + part.length), position };
  return { part: notation.replace(/[./].*$/, ''), position: 0 };
}

export function decidePlay(state: LiveState, command: RecordPlay): Decision {
  const wrong = wrongTurn(state, command.turn) ?? notReady(state, command.batter);
  if (wrong !== null) return wrong;
  const read = readCommand(command);
  if ('refusal' in read) return read.refusal;
  const { turn, count, pitches } = command;
  const event = judge(state, read.play, { turn, notation: read.notation, count, pitches });
  if ('reason' in event) {
    return refused('play/invalid', event.reason, { ...located(read.notation, event.part), notation: read.notation });
  }
  return accepted(event, ...endingsOf(state, event));
}

/** A refused play with the nearest one that could have been meant, where there is one: `details.didYouMean`. */
export function adviseOnPlay(state: LiveState, command: RecordPlay, decision: Decision): Decision {
  if (decision.ok || (wrongTurn(state, command.turn) ?? notReady(state, command.batter)) !== null) return decision;
  const reading = nearestReading(state, notationOf(command));
  if (reading === null) return decision;
  const { code, message, details } = decision.rejection;
  return refused(code, message, { ...details, didYouMean: reading });
}

/** What a play of this state ends. */
export function endingsOf(state: LiveState, event: PlayRecorded): ReturnType<typeof endingsAfter> {
  const runs = event.runners.filter((runner) => runner.to === 4).length;
  const side = battingTeam(state);
  const { ruleset, inning, half } = state;
  const score = runs === 0 ? state.score : withSide(state.score, side, ofSide(state.score, side) + runs);
  return endingsAfter({ ruleset, inning, half, outs: state.outs + event.outsMade, score });
}

export function decidePitches(state: LiveState, command: RecordPitches): Decision {
  const wrong = wrongTurn(state, command.turn) ?? wrongBatter(state, command.batter);
  if (wrong !== null) return wrong;
  const { turn, count, pitches } = command;
  const pitcher = currentPitcher(state);
  if (pitcher === null) return refused('command/not_allowed', 'Nobody pitches.', { part: 'lineup' });
  return accepted({
    type: 'PitchesRecorded',
    turn,
    batter: currentBatter(state).id,
    pitcher: pitcher.id,
    ...(count === undefined ? {} : { count }),
    ...(pitches === undefined ? {} : { pitches }),
  });
}
