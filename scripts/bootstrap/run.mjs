/**
 * Runs the wanted program as a child that feels like this process itself: its arguments, its terminal, the signals it
 * is sent and its exit status. The IPC channel tells the child when this process is gone, however it went.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * @param {string} program a built file, or a source, which is compiled as it is loaded
 * @param {string[]} args
 * @param {Record<string, string>} environment additions to this process's own
 * @returns {Promise<number>} the exit status; 128 + n when signal n ended it
 */
export function runProgram(program, args, environment) {
  const loader = program.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = spawn(process.execPath, [...loader, program, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...environment },
  });
  const forwarders = FORWARDED.map((signal) => [signal, () => child.kill(signal)]);
  for (const [signal, forward] of forwarders) {
    process.on(signal, forward);
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const [name, forward] of forwarders) {
        process.off(name, forward);
      }
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}
