/** Card sets in memory. What was stored shares no object with anybody. */
import type { CardSets } from '../../cluster/ports';
import type { CardSet } from '../../protocol/cards';
import type { CardSetId } from '../../protocol/ids';

export class MemoryCardSets implements CardSets {
  private readonly sets = new Map<CardSetId, string>();

  find(id: CardSetId): Promise<CardSet | undefined> {
    const text = this.sets.get(id);
    return Promise.resolve(text === undefined ? undefined : (JSON.parse(text) as CardSet));
  }

  add(id: CardSetId, set: CardSet): Promise<void> {
    if (!this.sets.has(id)) this.sets.set(id, JSON.stringify(set));
    return Promise.resolve();
  }
}
