/** The scorekeeper's adjustments: what a play cannot say of the players in it. */
import type { Adjustment } from '../protocol/commands';
import type { PlayerId } from '../protocol/ids';
import { assertNever } from './assert';
import { accepted, refused, type Decision } from './decision';
import {
  battingTeam,
  currentBatter,
  currentPitcher,
  fieldingTeam,
  inLineup,
  inSlot,
  runnerOn,
  type LiveState,
  type TeamLineupState,
} from './state';

const refusedBecause = (message: string, adjustment: Adjustment): Decision =>
  refused('adjustment/invalid', message, { ...adjustment });

function hasPlayed(lineup: TeamLineupState, id: PlayerId): boolean {
  return inLineup(lineup, id) !== null || lineup.used.some((player) => player.id === id);
}

function decideHand(
  state: LiveState,
  adjustment: Extract<Adjustment, { kind: 'battingHand' | 'pitchingHand' }>,
): Decision {
  const { kind, player, hand } = adjustment;
  const who = kind === 'battingHand' ? currentBatter(state) : currentPitcher(state);
  if (who?.id !== player) {
    const doing = kind === 'battingHand' ? 'at bat' : 'pitching';
    return refusedBecause(`${player} is not ${doing}; ${who?.id ?? 'nobody'} is.`, adjustment);
  }
  return accepted({ type: 'HandAdjusted', kind, player, hand });
}

/** OBR 7.01(b): before the first play of a half-inning, a player of the batting order, on an empty base. */
function decideAutomaticRunner(
  state: LiveState,
  adjustment: Extract<Adjustment, { kind: 'automaticRunner' }>,
): Decision {
  const { player, base } = adjustment;
  const rule = state.ruleset.automaticRunner;
  const side = battingTeam(state);
  if (rule === null || state.inning < rule.fromInning) {
    return refusedBecause('The rules of this game place no runner in this inning.', adjustment);
  }
  if (base !== rule.base) return refusedBecause(`The runner belongs on base ${rule.base}.`, adjustment);
  if (state.turn !== state.halfInningTurn || state.bases.some((runner) => runner !== null)) {
    return refusedBecause('The runner is placed once, before the first play of the half-inning.', adjustment);
  }
  if (inLineup(state.lineups[side], player) === null) {
    return refusedBecause(`${player} is not in the batting order.`, adjustment);
  }
  return accepted({ type: 'AutomaticRunnerPlaced', side, player, base });
}

function decideResponsiblePitcher(
  state: LiveState,
  adjustment: Extract<Adjustment, { kind: 'responsiblePitcher' }>,
): Decision {
  const { pitcher, base } = adjustment;
  if (runnerOn(state, base) === null) return refusedBecause(`Base ${base} is empty.`, adjustment);
  if (!hasPlayed(state.lineups[fieldingTeam(state)], pitcher)) {
    return refusedBecause(`${pitcher} has not played for the team in the field.`, adjustment);
  }
  return accepted({ type: 'ResponsiblePitcherAdjusted', pitcher, base });
}

export function decideAdjustment(state: LiveState, adjustment: Adjustment): Decision {
  switch (adjustment.kind) {
    case 'battingHand':
    case 'pitchingHand':
      return decideHand(state, adjustment);
    case 'battingOutOfTurn': {
      const { side, battingOrderSlot } = adjustment;
      if (side !== battingTeam(state)) return refusedBecause('That team is in the field.', adjustment);
      const up = inSlot(state.lineups[side], battingOrderSlot);
      if (state.bases.some((runner) => runner !== null && runner.id === up?.id)) {
        return refusedBecause(`${up?.name} is on base.`, adjustment);
      }
      return accepted({ type: 'BattingOrderAdjusted', side, slot: battingOrderSlot });
    }
    case 'automaticRunner':
      return decideAutomaticRunner(state, adjustment);
    case 'responsiblePitcher':
      return decideResponsiblePitcher(state, adjustment);
    default:
      return assertNever(adjustment);
  }
}
