/**
 * The balancer's process. Its supervisor names the port in the arguments and the nodes in messages, and is told what
 * the balancer sees. It ends with its supervisor.
 */
import { Balancer, type Backend, type Sighting } from './balancer';

/** From the supervisor. */
export interface BackendsMessage {
  readonly type: 'backends';
  readonly backends: readonly Backend[];
}

/** To the supervisor. `listening` comes once, with the port that was free. */
export type BalancerMessage =
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'sightings'; readonly sightings: readonly Sighting[] };

const PORTS_TRIED_MAX = 50;
const TELL_EVERY_MS = 200;

function tell(message: BalancerMessage): void {
  if (process.connected) {
    process.send?.(message);
  }
}

/** The wanted port, or the next free one. */
async function listenFrom(balancer: Balancer, wanted: number): Promise<number> {
  for (let port = wanted; ; port += 1) {
    try {
      await balancer.listen(port);
      return port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || port - wanted >= PORTS_TRIED_MAX) {
        throw error;
      }
    }
  }
}

async function main(wanted: number): Promise<void> {
  const balancer = new Balancer();
  process.on('message', (message: BackendsMessage) => balancer.setBackends(message.backends));
  const end = (): void => {
    balancer.close();
    process.exit(0);
  };
  process.on('disconnect', end);
  process.on('SIGTERM', end);
  tell({ type: 'listening', port: await listenFrom(balancer, wanted) });
  setInterval(() => tell({ type: 'sightings', sightings: balancer.sightings() }), TELL_EVERY_MS);
}

if (require.main === module) {
  void main(Number(process.argv[2]));
}
