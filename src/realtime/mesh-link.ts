/**
 * The asking end of one mesh link: `connecting` (questions wait), `open` (they are sent), `shut` (refused at once until
 * the next attempt succeeds; socket.io-client goes on trying).
 *
 * A question that was handed to the link while it was open and got no answer is *unknown*; every other that failed
 * certainly never left.
 */
import { io, type Socket } from 'socket.io-client';
import { type Clock, Fault, type Timer } from '../cluster/ports';
import type { MeshRequest } from '../protocol/mesh';
import { MESH_NAMESPACE } from '../protocol/wire';
import { type AnyMeshAnswer, type AskId, meshProof, type MeshFromNode, type MeshToNode, Outbox } from './mesh-wire';

export type Reachability = 'open' | 'refused' | 'closed' | 'unknown';

interface Ask {
  readonly id: AskId;
  readonly request: MeshRequest;
  readonly resolve: (answer: AnyMeshAnswer) => void;
  readonly reject: (fault: Fault) => void;
  readonly deadline: Timer;
}

export interface MeshLinkDeps {
  readonly clock: Pick<Clock, 'after' | 'endOfTick' | 'monotonic'>;
  readonly secret: string;
  /** Questions that one link may hold; beyond, they are refused. */
  readonly asksMax: number;
}

const RECONNECT_MIN_MS = 50;
const RECONNECT_MAX_MS = 1000;
const CONNECT_TIMEOUT_MS = 2000;

export class MeshLink {
  private readonly socket: Socket<MeshFromNode, MeshToNode>;
  private readonly outbox: Outbox<Ask>;
  private readonly waiting = new Map<AskId, Ask>();
  private readonly sent = new Map<AskId, Ask>();
  private nextId = 0;
  private isClosed = false;
  private state: Reachability = 'unknown';
  lastAskedAt: number;

  constructor(
    private readonly address: string,
    private readonly deps: MeshLinkDeps,
  ) {
    this.lastAskedAt = deps.clock.monotonic();
    this.outbox = new Outbox(deps.clock.endOfTick, (batch) => this.send(batch));
    this.socket = io(`${address}${MESH_NAMESPACE}`, {
      transports: ['websocket'],
      forceNew: true,
      auth: { proof: meshProof(deps.secret, address) },
      reconnectionDelay: RECONNECT_MIN_MS,
      reconnectionDelayMax: RECONNECT_MAX_MS,
      timeout: CONNECT_TIMEOUT_MS,
    });
    this.socket.on('connect', () => this.opened());
    this.socket.on('disconnect', () => this.shut('closed'));
    this.socket.on('connect_error', (error) => this.shut(isConnectionRefused(error) ? 'refused' : 'unknown'));
    this.socket.on('answer', (batch) => batch.forEach(([id, answer]) => this.answered(id, answer)));
  }

  get reachability(): Reachability {
    return this.state;
  }

  /** @throws Fault `notApplied` or `unknown`, see above. */
  ask(request: MeshRequest, deadlineMs: number): Promise<AnyMeshAnswer> {
    this.lastAskedAt = this.deps.clock.monotonic();
    return new Promise((resolve, reject) => {
      if (this.state === 'refused' || this.waiting.size + this.sent.size >= this.deps.asksMax) {
        reject(this.neverLeft(this.state === 'refused' ? 'refuses connections' : 'is asked too much at once'));
        return;
      }
      const id = this.nextId++;
      const deadline = this.deps.clock.after(deadlineMs, () => this.expired(id));
      const ask = { id, request, resolve, reject, deadline };
      this.waiting.set(id, ask);
      if (this.socket.connected) {
        this.outbox.push(ask);
      }
    });
  }

  close(): void {
    this.isClosed = true;
    this.socket.disconnect();
    this.shut('closed');
  }

  private opened(): void {
    this.state = 'open';
    this.waiting.forEach((ask) => this.outbox.push(ask));
  }

  /** Not connected (any more). socket.io-client tries again by itself, except after the other side's own word. */
  private shut(state: Reachability): void {
    this.state = state;
    if (!this.isClosed && !this.socket.active) {
      this.deps.clock.after(RECONNECT_MAX_MS, () => this.isClosed || this.socket.active || this.socket.connect());
    }
    this.outbox.take();
    this.fail(this.waiting, () => this.neverLeft(state === 'refused' ? 'refuses connections' : 'is not connected'));
    this.fail(this.sent, () => this.unanswered('the link closed'));
  }

  private send(batch: readonly Ask[]): void {
    const due = batch.filter((ask) => this.waiting.delete(ask.id));
    if (due.length > 0) {
      due.forEach((ask) => this.sent.set(ask.id, ask));
      this.socket.emit(
        'ask',
        due.map((ask) => [ask.id, ask.request] as const),
      );
    }
  }

  private answered(id: AskId, answer: AnyMeshAnswer): void {
    const ask = this.sent.get(id);
    if (this.sent.delete(id) && ask !== undefined) {
      ask.deadline.cancel();
      ask.resolve(answer);
    }
  }

  private expired(id: AskId): void {
    const waiting = this.waiting.get(id);
    const sent = this.sent.get(id);
    this.waiting.delete(id);
    this.sent.delete(id);
    waiting?.reject(this.neverLeft('could not be reached in time'));
    sent?.reject(this.unanswered('no answer in time'));
  }

  private fail(asks: Map<AskId, Ask>, fault: () => Fault): void {
    const all = [...asks.values()];
    asks.clear();
    all.forEach((ask) => {
      ask.deadline.cancel();
      ask.reject(fault());
    });
  }

  private neverLeft(why: string): Fault {
    const message = `The node at ${this.address} ${why}.`;
    return new Fault({ code: 'owner/unavailable', outcome: 'notApplied', message });
  }

  private unanswered(why: string): Fault {
    const message = `The node at ${this.address} was asked, but ${why}.`;
    return new Fault({ code: 'command/unknown', outcome: 'unknown', message });
  }
}

/** How the `ws` package tells that nobody listens there. */
function isConnectionRefused(error: Error): boolean {
  const { description } = error as Error & { description?: { error?: { code?: unknown } } };
  return description?.error?.code === 'ECONNREFUSED';
}
