/**
 * The substitutions that a side usually thinks of: whoever sits on the bench bats, runs or takes a fielder's place, and
 * fielders change places among themselves. Candidates: a rule may still refuse one.
 */
import type { RecordSubstitution } from '../protocol/commands';
import type { Player } from '../protocol/lineup';
import type { Side } from '../protocol/side';
import { vacantPositions } from './decide-substitution';
import { battingTeam, currentBatter, type LineupPlayerState, type LiveState } from './state';

type Place = readonly [slot: number, position: number];

function replacement(side: Side, player: Player, [battingOrderSlot, position]: Place): RecordSubstitution {
  return { type: 'RecordSubstitution', side, player, battingOrderSlot, position };
}

function asPlayer({ id, name }: LineupPlayerState): Player {
  return { id, name };
}

export function substitutionsOf(state: LiveState, side: Side): RecordSubstitution[] {
  return side === battingTeam(state) ? ofBatters(state, side) : ofFielders(state, side);
}

function ofBatters(state: LiveState, side: Side): RecordSubstitution[] {
  const { bench, order } = state.lineups[side];
  return bench.flatMap((player) => [
    replacement(side, player, [currentBatter(state).slot, 11]),
    ...order.map((hitter) => replacement(side, player, [hitter.slot, 12])),
  ]);
}

function ofFielders(state: LiveState, side: Side): RecordSubstitution[] {
  const { order, pitcher, bench, designatedHitterSlot } = state.lineups[side];
  const fielders = pitcher === null ? order : [...order, pitcher];
  const [vacant = 9] = vacantPositions(state.lineups[side]);
  const isWaiting = ({ position }: LineupPlayerState): boolean => position > 10 || position === 0;
  const commands = bench.flatMap((player) =>
    fielders.map((fielder) =>
      replacement(side, player, [fielder.slot, isWaiting(fielder) ? vacant : fielder.position]),
    ),
  );
  for (const fielder of fielders) {
    if (fielder.slot === designatedHitterSlot || fielder.slot === 0) continue;
    for (const position of new Set(isWaiting(fielder) ? [vacant, 1, 3, 6, 7] : [1, 3, 6, 7])) {
      commands.push(replacement(side, asPlayer(fielder), [fielder.slot, position]));
    }
  }
  return commands;
}
