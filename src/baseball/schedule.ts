/** Putting a game on the schedule: the one decision that has no state before it. */
import type { DiceSeal } from '../protocol/dice';
import { rejection, type Rejection } from '../protocol/error-codes';
import type { GameScheduled } from '../protocol/events';
import type { LobbyTerms } from '../protocol/lobby';
import type { ScheduleInput } from '../protocol/schedule';
import { rulesetNamed } from './rulesets';

function noSeal(): never {
  throw new Error('violation: a dice game was scheduled without a secret');
}

function lobbyTerms({ access }: ScheduleInput): LobbyTerms {
  if (access?.kind !== 'invite') return { access: access?.kind ?? 'closed' };
  return { access: 'invite', invite: access.invite };
}

export type Scheduling =
  { readonly ok: true; readonly event: GameScheduled } | { readonly ok: false; readonly rejection: Rejection };

/**
 * Judges an input that was parsed already; the event holds the whole ruleset.
 * @param drawSeal draws the secret of a dice game
 */
export function scheduleGame(input: ScheduleInput, drawSeal: () => DiceSeal = noSeal): Scheduling {
  if (input.teams.away.id === input.teams.home.id) {
    return { ok: false, rejection: rejection('request/invalid', 'A team cannot play itself.', { field: 'teams' }) };
  }
  const named = typeof input.ruleset === 'string' ? rulesetNamed(input.ruleset) : input.ruleset;
  const ruleset = input.designatedHitter === undefined ? named : { ...named, designatedHitter: input.designatedHitter };
  return {
    ok: true,
    event: {
      type: 'GameScheduled',
      rulesVersion: 1,
      league: input.league,
      mode: input.mode,
      ruleset,
      teams: input.teams,
      seats: input.seats,
      ...(input.info === undefined ? {} : { info: input.info }),
      ...(input.dice === undefined ? {} : { dice: { ...input.dice, ...drawSeal() }, lobby: lobbyTerms(input) }),
    },
  };
}
