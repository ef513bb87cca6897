/** Where and when it was measured: a figure without its machine says nothing. */
import { cpus, loadavg, totalmem } from 'node:os';

export interface Machine {
  readonly date: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly system: string;
  /** Of the minute before: what else ran. */
  readonly load: number;
}

const GB = 1024 ** 3;

export function thisMachine(): Machine {
  const all = cpus();
  return {
    date: new Date().toISOString(),
    processor: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGb: Math.round(totalmem() / GB),
    node: process.version,
    system: `${process.platform} ${process.arch}`,
    load: loadavg()[0] ?? 0,
  };
}

export function describe({ date, processor, cores, memoryGb, node, system, load }: Machine): string {
  return `${date}, ${processor}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}, load before ${load.toFixed(2)}`;
}
