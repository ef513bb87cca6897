/** Asks a node whether it takes new work. */
import { request } from 'node:http';

/** `ready`: it takes connections. `busy`: it answers, but takes none (it starts, or drains). `silent`: no answer. */
export type Health = 'ready' | 'busy' | 'silent';

const ANSWER_TIMEOUT_MS = 1000;

/** `GET /readyz` on a port of 127.0.0.1, over a connection of its own: a node that accepts none is not ready. */
export function probe(port: number): Promise<Health> {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path: '/readyz', agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200 ? 'ready' : 'busy');
    });
    asked.setTimeout(ANSWER_TIMEOUT_MS, () => asked.destroy());
    asked.on('error', () => resolve('silent'));
    asked.on('close', () => resolve('silent'));
    asked.end();
  });
}
