/** The nodes and workers of a cluster: their names, how each is started, and which of them there are. */
import { nodeEnvironment, workerEnvironment, type Stores } from './environment';
import type { Layout } from './layout';
import { ManagedProcess, type Launch } from './managed-process';
import { freePort } from './ports';
import type { Secrets } from './secrets';
import { UsageError } from './verbs';

export type MemberKind = 'node' | 'worker';

export interface MembersOptions {
  readonly layout: Layout;
  readonly env: NodeJS.ProcessEnv;
  /** The built programs of the two kinds. */
  readonly programs: Readonly<Record<MemberKind, string>>;
  readonly stores: Stores;
  readonly secrets: Secrets;
  onChange(process: ManagedProcess): void;
}

export class Members {
  /** In the order in which they came. */
  private readonly byName = new Map<string, ManagedProcess>();

  constructor(private readonly options: MembersOptions) {}

  all(): ManagedProcess[] {
    return [...this.byName.values()];
  }

  /** Those that run, or will run again. */
  living(kind: MemberKind): ManagedProcess[] {
    return this.all().filter((member) => member.name.startsWith(`${kind}-`) && member.state.is !== 'ended');
  }

  /** @throws UsageError naming those that there are */
  named(name: string): ManagedProcess {
    const member = this.byName.get(name);
    if (member === undefined || member.state.is === 'ended' || member.isEnding) {
      const there = [...this.living('node'), ...this.living('worker')].map((one) => one.name).join(', ');
      throw new UsageError(`No ${name} runs. There are: ${there || 'none'}.`);
    }
    return member;
  }

  /** Under the lowest number that is free: that of a node which was killed or drained is free again. */
  add(kind: MemberKind): ManagedProcess {
    let number = 1;
    while ((this.byName.get(`${kind}-${number}`)?.state.is ?? 'ended') !== 'ended') {
      number += 1;
    }
    const name = `${kind}-${number}`;
    const member = new ManagedProcess({
      name,
      layout: this.options.layout,
      launch: () => (kind === 'node' ? this.launchNode(name) : this.launchWorker(name)),
      onChange: (process) => this.options.onChange(process),
    });
    this.byName.set(name, member);
    return member;
  }

  /** A fresh port at every start: whoever is refused at the old one knows that its owner is gone. */
  private async launchNode(name: string): Promise<Launch> {
    const { env, programs, stores, secrets } = this.options;
    const port = await freePort();
    return { program: programs.node, args: [], env: nodeEnvironment(env, { name, port }, { stores, secrets }), port };
  }

  private launchWorker(name: string): Promise<Launch> {
    const { env, programs, stores } = this.options;
    return Promise.resolve({ program: programs.worker, args: [], env: workerEnvironment(env, name, stores) });
  }
}
