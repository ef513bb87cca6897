/** How the dice of a league's games fell together: counted game by game, so that no more than one is held at a time. */
import { isProven, proveDice } from '../cluster/index';
import type { FacesSpread } from '../protocol/dice-proof';
import { countRolls, spreadOfCounts, type RollCounts } from '../protocol/dice-spread';
import type { GameEvent } from '../protocol/events';
import type { GameId } from '../protocol/ids';

export class LeagueDice {
  private readonly counts: RollCounts = new Map();
  private readonly wrong: GameId[] = [];
  private counted = 0;

  /** A completed game; one without dice is left out. */
  add(gameId: GameId, events: readonly GameEvent[]): void {
    const proof = proveDice(gameId, events);
    if (proof === null) {
      return;
    }
    this.counted += 1;
    if (!isProven(proof)) {
      this.wrong.push(gameId);
    }
    countRolls(this.counts, proof.rolls);
  }

  get games(): number {
    return this.counted;
  }

  /** Games of which something does not follow from their secret. */
  get failing(): readonly GameId[] {
    return this.wrong;
  }

  get spread(): readonly FacesSpread[] {
    return spreadOfCounts(this.counts);
  }
}
