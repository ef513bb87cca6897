/** Recording a play: read, judged, and followed by whatever it ends. */
import type { RecordPitches, RecordPlay } from '../protocol/commands';
import type { PlayRecorded } from '../protocol/events';
import type { ScoredPlay } from '../protocol/play';
import { accepted, refused, type Decision } from './decision';
import { vacantPositions } from './decide-substitution';
import { endingsAfter } from './innings';
import { judge } from './judge';
import { readNotation } from './notation/read';
import { writeNotation } from './notation/write';
import { battingTeam, currentBatter, currentPitcher, fieldingTeam, type LiveState } from './state';

/** A late or doubled answer is refused by name; null when the command answers the open turn. */
function wrongTurn(state: LiveState, turn: number): Decision | null {
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
  const up = currentBatter(state).id;
  if (batter === undefined || batter === up) return null;
  return refused('play/invalid', `${up} is at bat, not ${batter}.`, { part: 'batter', batter, atBat: up });
}

type Read = { readonly play: ScoredPlay; readonly notation: string } | { readonly refusal: Decision };

function readCommand(command: RecordPlay): Read {
  if (command.play !== undefined) return { play: command.play, notation: writeNotation(command.play) };
  const notation = command.notation ?? '';
  const read = readNotation(notation);
  if (read.ok) return { play: read.play, notation };
  const { part, position, reason } = read;
  const details = { part, position, reason };
  return { refusal: refused('play/notation', `"${part}" at position ${position}: ${reason}.`, details) };
}

export function decidePlay(state: LiveState, command: RecordPlay): Decision {
  const wrong = wrongTurn(state, command.turn) ?? notReady(state, command.batter);
  if (wrong !== null) return wrong;
  const read = readCommand(command);
  if ('refusal' in read) return read.refusal;
  const { turn, count, pitches } = command;
  const event = judge(state, read.play, { turn, notation: read.notation, count, pitches });
  if ('reason' in event) {
    return refused('play/invalid', event.reason, { part: event.part, notation: read.notation });
  }
  return accepted(event, ...endings(state, event));
}

function endings(state: LiveState, event: PlayRecorded): ReturnType<typeof endingsAfter> {
  const runs = event.runners.filter((runner) => runner.to === 4).length;
  const side = battingTeam(state);
  const { ruleset, inning, half } = state;
  const score = runs === 0 ? state.score : { ...state.score, [side]: state.score[side] + runs };
  return endingsAfter({ ruleset, inning, half, outs: state.outs + event.outsMade, score });
}

export function decidePitches(state: LiveState, command: RecordPitches): Decision {
  const wrong = wrongTurn(state, command.turn);
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
