/** A PostgreSQL of a test's own, on a port that stays, to be stopped, crashed, frozen and started again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../scripts/cluster/ports';
import { startPostgres, type RunningPostgres } from '../../scripts/services/postgres';

export class OwnPostgres {
  private constructor(
    private running: RunningPostgres,
    private readonly options: { readonly dataDir: string; readonly port: number; readonly fast: boolean },
  ) {}

  /** @param folder where its data goes; whoever gave it takes it away */
  static async start(folder: string): Promise<OwnPostgres> {
    const options = { dataDir: join(folder, 'postgres'), port: await freePort(), fast: true };
    return new OwnPostgres(await startPostgres(options), options);
  }

  get url(): string {
    return this.running.url;
  }

  /** Of the server itself, which started all the others. */
  get pid(): number {
    return Number(readFileSync(join(this.options.dataDir, 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
  }

  async start(): Promise<void> {
    this.running = await startPostgres(this.options);
  }

  /** In order: connections are closed, what was committed is written. */
  stop(): Promise<void> {
    return this.running.stop();
  }

  /** SIGQUIT: everything at once, and recovery at the next start. */
  async crash(): Promise<void> {
    process.kill(this.pid, 'SIGQUIT');
    await this.running.ended;
  }

  close(): Promise<void> {
    return this.stop();
  }
}
