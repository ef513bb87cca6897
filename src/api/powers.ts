/**
 * What needs more than a name: making games in a closed league, and handing in cards. Both are for whoever runs a league
 * (`commissioner`) or the service (`operator`), by the role in his token.
 *
 * A game counts in its league's standings, whoever made it; and a card set says how good a player is, for everybody who
 * plays with it. Where the service runs open nobody has a role: then cards are anybody's to hand in.
 */
import { type Refused, refused } from '../protocol/envelope';
import type { Identity } from '../protocol/identity';
import type { LeagueId } from '../protocol/ids';

export interface Powers {
  /** Whether anybody may be anybody here. */
  readonly isOpen: boolean;
  /** Leagues whose games are made by commissioners and operators alone. */
  readonly closedLeagues: readonly LeagueId[];
}

function isPlayer({ role }: Identity): boolean {
  return role === 'player';
}

/** Why he may not make a game in that league; undefined when he may. */
export function barredFromLeague({ closedLeagues }: Powers, who: Identity, league: LeagueId): Refused | undefined {
  if (!closedLeagues.includes(league) || !isPlayer(who)) return undefined;
  return refused('league/closed', { details: { league } });
}

/** Why he may not hand in cards; undefined when he may. */
export function barredFromCards({ isOpen }: Powers, who: Identity): Refused | undefined {
  if (isOpen || !isPlayer(who)) return undefined;
  const message = 'Card sets are handed in by a league’s commissioner or an operator: ask one for the role.';
  return refused('auth/forbidden', { message });
}
