/** Starts the echo server in a process of its own. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { EchoSample } from './sample';
import type { EchoListening } from './server';

export interface RunningEcho {
  readonly url: string;
  readonly pid: number;
  stop(): void;
}

export function startEcho(samples: readonly EchoSample[]): Promise<RunningEcho> {
  const child = fork(join(__dirname, 'server.js'), { execArgv: [] });
  return new Promise((resolve, reject) => {
    child.once('message', ({ port }: EchoListening) =>
      resolve({ url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => void child.kill() }),
    );
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the echo server ended (${code})`)));
    child.send([...samples]);
  });
}
