/** From two decisions to everything that follows from them: the play, whatever it ends, and what begins by rule. */
import type { AutomaticRunnerPlaced, GameEvent, PlayRecorded, SecretRevealed } from '../protocol/events';
import type { Side } from '../protocol/side';
import type { Dice } from './dice';
import type { DiceRules, DiceSituation } from './dice-rules';
import { assert } from './assert';
import { endingsOf } from './decide-play';
import { diceOf } from './evolve-dice';
import { judge } from './judge';
import { writeNotation } from './notation/write';
import { fieldingTeam, ofSide, type DiceState, type LiveState, type StartedState } from './state';

/**
 * The play of a turn, the end of the half-inning or the game, the runner by whom the next inning begins, and with the
 * end the secret. The decisions are legal; nobody's position is vacant.
 */
export function playEvents(situation: DiceSituation, dice: Dice, resolve: DiceRules['resolve']): GameEvent[] {
  const { state } = situation;
  const resolved = resolve(situation, dice);
  const said = { turn: state.turn, notation: writeNotation(resolved.play), count: undefined, pitches: undefined };
  const event = judge(state, resolved.play, said);
  if ('reason' in event) throw new Error(`violation: the dice said ${said.notation}: ${event.reason}`);
  event.dice = resolved.dice;
  const events: GameEvent[] = [event];
  for (const ending of endingsOf(state, event)) {
    events.push(ending);
    if (ending.type === 'GameEnded') events.push(secretRevealed(diceOf(state), event));
    else pushRunner(events, state);
  }
  return events;
}

/** What tells the secret, once no roll will follow. @param last a play that is not in the state yet */
export function secretRevealed({ facts, rolled }: DiceState, last?: PlayRecorded): SecretRevealed {
  return { type: 'SecretRevealed', secret: facts.secret, rolls: rolled + (last?.dice?.rolls.length ?? 0) };
}

/** The half-inning of `state` has ended; the side that was in the field bats next. */
function pushRunner(events: GameEvent[], state: LiveState): void {
  const inning = state.half === 'top' ? state.inning : state.inning + 1;
  const placed = automaticRunner(state, fieldingTeam(state), inning);
  if (placed !== null) events.push(placed);
}

/** OBR 7.01(b): the runner with whom a side begins its half of that inning; null in innings that begin without. */
export function automaticRunner(state: StartedState, side: Side, inning: number): AutomaticRunnerPlaced | null {
  const rule = state.ruleset.automaticRunner;
  if (rule === null || inning < rule.fromInning) return null;
  const slotBefore = ((ofSide(state.upNext, side) + 7) % 9) + 1;
  const player = ofSide(state.lineups, side).order[slotBefore - 1];
  assert(player !== undefined, 'every slot of the order is filled');
  return { type: 'AutomaticRunnerPlaced', side, player: player.id, base: rule.base };
}
