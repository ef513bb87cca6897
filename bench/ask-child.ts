/** Runs a measurement in a process of its own: one message with what to do, one message with what was found. */
import { fork } from 'node:child_process';
import { join } from 'node:path';

/**
 * @param program below bench/, built, e.g. `node/memory-main.js`
 * @throws Error when it ends without an answer
 */
export function askChild<Report>(program: string, plan: object, nodeFlags: readonly string[] = []): Promise<Report> {
  const child = fork(join(__dirname, program), { execArgv: [...nodeFlags] });
  return new Promise((resolve, reject) => {
    child.on('message', (report) => resolve(report as Report));
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`${program} ended (${code}) without an answer`)));
    child.send(plan);
  });
}
