/**
 * Plain HTTP for tests: what was answered, with its status and headers, and nothing sent twice; but a node that says it
 * is overloaded is asked again, as it asks for: a machine that is busy with other tests makes it say so.
 */
import { until } from './until';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON body, or what was sent instead of one. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Sent {
  readonly method?: string;
  /** Signs in as this user where the service runs open. */
  readonly user?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly raw?: string;
}

export async function send(url: string, path: string, sent: Sent = {}): Promise<Reply> {
  let reply = await sendOnce(url, path, sent);
  await until('the node has room for a request', async () => {
    if (codeOf(reply) !== 'server/overloaded') return true;
    reply = await sendOnce(url, path, sent);
    return false;
  });
  return reply;
}

async function sendOnce(url: string, path: string, sent: Sent): Promise<Reply> {
  const body = sent.raw ?? (sent.json === undefined ? undefined : JSON.stringify(sent.json));
  const response = await fetch(new URL(path, url), {
    method: sent.method ?? 'GET',
    redirect: 'manual',
    headers: {
      ...(sent.user === undefined ? {} : { authorization: `Bearer open:${sent.user}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...sent.headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: read(text) };
}

function read(text: string): Reply['body'] {
  try {
    return JSON.parse(text) as Reply['body'];
  } catch {
    return { text };
  }
}

/** The code of a refusal, or what came instead. */
export function codeOf(reply: Reply): unknown {
  return (reply.body['error'] as { code?: unknown } | undefined)?.code ?? reply.body;
}
