/** What the plan's blows do to the cluster, each with the victim and the length that the seed chooses. */
import { assertNever } from '../../src/baseball/assert';
import type { MemoryCluster, MemoryNode } from '../support/memory-cluster';
import type { Gate } from '../support/virtual-clock';
import type { Blow, BlowKind } from './plan';
import type { SeededRandom } from './random';
import type { Sky } from './sky';
import type { Workers } from './workers';

const HOUR_MS = 3_600_000;
const DRAIN_MS = 5000;
/** PostgreSQL ends a transaction that stands still for longer. */
const HELD_MAX_MS = 2000;

export interface BlowsOptions {
  readonly cluster: MemoryCluster;
  readonly workers: Workers;
  readonly sky: Sky;
  readonly random: SeededRandom;
  /** While Redis may forget, no store is away for as long as the grace: the owners must be able to put it back. */
  readonly spellMaxMs: number;
  readonly note: (what: string) => void;
}

export class Blows {
  constructor(private readonly options: BlowsOptions) {}

  async strike({ kind, afterMs }: Blow): Promise<void> {
    await this.options.cluster.clock.advance(afterMs);
    this.strikeNow(kind);
  }

  private strikeNow(kind: BlowKind): void {
    switch (kind) {
      case 'crash':
      case 'crashAtCall':
      case 'freeze':
      case 'stutter':
      case 'drain':
      case 'clockJump':
        return this.strikeNode(kind);
      case 'killWorker':
      case 'pauseWorker':
        return this.strikeWorker(kind);
      case 'link':
      case 'cutOff':
        return this.strikeLink(kind);
      case 'postgresAway':
      case 'postgresFull':
      case 'heldTransaction':
        return this.strikePostgres(kind);
      case 'redisStall':
      case 'redisFull':
      case 'redisLost':
      case 'redisRolledBack':
        return this.strikeRedis(kind);
      default:
        return assertNever(kind);
    }
  }

  private strikeNode(kind: 'crash' | 'crashAtCall' | 'freeze' | 'stutter' | 'drain' | 'clockJump'): void {
    const { cluster, random, sky, note } = this.options;
    const victim = this.anyNode();
    if (victim === undefined) return;
    switch (kind) {
      case 'crash':
        note(`${victim.name} crashes`);
        return cluster.crash(victim);
      case 'crashAtCall':
        note(`${victim.name} will crash at one of its calls`);
        return sky.crashAtCall(victim.name);
      case 'freeze':
        return this.pause(victim, random.between(500, 8000));
      case 'stutter':
        return this.pause(victim, random.between(20, 400));
      case 'drain':
        note(`${victim.name} is told to stop`);
        void victim.node
          .drain(DRAIN_MS)
          .then(() => victim.node.stop())
          .catch(() => undefined)
          .finally(() => cluster.crash(victim));
        return;
      case 'clockJump': {
        const offsetMs = random.between(-HOUR_MS, HOUR_MS);
        note(`the wall clock of ${victim.name} is ${offsetMs} ms off`);
        return sky.setWall(victim.name, offsetMs);
      }
      default:
        return assertNever(kind);
    }
  }

  private strikeWorker(kind: 'killWorker' | 'pauseWorker'): void {
    const { workers, random, note } = this.options;
    const worker = workers.pick();
    if (worker === undefined) return;
    if (kind === 'pauseWorker') return this.pause(worker, random.between(500, 8000));
    note(`${worker.name} is killed`);
    workers.kill(worker);
  }

  private strikeLink(kind: 'link' | 'cutOff'): void {
    const { sky, random, note, cluster } = this.options;
    const victim = this.anyNode();
    if (victim === undefined) return;
    const forMs = random.between(300, 6000);
    if (kind === 'cutOff') {
      const store = random.pick(['redis', 'postgres'] as const);
      note(`${victim.name} is cut off from ${store} for ${forMs} ms`);
      return sky.begin(`${victim.name} cut off from ${store}`, forMs);
    }
    const other = random.pick(cluster.nodes);
    const link = random.pick(['loseRequest', 'loseReply', 'refuse'] as const);
    note(`the link from ${victim.name} to ${other.name}: ${link} for ${forMs} ms`);
    sky.breakLink(victim.name, other.name, { link, forMs });
  }

  private strikePostgres(kind: 'postgresAway' | 'postgresFull' | 'heldTransaction'): void {
    const { sky, random, note, spellMaxMs } = this.options;
    const forMs = random.between(300, kind === 'heldTransaction' ? HELD_MAX_MS : spellMaxMs);
    note(`PostgreSQL: ${kind} for ${forMs} ms`);
    if (kind === 'heldTransaction') sky.holdTransaction(forMs);
    else sky.begin(kind === 'postgresAway' ? 'postgres away' : 'postgres full', forMs);
  }

  private strikeRedis(kind: 'redisStall' | 'redisFull' | 'redisLost' | 'redisRolledBack'): void {
    const { cluster, sky, random, note, spellMaxMs } = this.options;
    switch (kind) {
      case 'redisStall':
      case 'redisFull': {
        const forMs = random.between(300, spellMaxMs);
        note(`Redis: ${kind} for ${forMs} ms`);
        return sky.begin(kind === 'redisStall' ? 'redis stalled' : 'redis full', forMs);
      }
      case 'redisLost':
        note('Redis loses everything');
        return cluster.loseRedis();
      case 'redisRolledBack': {
        const replica = cluster.copyOfRedis();
        const lagMs = random.between(20, 1500);
        cluster.clock.after(lagMs, () => {
          note(`Redis is replaced by a replica that is ${lagMs} ms behind`);
          cluster.promote(replica);
        });
        return;
      }
      default:
        return assertNever(kind);
    }
  }

  private pause(victim: { readonly name: string; readonly gate: Gate }, forMs: number): void {
    const { cluster, note } = this.options;
    note(`${victim.name} stands still for ${forMs} ms`);
    victim.gate.set('frozen');
    cluster.clock.after(forMs, () => victim.gate.set('running'));
  }

  private anyNode(): MemoryNode | undefined {
    const running = this.options.cluster.nodes.filter((node) => node.state === 'running');
    return running.length === 0 ? undefined : this.options.random.pick(running);
  }
}
