/** A card set as the engine reads it: by player, in constant time. Made once per set, then shared by its games. */
import { compileCard, type Charts } from './charts';
import type { CardKind, CardSet, ManagerTendencies, Park, PlayerCard } from '../../protocol/cards';
import type { PlayerId, TeamId } from '../../protocol/ids';

export interface TeamCards {
  readonly kind: CardKind;
  readonly team: { readonly id: TeamId; readonly name: string };
  readonly park: Park;
  readonly tendencies: ManagerTendencies;
  /** In the order of the set. */
  readonly players: ReadonlyMap<PlayerId, PlayerCard>;
  readonly charts: ReadonlyMap<PlayerId, Charts>;
}

export function teamCards(set: CardSet): TeamCards {
  const cards: readonly PlayerCard[] = set.players;
  return {
    kind: set.kind,
    team: set.team,
    park: set.park,
    tendencies: set.tendencies,
    players: new Map(cards.map((card) => [card.player.id, card])),
    charts: new Map(cards.map((card) => [card.player.id, compileCard(card)])),
  };
}
