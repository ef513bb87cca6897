/** One Redis after the other, on the first one's port and folder: what is started again has what was kept. */
import { Redis } from 'ioredis';
import { startRedis, type StartOptions, type TestRedis } from './redis';

export class RestartableRedis {
  private constructor(
    private running: TestRedis,
    private readonly options: StartOptions,
  ) {}

  static async start(options: StartOptions): Promise<RestartableRedis> {
    return new RestartableRedis(await startRedis(options), options);
  }

  get url(): string {
    return this.running.url;
  }

  get port(): number {
    return this.running.port;
  }

  get folder(): string {
    return this.running.folder;
  }

  /** @param settings more, or others, than the first had */
  async start(settings: StartOptions['settings'] = {}): Promise<void> {
    const { folder, port } = this.running;
    this.running = await startRedis({
      ...this.options,
      settings: { ...this.options.settings, ...settings },
      folder,
      port,
    });
  }

  /** SIGKILL. */
  kill(): Promise<void> {
    return this.running.kill();
  }

  /** SIGTERM: it writes what it was told, and ends. */
  end(): Promise<void> {
    return this.running.end();
  }

  /** SIGSTOP: connections stand, and nothing is answered. */
  freeze(): void {
    process.kill(this.running.pid, 'SIGSTOP');
  }

  thaw(): void {
    process.kill(this.running.pid, 'SIGCONT');
  }

  /** What an operator does, over a connection of his own. */
  async administer<T>(act: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.url, { maxRetriesPerRequest: 1, commandTimeout: 5_000 });
    redis.on('error', () => undefined);
    return await act(redis).finally(() => redis.disconnect());
  }

  close(): Promise<void> {
    return this.running.stop();
  }
}
