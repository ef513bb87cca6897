/** Card sets in memory. What was stored shares no object with anybody. */
import type { CardSets } from '../../cluster/ports';
import type { CardSet } from '../../protocol/cards';
import type { CardSetId } from '../../protocol/ids';
import type { CardSetListItem, CardSetsQuery } from '../../protocol/rest';

export class MemoryCardSets implements CardSets {
  private readonly sets = new Map<CardSetId, string>();

  find(id: CardSetId): Promise<CardSet | undefined> {
    const text = this.sets.get(id);
    return Promise.resolve(text === undefined ? undefined : (JSON.parse(text) as CardSet));
  }

  add(id: CardSetId, set: CardSet): Promise<void> {
    const text = this.sets.get(id) ?? JSON.stringify(set);
    // A map keeps the order in which its keys came: the last is the newest.
    this.sets.delete(id);
    this.sets.set(id, text);
    return Promise.resolve();
  }

  list({ kind, season, team, limit }: CardSetsQuery): Promise<readonly CardSetListItem[]> {
    const items = [...this.sets].map(([cardSetId, text]): CardSetListItem => {
      const set = JSON.parse(text) as CardSet;
      return { cardSetId, kind: set.kind, team: set.team, season: set.season };
    });
    const isWanted = (item: CardSetListItem): boolean =>
      (kind ?? item.kind) === item.kind &&
      (season ?? item.season) === item.season &&
      (team ?? item.team.id) === item.team.id;
    return Promise.resolve(items.reverse().filter(isWanted).slice(0, limit));
  }
}
