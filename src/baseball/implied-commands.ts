/**
 * The command that an event was decided from, so that what was recorded can be decided anew on another past.
 *
 * It names all that was said and nothing that was judged, but for the batter: a play that befell another batter than
 * the one who would now be up is not the same play.
 */
import type { FieldCommand } from '../protocol/commands';
import type { GameEvent, GameEnded, PlayerSubstituted, PlayRecorded } from '../protocol/events';
import { assertNever } from './assert';

/** Null for what follows from other events by itself, and for what can only stand before the first play. */
export function impliedCommand(event: GameEvent): FieldCommand | null {
  switch (event.type) {
    case 'PlayRecorded':
      return playCommand(event);
    case 'PitchesRecorded': {
      const { turn, batter, count, pitches } = event;
      return { type: 'RecordPitches', turn, batter, ...given({ count, pitches }) };
    }
    case 'PlayerSubstituted':
      return substitutionCommand(event);
    case 'HandAdjusted': {
      const { kind, player, hand } = event;
      return { type: 'RecordAdjustment', adjustment: { kind, player, hand } };
    }
    case 'BattingOrderAdjusted': {
      const adjustment = { kind: 'battingOutOfTurn', side: event.side, battingOrderSlot: event.slot } as const;
      return { type: 'RecordAdjustment', adjustment };
    }
    case 'AutomaticRunnerPlaced': {
      const adjustment = { kind: 'automaticRunner', player: event.player, base: event.base } as const;
      return { type: 'RecordAdjustment', adjustment };
    }
    case 'ResponsiblePitcherAdjusted': {
      const adjustment = { kind: 'responsiblePitcher', pitcher: event.pitcher, base: event.base } as const;
      return { type: 'RecordAdjustment', adjustment };
    }
    case 'GameSuspended':
      return { type: 'SuspendGame' };
    case 'GameResumed':
      return { type: 'ResumeGame', ...given({ date: event.date }) };
    case 'GameEnded':
      return endCommand(event);
    case 'EarnedRunsSet':
      return { type: 'SetEarnedRuns', pitcher: event.pitcher, earnedRuns: event.earnedRuns };
    case 'HalfInningEnded':
    case 'HistoryRevised':
    case 'DefenseSubmitted':
    case 'OffenseSubmitted':
    case 'TurnOpened':
    case 'WordAdded':
    case 'SecretRevealed':
    case 'SeatTaken':
    case 'SeatLeft':
    case 'SideReady':
    case 'PauseOffered':
    case 'PauseDeclined':
    case 'Resigned':
    case 'SideAbandoned':
    case 'TurnWarned':
    case 'ClockCredited':
    case 'GameScheduled':
    case 'LineupSet':
    case 'GameStarted':
      return null;
    default:
      return assertNever(event);
  }
}

function playCommand({ turn, batter, notation, count, pitches }: PlayRecorded): FieldCommand {
  return { type: 'RecordPlay', turn, batter, notation, ...given({ count, pitches }) };
}

function substitutionCommand({ side, player, slot, position, injury }: PlayerSubstituted): FieldCommand {
  return { type: 'RecordSubstitution', side, player, battingOrderSlot: slot, position, ...given({ injury }) };
}

/** Innings end a game by themselves; a call does not. */
function endCommand({ reason }: GameEnded): FieldCommand | null {
  switch (reason) {
    case 'called':
    case 'forfeitedToHome':
    case 'forfeitedToAway':
      return { type: 'EndGame', reason };
    case 'regulation':
    case 'walkOff':
    case 'mercy':
    case 'tie':
      return null;
    default:
      return assertNever(reason);
  }
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** What is undefined was not said. */
function given<T extends object>(said: T): Given<T> {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Given<T>;
}
