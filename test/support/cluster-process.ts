/**
 * One process of a cluster under test: a node or a worker, from its fork to its end.
 *
 * It is forked with an IPC channel, so that it ends when the test's own process does, and it writes its log to a file
 * of its own. One that ends without having been told to has `crashed`; whoever waits for anything is told so.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { PROCESS_FLAGS } from '../../scripts/cluster/environment';

export interface ProcessOptions {
  readonly name: string;
  /** The built program. */
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
}

const LOG_TAIL_LINES = 8;
const LOG_LINE_CHARS = 400;

export class ClusterProcess {
  readonly name: string;
  private readonly child: ChildProcess;
  private readonly logFile: string;
  private readonly ended: Promise<unknown>;
  private isToldToEnd = false;
  private frozen = false;

  constructor(options: ProcessOptions) {
    this.name = options.name;
    this.logFile = options.logFile;
    const log = openSync(options.logFile, 'a');
    this.child = fork(options.program, [], {
      env: options.env,
      stdio: ['ignore', log, log, 'ipc'],
      execArgv: [...PROCESS_FLAGS],
    });
    closeSync(log);
    this.ended = once(this.child, 'exit');
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  get isFrozen(): boolean {
    return this.frozen;
  }

  /** How it ended, when nobody had told it to; undefined otherwise. */
  get crash(): string | undefined {
    if (this.isRunning || this.isToldToEnd) return undefined;
    return `${this.name} ended by itself (${this.ending}); the end of its log:\n${this.logTail}`;
  }

  /** The last lines that it wrote. */
  get logTail(): string {
    const lines = readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-LOG_TAIL_LINES);
    return lines.map((line) => line.slice(0, LOG_LINE_CHARS)).join('\n');
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    this.isToldToEnd = true;
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /**
   * SIGTERM: it hands off what it has, and ends.
   * @throws Error when it ends otherwise than in order, or not in time; it is killed then
   */
  async stop(withinMs: number): Promise<void> {
    this.isToldToEnd = true;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), withinMs);
    await this.ended;
    clearTimeout(timer);
    if (this.child.exitCode === 0) return;
    throw new Error(`${this.name} was told to end and ended with ${this.ending}; the end of its log:\n${this.logTail}`);
  }

  /** SIGSTOP: it keeps its connections and does nothing. */
  freeze(): void {
    this.frozen = this.child.kill('SIGSTOP');
  }

  /** SIGCONT: it goes on as if no time had passed. */
  thaw(): void {
    this.child.kill('SIGCONT');
    this.frozen = false;
  }

  private get ending(): string {
    return this.child.signalCode ?? `exit ${this.child.exitCode}`;
  }
}
