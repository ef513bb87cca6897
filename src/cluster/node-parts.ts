/** What a node is put together from: the world's ports, and the limits that it keeps. */
import type { Observer } from './observer';
import type {
  Archive,
  Bell,
  Broadcast,
  CardSets,
  Clock,
  Fences,
  Generation,
  Journal,
  Mesh,
  Random,
  Sessions,
  TurnBell,
} from './ports';

export interface NodePorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly fences: Fences;
  readonly journal: Journal;
  readonly sessions: Sessions;
  readonly archive: Archive;
  readonly cardSets: CardSets;
  readonly generation: Generation;
  readonly mesh: Mesh;
  readonly broadcast: Broadcast;
  readonly bell: Bell;
  readonly turnBell: TurnBell;
  readonly observer: Observer;
}

export interface NodeLimits {
  readonly sessionTtlMs: number;
  readonly sessionBeatMs: number;
  /** A dead link and no beat for this long: the owner is dead. */
  readonly earlyTakeoverMs: number;
  readonly hotGamesMax: number;
  readonly idleEvictMs: number;
  readonly laneLimit: number;
  /** So many commands of a game, none of them from a player of its owner, and it is handed off to theirs; 0: never. */
  readonly followAfter: number;
  /** Commands that may be under way in this node's games; beyond, `server/overloaded`. */
  readonly commandsMax: number;
  readonly headBeaconMs: number;
  /** A question to a peer is given up after this long, and asked anew. */
  readonly meshDeadlineMs: number;
  /** Between two plays of a game of computers. */
  readonly computerPaceMs: number;
  /** A question is answered at the latest after this long. */
  readonly askDeadlineMs: number;
}
