/**
 * From which side a batter bats, and with which arm a pitcher throws, in this plate appearance.
 *
 * A switch hitter takes the side opposite the pitcher's arm; what the scorekeeper named outranks the roster.
 */
import type { Hand } from '../protocol/lineup';
import type { PlayerId } from '../protocol/ids';
import { inLineup, type LineupPlayerState, type PlateAppearanceState, type TeamLineupState } from './state';

/** The side of a batter against an arm; null when it is not known. */
export function sideAgainst(bats: Hand | null, arm: Hand | null): Hand | null {
  if (bats !== 'B') return bats;
  if (arm === 'L') return 'R';
  return arm === 'R' ? 'L' : null;
}

export function batterHand(
  batter: LineupPlayerState,
  pitcher: LineupPlayerState,
  { battingHand, pitchingHand }: PlateAppearanceState,
): Hand | null {
  return sideAgainst(battingHand ?? batter.bats, pitchingHand ?? pitcher.throws);
}

export function pitcherHand(pitcher: LineupPlayerState, { pitchingHand }: PlateAppearanceState): Hand | null {
  return pitchingHand ?? pitcher.throws;
}

/** What the roster says of a player who is, or was, in the game. */
export function rosterHands(lineup: TeamLineupState, id: PlayerId): { bats: Hand | null; throws: Hand | null } {
  const player = inLineup(lineup, id) ?? lineup.used.find((other) => other.id === id);
  return { bats: player?.bats ?? null, throws: player?.throws ?? null };
}
