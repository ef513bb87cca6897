/**
 * The cards that this node's games are played with.
 *
 * A card set never changes, so games share one reading of it. The newest are kept here; a hot game holds its own two
 * besides, so that none has to be read again between two turns.
 */
import type { CardSet } from '../protocol/cards';
import { type Refused, refused } from '../protocol/envelope';
import type { CardSetId } from '../protocol/ids';
import type { BySide } from '../protocol/side';
import { type TeamCards, teamCards } from '../baseball/cards/team-cards';
import { type CardSets, Fault } from './ports';

const KEPT_MAX = 200;

export class CardTables {
  private readonly kept = new Map<CardSetId, TeamCards>();

  constructor(private readonly sets: Pick<CardSets, 'find'>) {}

  /** Both sides' cards. @throws Fault when PostgreSQL does not answer, or does not have a set that a game names. */
  async ofGame(ids: BySide<CardSetId>): Promise<BySide<TeamCards>> {
    return { away: await this.known(ids.away), home: await this.known(ids.home) };
  }

  /** Why a game cannot be played with these sets; null when it can. @throws Fault */
  async faultOf(ids: BySide<CardSetId>): Promise<Refused | null> {
    const away = await this.find(ids.away);
    const home = await this.find(ids.home);
    if (away === undefined) return notFound('away', ids.away);
    if (home === undefined) return notFound('home', ids.home);
    if (away.kind !== home.kind) {
      return refused('cards/mismatch', { details: { away: away.kind, home: home.kind } });
    }
    const [both] = [...away.players.keys()].filter((id) => home.players.has(id));
    if (both === undefined) return null;
    return refused('cards/mismatch', { message: `${both} has a card on both sides.`, details: { player: both } });
  }

  private async known(id: CardSetId): Promise<TeamCards> {
    const cards = await this.find(id);
    if (cards !== undefined) return cards;
    throw new Fault({ code: 'server/storage', outcome: 'notApplied', message: `the card set ${id} is not stored` });
  }

  private async find(id: CardSetId): Promise<TeamCards | undefined> {
    const kept = this.kept.get(id);
    if (kept !== undefined) return this.keep(id, kept);
    const set: CardSet | undefined = await this.sets.find(id);
    return set === undefined ? undefined : this.keep(id, teamCards(set));
  }

  /** The most recently used stand last; the first one goes. */
  private keep(id: CardSetId, cards: TeamCards): TeamCards {
    this.kept.delete(id);
    this.kept.set(id, cards);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT_MAX && oldest !== undefined) this.kept.delete(oldest);
    return cards;
  }
}

function notFound(side: string, id: CardSetId): Refused {
  return refused('cards/not_found', { details: { side, cardSetId: id } });
}
