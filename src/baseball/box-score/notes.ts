/** What a newspaper names below the lines: errors, long hits, steals, wild pitches, in the order of the game. */
import type { BoxScoreNote, BoxScoreNoteKind } from '../../protocol/box-score';
import type { PlayRecorded } from '../../protocol/events';
import type { PlayerId } from '../../protocol/ids';
import type { PlayKind } from '../../protocol/play';
import { fielderAt, otherSide, battingTeam, type StartedState, type TeamLineupState } from '../state';
import { chargedBatter, chargedPitcher } from './charged';

/** Plays that are notes by themselves, named by their batter. */
const BATTERS_NOTES: Partial<Record<PlayKind, BoxScoreNoteKind>> = {
  double: 'double',
  triple: 'triple',
  homeRun: 'homeRun',
  hitByPitch: 'hitByPitch',
  intentionalWalk: 'intentionalWalk',
};

/** Writes notes for one play. */
class NoteWriter {
  readonly notes: BoxScoreNote[] = [];
  private readonly event: PlayRecorded;
  private readonly state: StartedState;
  private readonly fielders: TeamLineupState;

  constructor(event: PlayRecorded, state: StartedState) {
    this.event = event;
    this.state = state;
    this.fielders = state.lineups[otherSide(battingTeam(state))];
  }

  private write(kind: BoxScoreNoteKind, isFielders: boolean, players: PlayerId[]): BoxScoreNote {
    const { inning, half, outs } = this.event;
    const batting = battingTeam(this.state);
    const side = isFielders ? otherSide(batting) : batting;
    const note: BoxScoreNote = { kind, side, inning, half, outs, players };
    this.notes.push(note);
    return note;
  }

  private at(position: number): PlayerId[] {
    const fielder = fielderAt(this.fielders, position);
    return fielder === null ? [] : [fielder.id];
  }

  writeBatter(): void {
    const { event } = this;
    const kind = BATTERS_NOTES[event.kind];
    const kinds: BoxScoreNoteKind[] = kind === undefined ? [] : [kind];
    if (event.sacrificeHit === true) kinds.push('sacrificeHit');
    if (event.sacrificeFly === true) kinds.push('sacrificeFly');
    for (const each of kinds) {
      const note = this.write(each, false, [chargedBatter(event)]);
      note.pitcher = chargedPitcher(event);
      if (each === 'homeRun') note.runnersOn = event.runners.length - 1;
    }
  }

  writeRunners(): void {
    for (const runner of this.event.runners) {
      if (runner.stolenBase === true) this.writeRunner('stolenBase', runner.id, runner.base);
      if (runner.caughtStealing === true) this.writeRunner('caughtStealing', runner.id, runner.base);
      else if (runner.pickedOff === true) this.writeRunner('pickedOff', runner.id, runner.base);
    }
  }

  private writeRunner(kind: BoxScoreNoteKind, id: PlayerId, base: number): void {
    const note = this.write(kind, false, [id]);
    note.base = base;
    note.pitcher = chargedPitcher(this.event);
  }

  writePitcher(): void {
    const { event } = this;
    if (event.wildPitch === true) this.write('wildPitch', true, [event.pitcher]);
    if (event.kind === 'balk') this.write('balk', true, [event.pitcher]);
  }

  writeFielders(): void {
    const { event } = this;
    const errors = (event.errors ?? []).map((error) => error.fielder);
    for (const position of errors.toSorted((a, b) => a - b)) {
      if (position > 0) this.write('error', true, this.at(position));
    }
    if (event.passedBall === true) this.write('passedBall', true, this.at(2)).pitcher = chargedPitcher(event);
    const kind = event.doublePlay === true ? 'doublePlay' : event.triplePlay === true ? 'triplePlay' : null;
    if (kind === null) return;
    const positions = new Set([...(event.assists ?? []), ...(event.putouts ?? [])]);
    this.write(
      kind,
      true,
      [...positions].flatMap((position) => this.at(position)),
    );
  }
}

/** The notes of a play; `state` is the one before it. */
export function notesOf(event: PlayRecorded, state: StartedState): readonly BoxScoreNote[] {
  const writer = new NoteWriter(event, state);
  writer.writeBatter();
  writer.writeRunners();
  writer.writePitcher();
  writer.writeFielders();
  return writer.notes;
}
