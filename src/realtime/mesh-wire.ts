/**
 * What goes over a mesh link: questions one way, answers the other, all of one tick's in one packet each way. A packet
 * a question would cost both nodes more than the question.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MeshAnswers, MeshRequest } from '../protocol/mesh';
import { MESH_BATCH_MAX } from '../protocol/wire';

/** The asker's number of a question, unique on its link. */
export type AskId = number;
export type AnyMeshAnswer = MeshAnswers[keyof MeshAnswers];

export interface MeshToNode {
  ask: (batch: readonly (readonly [AskId, MeshRequest])[]) => void;
}

export interface MeshFromNode {
  answer: (batch: readonly (readonly [AskId, AnyMeshAnswer])[]) => void;
}

/**
 * What an asking node shows: it knows the secret. Made for one address, so that whoever has taken over a dead node's
 * address cannot use it anywhere else.
 */
export function meshProof(secret: string, address: string): string {
  return createHmac('sha256', secret).update(`dugout mesh ${address}`).digest('base64url');
}

export function isMeshProof(proof: unknown, expected: string): boolean {
  const given = Buffer.from(typeof proof === 'string' ? proof : '');
  const wanted = Buffer.from(expected);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Gathers what one tick has for one link, and sends it in as few packets as the limit allows. */
export class Outbox<T> {
  private items: T[] = [];

  constructor(
    private readonly endOfTick: (run: () => void) => void,
    private readonly send: (batch: readonly T[]) => void,
  ) {}

  push(item: T): void {
    this.items.push(item);
    if (this.items.length === 1) {
      this.endOfTick(() => this.flush());
    }
  }

  /** Forgets what has not been sent, and returns it. */
  take(): readonly T[] {
    const items = this.items;
    this.items = [];
    return items;
  }

  private flush(): void {
    const items = this.take();
    for (let from = 0; from < items.length; from += MESH_BATCH_MAX) {
      this.send(items.slice(from, from + MESH_BATCH_MAX));
    }
  }
}
