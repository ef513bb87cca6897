/**
 * How many packets one connection may send in a second, whatever they are: questions, but also acknowledgements of
 * nothing, pongs that nobody asked for, and namespaces that do not exist, which no other limit sees. Beyond, it is cut
 * off. Nodes are exempt once they have shown who they are.
 */
import type { Clock } from '../cluster/ports';
import { type Connection, cutOff } from './writing';

const WINDOW_MS = 1000;

export interface PacketLimitDeps {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** A second; 0: no limit. */
  readonly rateSocketPerS: number;
  readonly onCutOff: () => void;
}

export class PacketLimit {
  private readonly trusted = new WeakSet<object>();

  constructor(private readonly deps: PacketLimitDeps) {}

  watch(connection: Connection): void {
    const { clock, rateSocketPerS, onCutOff } = this.deps;
    if (rateSocketPerS === 0) return;
    let startedAt = clock.monotonic();
    let count = 0;
    connection.on('packet', () => {
      count += 1;
      if (count <= rateSocketPerS) return;
      const now = clock.monotonic();
      if (now - startedAt >= WINDOW_MS || this.trusted.has(connection)) {
        startedAt = now;
        count = 1;
        return;
      }
      onCutOff();
      cutOff(connection);
    });
  }

  /** Another node's connection. */
  trust(connection: object): void {
    this.trusted.add(connection);
  }
}
