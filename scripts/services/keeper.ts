/**
 * The process that holds Redis and PostgreSQL for the local cluster.
 *
 * It starts those that are wanted, says where they are, and starts one that died again, on its old port. It stops them
 * when it is told to, or when its supervisor is gone: then a little later, because the nodes are handing off. That is
 * why it is a process of its own: a supervisor that was killed could stop nothing any more.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../cluster/ports';
import { startPostgres } from './postgres';
import { startRedis } from './redis';

/** The keeper's one argument, as JSON; what is left out is not wanted. */
export interface KeeperPlan {
  readonly redis?: { readonly server: string; readonly dataDir: string; readonly logFile: string };
  readonly postgres?: { readonly dataDir: string; readonly logFile: string };
}

/** To the supervisor: when all that is wanted serves, and what went wrong. */
export type KeeperMessage =
  | { readonly type: 'serving'; readonly redisUrl?: string; readonly databaseUrl?: string }
  | { readonly type: 'failed'; readonly reason: string };

interface Service {
  readonly url: string;
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** The nodes hand off in this time when their supervisor was killed. */
const ORPHAN_GRACE_MS = 5_000;
const RESTART_PAUSE_MS = 500;

class Keeper {
  private readonly services: Service[] = [];
  private isStopping = false;

  constructor(private readonly plan: KeeperPlan) {}

  async start(): Promise<void> {
    const { redis, postgres } = this.plan;
    const [redisPort, postgresPort] = [await freePort(), await freePort()];
    const [redisUrl, databaseUrl] = await Promise.all([
      redis && this.hold(redisPort, (port) => startRedis({ ...redis, port })),
      postgres && this.hold(postgresPort, (port) => startPostgres({ ...postgres, port })),
    ]);
    tell({ type: 'serving', ...(redisUrl && { redisUrl }), ...(databaseUrl && { databaseUrl }) });
  }

  async stop(): Promise<void> {
    if (this.isStopping) {
      return;
    }
    this.isStopping = true;
    await Promise.all(this.services.map((service) => service.stop()));
    process.exit(0);
  }

  private async hold(port: number, start: (port: number) => Promise<Service>): Promise<string> {
    const service = await start(port);
    this.services.push(service);
    void service.ended.then(async () => {
      this.services.splice(this.services.indexOf(service), 1);
      // One that was taken over has the port it had.
      await this.holdAgain(Number(new URL(service.url).port), start);
    });
    return service.url;
  }

  private async holdAgain(port: number, start: (port: number) => Promise<Service>): Promise<void> {
    while (!this.isStopping) {
      await pause(RESTART_PAUSE_MS);
      try {
        await this.hold(port, start);
        return;
      } catch (error) {
        tell({ type: 'failed', reason: reasonOf(error) });
      }
    }
  }
}

function tell(message: KeeperMessage): void {
  if (process.connected) {
    process.send?.(message);
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}

async function main(plan: KeeperPlan): Promise<void> {
  const keeper = new Keeper(plan);
  process.on('SIGTERM', () => void keeper.stop());
  process.on('disconnect', () => setTimeout(() => void keeper.stop(), ORPHAN_GRACE_MS));
  try {
    await keeper.start();
  } catch (error) {
    tell({ type: 'failed', reason: reasonOf(error) });
    await keeper.stop();
  }
}

if (require.main === module) {
  void main(JSON.parse(process.argv[2] ?? '{}') as KeeperPlan);
}
