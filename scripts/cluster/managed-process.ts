/**
 * One process of the cluster, from its first start to its last end.
 *
 * - `starting`: it is being forked.
 * - `running`: it has a process id. `freeze` (SIGSTOP) makes it `frozen`, `thaw` (SIGCONT) makes it `running` again.
 * - `waiting`: it ended unasked, and is started again when its pause is over; the pause doubles with each failure and
 *   is short again once it ran for a while.
 * - `ended`: it was killed, drained or stopped on purpose, and stays so.
 *
 * It runs in a session of its own, so that Ctrl-C in the terminal reaches the supervisor alone, and holds an IPC
 * channel: a child whose supervisor is gone, however it went, sees the channel close and stops.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROCESS_FLAGS } from './environment';
import { logFileOf, type Layout } from './layout';

export type ProcessState =
  | { readonly is: 'starting' }
  | { readonly is: 'running' | 'frozen'; readonly pid: number; readonly since: number }
  | { readonly is: 'waiting'; readonly exit: string }
  | { readonly is: 'ended'; readonly how: EndedHow };

export type EndedHow = 'killed' | 'drained' | 'stopped';

/** What a start needs to know; asked anew each time, because a fresh start takes a fresh port. */
export interface Launch {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly port?: number;
}

export interface ManagedProcessOptions {
  readonly name: string;
  /** Says where its log goes, and the file that holds its process id while it lives. */
  readonly layout: Layout;
  launch(): Promise<Launch>;
  /** Told at every change of state. */
  onChange(process: ManagedProcess): void;
  onMessage?(message: unknown): void;
}

const FIRST_PAUSE_MS = 500;
const PAUSE_MAX_MS = 10_000;
const STEADY_AFTER_MS = 30_000;

export class ManagedProcess {
  readonly name: string;
  readonly logFile: string;
  /** Times it was started again after it had ended unasked. */
  restarts = 0;
  port: number | undefined;
  private current: ProcessState = { is: 'starting' };
  private child: ChildProcess | undefined;
  private fate: EndedHow | undefined;
  /** Ends unasked in a row; forgotten once it ran for a while. */
  failures = 0;
  private restart: NodeJS.Timeout | undefined;
  private readonly whenEnded: (() => void)[] = [];

  private readonly pidFile: string;

  constructor(private readonly options: ManagedProcessOptions) {
    this.name = options.name;
    this.logFile = logFileOf(options.layout, options.name);
    this.pidFile = join(options.layout.pids, options.name);
  }

  get state(): ProcessState {
    return this.current;
  }

  /** It was told to end, and has not yet. */
  get isEnding(): boolean {
    return this.fate !== undefined && this.current.is !== 'ended';
  }

  /** Resolves when it is forked, which does not mean that it is ready. */
  async start(): Promise<void> {
    const launch = await this.options.launch();
    if (this.fate !== undefined) {
      this.become({ is: 'ended', how: this.fate });
      return;
    }
    const log = openSync(this.logFile, 'a');
    const child = fork(launch.program, launch.args, {
      env: launch.env,
      execArgv: [...PROCESS_FLAGS],
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    writeFileSync(this.pidFile, `${child.pid ?? ''}`);
    this.child = child;
    this.port = launch.port;
    const since = Date.now();
    child.on('message', (message) => this.options.onMessage?.(message));
    child.on('error', (error) => {
      // Of a message that could not be sent, or of a fork that failed: that one never exits.
      if (child.pid === undefined) {
        this.exited(error.message, 0);
      }
    });
    child.on('exit', (code, signal) => this.exited(signal ?? `exit ${code}`, Date.now() - since));
    this.become({ is: 'running', pid: child.pid ?? 0, since });
  }

  /** Sends a message to the child; nothing when there is none. */
  tell(message: object): void {
    if (this.child?.connected === true) {
      this.child.send(message, () => undefined);
    }
  }

  kill(): void {
    this.end('killed', 'SIGKILL');
  }

  freeze(): void {
    if (this.current.is === 'running') {
      this.child?.kill('SIGSTOP');
      this.become({ ...this.current, is: 'frozen' });
    }
  }

  thaw(): void {
    if (this.current.is === 'frozen') {
      this.child?.kill('SIGCONT');
      this.become({ ...this.current, is: 'running' });
    }
  }

  /** SIGTERM; what does not end within the deadline is killed. Resolves when it has ended. */
  async stop(how: EndedHow, deadlineMs: number): Promise<void> {
    const ended = new Promise<void>((resolve) => this.whenEnded.push(resolve));
    this.thaw();
    this.end(how, 'SIGTERM');
    if (this.state.is === 'ended') {
      return;
    }
    const timer = setTimeout(() => this.child?.kill('SIGKILL'), deadlineMs);
    await ended;
    clearTimeout(timer);
  }

  private end(how: EndedHow, signal: NodeJS.Signals): void {
    this.fate = how;
    clearTimeout(this.restart);
    if (this.current.is === 'running' || this.current.is === 'frozen') {
      this.child?.kill(signal);
    } else if (this.current.is === 'waiting') {
      this.become({ is: 'ended', how });
    }
  }

  private exited(exit: string, ranMs: number): void {
    rmSync(this.pidFile, { force: true });
    this.child = undefined;
    this.port = undefined;
    if (this.fate !== undefined) {
      this.become({ is: 'ended', how: this.fate });
      return;
    }
    this.failures = ranMs >= STEADY_AFTER_MS ? 0 : this.failures;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.failures, PAUSE_MAX_MS);
    this.failures += 1;
    this.restart = setTimeout(() => void this.startAgain(), pauseMs);
    this.become({ is: 'waiting', exit });
  }

  private async startAgain(): Promise<void> {
    this.restarts += 1;
    try {
      await this.start();
    } catch (error) {
      this.exited(error instanceof Error ? error.message : String(error), 0);
    }
  }

  private become(state: ProcessState): void {
    this.current = state;
    if (state.is === 'ended') {
      for (const resolve of this.whenEnded.splice(0)) {
        resolve();
      }
    }
    this.options.onChange(this);
  }
}
