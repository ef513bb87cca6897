/** The presence queue: copies what one node noted of its sockets to `game_sessions`. */
import { presenceKey } from '../src/jobs/presence-board';
import type { SessionId } from '../src/protocol/ids';
import { PresenceRow, type PresenceJob } from '../src/protocol/jobs';

export interface PresenceDeps {
  /** An ioredis client, of which only this much is needed. */
  readonly redis: { hgetall(key: string): Promise<Record<string, string>> };
  readonly replace: (session: SessionId, rows: readonly PresenceRow[]) => Promise<void>;
}

/** A row that cannot be read is passed over: it is about one socket, and will be gone with it. */
export async function copyPresence(deps: PresenceDeps, { session }: PresenceJob): Promise<void> {
  const noted = await deps.redis.hgetall(presenceKey(session));
  const rows = Object.values(noted).flatMap((text) => {
    const row = readRow(text);
    return row === undefined ? [] : [row];
  });
  await deps.replace(session, rows);
}

function readRow(text: string): PresenceRow | undefined {
  try {
    return PresenceRow.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
