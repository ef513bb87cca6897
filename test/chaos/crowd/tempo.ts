/** What all clients of the crowd share: where the service is, when they act, and how they mean to play. */
import type { Command } from '../../../src/protocol/commands';
import { systemClock, systemRandom } from '../../../src/platform/clock';
import type { SeededRandom } from '../../sim/random';
import type { RunRecord } from '../record';

export interface Tempo {
  /** The balancer's address, or that of the line to it. */
  readonly url: string;
  readonly record: RunRecord;
  readonly random: SeededRandom;
  /** Between two commands of one manager, on average. */
  readonly everyMs: number;
  /** How much likelier a play without an out is than one with: games last longer. */
  readonly outWeight: number;
  /**
   * Whether anybody gives commands that need PostgreSQL: a play that is taken back or corrected is read from there, and a
   * game that is ended by word needs a next one, which is created there.
   */
  readonly asksPostgres: boolean;
  /** Set while commands are sent twice. */
  isDoubling: boolean;
  /** How often a command was sent a second time. */
  doubled: number;
  isOver: boolean;
}

export const CLIENT_WORLD = { clock: systemClock, random: systemRandom };

/** Resolves after the time, or soon after the run is over. */
export function pass(tempo: Tempo, ms: number): Promise<void> {
  const STEP_MS = 250;
  return new Promise((resolve) => {
    const step = (leftMs: number): void => {
      if (leftMs <= 0 || tempo.isOver) resolve();
      else systemClock.after(Math.min(leftMs, STEP_MS), () => step(leftMs - STEP_MS));
    };
    step(ms);
  });
}

const HAS_OUT = /^K|^[1-9]|X|^CS|^PO|^POCS/;

/** How gladly a manager gives a command: plays mostly, what ends the game hardly ever. */
export function weightOf(
  command: Command,
  { outWeight, asksPostgres }: Pick<Tempo, 'outWeight' | 'asksPostgres'>,
): number {
  switch (command.type) {
    case 'RecordPlay':
      return HAS_OUT.test(command.notation ?? '') ? outWeight : 1;
    case 'ResumeGame':
      return 1000;
    case 'StartGame':
      return 1000;
    case 'UndoPlay':
      return asksPostgres ? 3 : 0;
    case 'CorrectPlay':
      return asksPostgres ? 0.1 : 0;
    case 'RecordPitches':
      return 3;
    case 'SuspendGame':
      return 0.2;
    case 'EndGame':
      return asksPostgres ? 0.01 : 0;
    default:
      return 0.1;
  }
}
