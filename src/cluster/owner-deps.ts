/** What an owner works with; built once a node and shared by all its owners. */
import type { GameId } from '../protocol/ids';
import type { AppendBatcher } from './append-batcher';
import type { Beacons } from './beacons';
import type { CardTables } from './card-tables';
import type { Observer } from './observer';
import type { Archive, Bell, Broadcast, Clock, Fences, Generation, Journal, Random } from './ports';
import type { Recorder } from './recorder';
import type { NodeSession } from './session';
import type { TurnDriver } from './turn-driver';
import type { Watch } from './watch';

export interface OwnerDeps {
  /** What people call this node. */
  readonly node: string;
  readonly fences: Fences;
  readonly archive: Archive;
  readonly cards: CardTables;
  readonly generation: Generation;
  readonly journal: Pick<Journal, 'quarantine'>;
  readonly recorder: Recorder;
  readonly appends: AppendBatcher;
  readonly partitionOf: (gameId: GameId) => number;
  readonly bell: Bell;
  readonly broadcast: Broadcast;
  readonly clock: Clock;
  readonly random: Random;
  readonly session: NodeSession;
  readonly watch: Watch;
  readonly beacons: Pick<Beacons, 'committed' | 'taken'>;
  readonly driver: TurnDriver;
  readonly observer: Observer;
  readonly laneLimit: number;
  /** An outage that was shorter costs nobody anything. */
  readonly hiccupMs: number;
}
