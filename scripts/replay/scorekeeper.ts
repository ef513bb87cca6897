/**
 * A scorekeeper at one game: creates it, hands in both lineups, and records what the file says, a command at a time,
 * over a socket of his own. Whatever was acknowledged is kept, to be looked for afterwards.
 */
import { createHmac } from 'node:crypto';
import { Client } from '../../src/client/client';
import type { Game } from '../../src/client/game';
import { RestClient } from '../../src/client/rest';
import { systemClock, systemRandom } from '../../src/platform/clock';
import type { CommandAnswer, Refused } from '../../src/protocol/envelope';
import { CommandId, type GameId, UserId } from '../../src/protocol/ids';
import type { PlannedGame } from './plan';

/** A command that was accepted, and where. */
export interface Ack {
  readonly commandId: string;
  readonly seq: number;
  readonly epoch: number;
}

/** What came of a game. */
export interface GameRun {
  readonly planned: PlannedGame;
  /** Null when it could not be created. */
  readonly gameId: GameId | null;
  readonly acks: readonly Ack[];
  readonly end: GameEnd;
}

/** `stopped`: somebody had enough of the whole run. */
export type GameEnd = { readonly is: 'complete' | 'stopped' } | { readonly is: 'failed'; readonly reason: string };

export interface Assignment {
  readonly planned: PlannedGame;
  /** The game's number in this run, from 0. */
  readonly number: number;
}

export interface ScorekeeperOptions {
  readonly url: string;
  /** A secret of this run: what nobody can guess, and is the same when something is sent again. */
  readonly run: string;
  readonly paceMs: number;
  /** Ends the game after the command that is under way. */
  readonly signal: AbortSignal;
  /** Told of each command over the socket that was accepted. */
  readonly onAck: (fact: { readonly tookMs: number; readonly isPlay: boolean }) => void;
}

const ID_LETTERS = 32;

/** A name for one thing that is sent in this run. */
export function commandIdOf(run: string, game: number, thing: string | number): CommandId {
  return CommandId.parse(createHmac('sha256', run).update(`${game} ${thing}`).digest('hex').slice(0, ID_LETTERS));
}

/** Plays a game to its end, or as far as it goes. Never throws. */
export async function scoreGame(assignment: Assignment, options: ScorekeeperOptions): Promise<GameRun> {
  const { planned, number } = assignment;
  const user = UserId.parse(`scorekeeper-${commandIdOf(options.run, number, 'user')}`);
  const line = { url: options.url, credential: { user }, clock: systemClock, random: systemRandom };
  const rest = new RestClient(line);
  const acks: Ack[] = [];
  const ends = (gameId: GameId | null, end: GameEnd): GameRun => ({ planned, gameId, acks, end });
  const fails = (gameId: GameId | null, what: string, { error }: Refused): GameRun =>
    ends(gameId, { is: 'failed', reason: `${what}: ${error.message} (${error.code})` });
  const input = { ...planned.schedule, seats: { scorekeeper: user } };
  const created = await rest.create(input, commandIdOf(options.run, number, 'game'));
  if (!created.ok) return fails(null, 'it was not created', created);
  const { gameId } = created;
  for (const side of ['away', 'home'] as const) {
    const key = commandIdOf(options.run, number, `lineup ${side}`);
    const { lineup } = planned.lineups[side];
    const answer = await rest.setLineup(gameId, { side, seat: 'scorekeeper', lineup }, key);
    if (!answer.ok) return fails(gameId, `the ${side} lineup was refused`, answer);
    acks.push(ackOf(key, answer));
  }
  const client = new Client(line);
  try {
    const joined = await client.join(gameId, 'scorekeeper');
    if (!joined.ok) return fails(gameId, 'its socket was refused', joined);
    return ends(gameId, await record(joined.game, { ...assignment, ...options, acks }));
  } finally {
    client.close();
  }
}

type Recording = Assignment & ScorekeeperOptions & { readonly acks: Ack[] };

async function record(game: Game, recording: Recording): Promise<GameEnd> {
  const { planned, number, run, acks, onAck, signal, paceMs } = recording;
  for (const [n, { line, command }] of planned.commands.entries()) {
    if (paceMs > 0) await paused(paceMs, signal);
    if (signal.aborted) return { is: 'stopped' };
    const commandId = commandIdOf(run, number, n);
    const sentAt = performance.now();
    const answer = await game.command(command, { commandId });
    if (!answer.ok) {
      const { code, message } = answer.error;
      return { is: 'failed', reason: `${planned.file}:${line}: ${command.type} was refused: ${message} (${code})` };
    }
    acks.push(ackOf(commandId, answer));
    onAck({ tookMs: performance.now() - sentAt, isPlay: command.type === 'RecordPlay' });
  }
  return { is: 'complete' };
}

const ackOf = (commandId: string, { seq, epoch }: Extract<CommandAnswer, { ok: true }>): Ack => ({
  commandId,
  seq,
  epoch,
});

function paused(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
