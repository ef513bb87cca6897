/**
 * The commissioner corrects a play of a dice game.
 *
 * The rolls stay where they fell; what they meant is judged again. What was decided for the open turn was decided on
 * another situation, so that turn is withdrawn. After the end the secret of the dice is known, and whoever knows it
 * knows each roll to come: a correction can then change what was, and cannot make the game go on.
 */
import type { CorrectPlay } from '../protocol/commands';
import type { GameEvent } from '../protocol/events';
import { assert } from './assert';
import { decideStarted } from './decide-recorded';
import { decideCorrection } from './decide-revision';
import { openTurn, type DiceTable } from './decide-turn';
import { refused, type Decision } from './decision';
import { diceOf } from './evolve-dice';
import { automaticRunner, secretRevealed } from './play-events';
import { battingTeam, isOver, type StartedState } from './state';
import { Telling } from './telling';

interface Correction {
  readonly command: CorrectPlay;
  readonly history: readonly GameEvent[] | undefined;
}

export function decideDiceCorrection(
  state: StartedState,
  { command, history }: Correction,
  table: DiceTable,
): Decision {
  assert(history !== undefined, 'a correction was decided without the history');
  const corrected = decideCorrection(state, command, {
    history,
    decideAgain: (then, again) => decideStarted(then, { command: again, history: undefined }),
  });
  if (!corrected.ok) return corrected;
  const telling = new Telling(state);
  telling.tell(...corrected.events);
  if (isOver(state) && !isOver(telling.state)) {
    const message = 'With the end the secret of the dice was told: a correction cannot make the game go on.';
    return refused('command/not_allowed', message, { turn: command.turn });
  }
  tellWhatFollows(telling);
  openTurn(telling, table, 'commissioner');
  return { ok: true, events: telling.events };
}

/** What a correction makes necessary that nobody recorded: the secret with a new end, the runner of a new inning. */
function tellWhatFollows(telling: Telling): void {
  const { state, events } = telling;
  const last = events.at(-1)?.type;
  if (last === 'GameEnded') telling.tell(secretRevealed(diceOf(state)));
  if (last !== 'HalfInningEnded' || state.status !== 'live') return;
  const runner = automaticRunner(state, battingTeam(state), state.inning);
  if (runner !== null) telling.tell(runner);
}
