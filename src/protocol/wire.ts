/** Names and limits of the wire that both ends must agree on. */
import { z } from 'zod';

/** What a player's message or an HTTP body may hold, in characters and bytes; beyond, `request/too_large`. */
export const MESSAGE_MAX_CHARS = 65_536;

/** socket.io's namespace for nodes talking to nodes. */
export const MESH_NAMESPACE = '/mesh';

/** Questions or answers in one packet between nodes; a busier tick makes several packets. */
export const MESH_BATCH_MAX = 32;

/** The frame of a batch of questions, each with its asker's number; what a question is, is parsed for each alone. */
export const MeshAskBatch = z.array(z.tuple([z.int().min(0), z.unknown()])).max(MESH_BATCH_MAX);

/** Names a command (REST), or a creation: the same key again gets the first answer again. */
export const IDEMPOTENCY_HEADER = 'Idempotency-Key';

/** On every answer: quote it to an operator. */
export const REQUEST_ID_HEADER = 'X-Request-Id';

/** `true` on every answer of a service that runs open: anybody may be anybody. */
export const OPEN_HEADER = 'X-Dugout-Open';
