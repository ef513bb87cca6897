/** The answering end of the mesh: a namespace of the node's own socket.io server, for nodes only. */
import type { Namespace } from 'socket.io';
import type { Clock } from '../cluster/ports';
import { refused } from '../protocol/envelope';
import { parse } from '../protocol/invalid';
import { MeshRequest } from '../protocol/mesh';
import { MeshAskBatch } from '../protocol/wire';
import { acceptLarge } from './parser';
import { type AskId, type AnyMeshAnswer, isMeshProof, meshProof, Outbox } from './mesh-wire';

export interface MeshServerDeps {
  readonly clock: Pick<Clock, 'endOfTick'>;
  readonly secret: string;
  /** Believed too, while secrets are changed. */
  readonly secretAlso?: string | undefined;
  /** Told of each connection that has shown that it is a node. */
  readonly onNode?: (connection: object) => void;
  /** This node's address, as its session record has it. */
  readonly address: string;
  /** Answers a question about a game that this node owns (or is to own). */
  readonly handle: (request: MeshRequest) => Promise<AnyMeshAnswer>;
  readonly onFailed: (what: string, reason: unknown) => void;
}

/** @param namespace the server's `/mesh` */
export function serveMesh(namespace: Namespace, deps: MeshServerDeps): void {
  const secrets = [deps.secret, ...(deps.secretAlso === undefined ? [] : [deps.secretAlso])];
  const proofs = secrets.map((secret) => meshProof(secret, deps.address));
  namespace.use((socket, next) => {
    if (proofs.some((proof) => isMeshProof(socket.handshake.auth['proof'], proof))) {
      next();
    } else {
      next(new Error('auth/invalid'));
      // The refusal goes out first.
      deps.clock.endOfTick(() => socket.conn.close());
    }
  });
  namespace.on('connection', (socket) => {
    deps.onNode?.(socket.conn);
    acceptLarge(socket.client);
    const outbox = new Outbox<readonly [AskId, AnyMeshAnswer]>(deps.clock.endOfTick, (batch) =>
      socket.emit('answer', batch),
    );
    socket.on('ask', (batch: unknown) => {
      const asks = MeshAskBatch.safeParse(batch);
      if (!asks.success) {
        deps.onFailed('mesh: a batch that is none', asks.error);
        socket.disconnect(true);
        return;
      }
      asks.data.forEach(([id, request]) => void answer(request, deps).then((reply) => outbox.push([id, reply])));
    });
  });
}

/** Exactly one answer; never rejects. */
async function answer(request: unknown, deps: MeshServerDeps): Promise<AnyMeshAnswer> {
  const parsed = parse(MeshRequest, request);
  if (!parsed.ok) {
    return parsed;
  }
  try {
    return await deps.handle(parsed.value);
  } catch (reason) {
    deps.onFailed(`mesh: ${parsed.value.kind}`, reason);
    return refused('server/internal');
  }
}
