/** The supervisor's end of the balancer: tells it the nodes, hears its port and what it sees. */
import type { Sighting } from './balancer';
import type { BackendsMessage, BalancerMessage } from './balancer-main';
import { builtProgram, type Layout } from './layout';
import { ManagedProcess } from './managed-process';

export interface BalancerProcessOptions {
  readonly layout: Layout;
  readonly env: NodeJS.ProcessEnv;
  onChange(process: ManagedProcess): void;
}

export class BalancerProcess {
  readonly process: ManagedProcess;
  /** Where it listens, once it does; one that died comes back at the port that people know. */
  port: number | undefined;
  sightings: readonly Sighting[] = [];
  private backends: BackendsMessage = { type: 'backends', backends: [] };
  private onListening: ((port: number) => void) | undefined;

  /** @param wantedPort it takes the next free one when this is not free */
  constructor(options: BalancerProcessOptions, wantedPort: number) {
    this.process = new ManagedProcess({
      name: 'balancer',
      layout: options.layout,
      launch: () =>
        Promise.resolve({
          program: builtProgram(options.layout, 'scripts/cluster/balancer-main.js'),
          args: [String(this.port ?? wantedPort)],
          env: options.env,
        }),
      onChange: (process) => options.onChange(process),
      onMessage: (message) => this.heard(message as BalancerMessage),
    });
  }

  /** Resolves with the port when it listens. */
  async start(): Promise<number> {
    const listening = new Promise<number>((resolve) => (this.onListening = resolve));
    await this.process.start();
    return listening;
  }

  /** Those that have a port now; one that is about to leave is sent no new connection. */
  setNodes(nodes: readonly ManagedProcess[]): void {
    const backends = nodes.flatMap(({ name, port, isEnding }) =>
      port === undefined ? [] : [{ name, port, isLeaving: isEnding }],
    );
    this.backends = { type: 'backends', backends };
    this.process.tell(this.backends);
  }

  private heard(message: BalancerMessage): void {
    if (message.type === 'sightings') {
      this.sightings = message.sightings;
      return;
    }
    this.port = message.port;
    this.process.tell(this.backends);
    this.onListening?.(message.port);
  }
}
