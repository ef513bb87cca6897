/** Events as they are told one after the other within one decision, and the state after the last of them. */
import type { GameEvent } from '../protocol/events';
import { evolve } from './evolve';
import type { GameState } from './state';

export class Telling {
  readonly events: GameEvent[] = [];

  constructor(public state: GameState) {}

  tell(...events: readonly GameEvent[]): void {
    for (const event of events) {
      this.state = evolve(this.state, event);
      this.events.push(event);
    }
  }
}
