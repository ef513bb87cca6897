/** The cluster's `Mesh`: one persistent link to each node that was ever asked something, opened by the first question. */
import type { Clock, Mesh, Timer } from '../cluster/ports';
import type { MeshAnswer, MeshRequest } from '../protocol/mesh';
import { MeshLink, type Reachability } from './mesh-link';

export interface MeshDeps {
  readonly clock: Pick<Clock, 'after' | 'endOfTick' | 'every' | 'monotonic'>;
  readonly secret: string;
  /** Told of each question's end. */
  readonly onAsked: (fact: { kind: MeshRequest['kind']; outcome: 'answered' | 'failed'; tookMs: number }) => void;
}

/** Questions that may be under way to one node. */
const ASKS_MAX = 10_000;
const SWEEP_EVERY_MS = 15_000;
/** A link that is not open is given up when nobody asked for this long: the node's address may be nobody's now. */
const IDLE_MS = 60_000;

export class MeshLinks implements Mesh {
  private readonly links = new Map<string, MeshLink>();
  private readonly sweep: Timer;

  constructor(private readonly deps: MeshDeps) {
    this.sweep = deps.clock.every(SWEEP_EVERY_MS, () => this.dropIdle());
  }

  async ask<K extends MeshRequest['kind']>(
    address: string,
    request: Extract<MeshRequest, { kind: K }>,
    deadlineMs: number,
  ): Promise<MeshAnswer<K>> {
    const startedAt = this.deps.clock.monotonic();
    const ended = (outcome: 'answered' | 'failed'): void =>
      this.deps.onAsked({ kind: request.kind, outcome, tookMs: this.deps.clock.monotonic() - startedAt });
    try {
      const answer = await this.linkTo(address).ask(request, deadlineMs);
      ended('answered');
      return answer as MeshAnswer<K>;
    } catch (fault) {
      ended('failed');
      throw fault;
    }
  }

  reachability(address: string): Reachability {
    return this.links.get(address)?.reachability ?? 'unknown';
  }

  close(): void {
    this.sweep.cancel();
    this.links.forEach((link) => link.close());
    this.links.clear();
  }

  private linkTo(address: string): MeshLink {
    const link = this.links.get(address) ?? new MeshLink(address, { ...this.deps, asksMax: ASKS_MAX });
    this.links.set(address, link);
    return link;
  }

  private dropIdle(): void {
    const since = this.deps.clock.monotonic() - IDLE_MS;
    for (const [address, link] of this.links) {
      if (link.reachability !== 'open' && link.lastAskedAt < since) {
        link.close();
        this.links.delete(address);
      }
    }
  }
}
