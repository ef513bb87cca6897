/**
 * The load generator's process: opens the tables, says so, and drives them when it is told to go. It is a process of
 * its own so that neither its work nor its garbage counts as the service's.
 */
import { Latencies } from '../../scripts/replay/latencies';
import { planGames } from '../../scripts/replay/plan';
import { EchoTable } from '../echo/table';
import type { EchoSample } from '../echo/sample';
import { drivePaced, driveUnpaced } from './drive';
import { DiceTable, storeStockCards } from './dice-table';
import { GameTable } from './game-table';
import type { LoadMessage, LoadPlan, LoadReport } from './messages';
import { StorageWatch } from './storage-watch';
import type { Sent, Table } from './table';
import { TurnTimes } from './turn-times';

type AckedFact = Parameters<StorageWatch['acked']>[0];

const OPENED_AT_ONCE = 20;
const SAMPLES_MAX = 200;

class Generator {
  private readonly latency = new Latencies();
  private readonly refused = new Map<string, number>();
  private readonly samples: EchoSample[] = [];
  private readonly watch: StorageWatch | null;
  private readonly turns = new TurnTimes();
  private acked = 0;
  /** Commands that were due in this time count, whenever they are answered. */
  private window = { from: Infinity, to: Infinity };

  constructor(private readonly plan: LoadPlan) {
    this.watch = plan.databaseUrl === null ? null : new StorageWatch(plan.databaseUrl);
  }

  async openTables(): Promise<Table[]> {
    const { plan } = this;
    const numbers = Array.from({ length: plan.tables }, (_, number) => number);
    const tables: Table[] = [];
    const open = await this.opener();
    const opener = async (): Promise<void> => {
      for (let number = numbers.shift(); number !== undefined; number = numbers.shift())
        tables.push(await open(number));
    };
    await Promise.all(Array.from({ length: OPENED_AT_ONCE }, opener));
    return tables;
  }

  private async opener(): Promise<(number: number) => Promise<Table>> {
    const { url, samples, tables, hasViewers: hasViewer, clock, paths, what } = this.plan;
    const onAcked = (fact: AckedFact): void => {
      if (this.isMeasured(performance.now())) this.watch?.acked(fact);
    };
    if (what === 'echo') return (number) => EchoTable.open(url, number, samples);
    if (what === 'dice') {
      const cards = await storeStockCards(url);
      return (number) => DiceTable.open({ url, number, cards, clock, onAcked }, number / tables);
    }
    const { games } = planGames(paths);
    const onSample = (sample: EchoSample): void => {
      if (this.samples.length < SAMPLES_MAX) this.samples.push(sample);
    };
    return (number) => GameTable.open({ url, number, hasViewer, games, onAcked, onSample }, number / tables);
  }

  async run(tables: readonly Table[]): Promise<LoadReport> {
    const { ratePerS, warmUpMs, measureMs } = this.plan;
    const onAnswer = (answer: Sent, dueAt: number): void => this.answered(answer, dueAt);
    const driver = ratePerS === null ? driveUnpaced({ tables, onAnswer }) : drivePaced(ratePerS, { tables, onAnswer });
    await pause(warmUpMs);
    const retriesBefore = retriesOf(tables);
    const cpuBefore = process.cpuUsage();
    this.window.from = performance.now();
    tell({ type: 'measuring' });
    await pause(measureMs);
    this.window.to = performance.now();
    const { user, system } = process.cpuUsage(cpuBefore);
    tell({ type: 'measured' });
    await driver.stop();
    return {
      acked: this.acked,
      latency: this.latency.toCounts(),
      turns: await this.turns.end(),
      refused: Object.fromEntries(this.refused),
      retries: retriesOf(tables) - retriesBefore,
      storage: this.watch === null ? null : await this.watch.end(),
      generatorMicros: user + system,
      samples: this.samples,
    };
  }

  private isMeasured(at: number): boolean {
    return at >= this.window.from && at < this.window.to;
  }

  private answered(answer: Sent, dueAt: number): void {
    if (!this.isMeasured(dueAt)) return;
    if (answer.ok) {
      this.acked += 1;
      this.latency.add(performance.now() - dueAt);
      if (answer.told !== undefined) this.turns.played(dueAt, answer.told);
    } else {
      this.refused.set(answer.code, (this.refused.get(answer.code) ?? 0) + 1);
    }
  }
}

const retriesOf = (tables: readonly Table[]): number => tables.reduce((sum, table) => sum + table.retries, 0);

const tell = (message: LoadMessage): void => void process.send?.(message);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function main(plan: LoadPlan): Promise<void> {
  process.on('disconnect', () => process.exit(1));
  const generator = new Generator(plan);
  const tables = await generator.openTables();
  const gone = new Promise<void>((resolve) => process.once('message', () => resolve()));
  tell({ type: 'ready' });
  await gone;
  const report = await generator.run(tables);
  for (const table of tables) table.close();
  process.send?.({ type: 'done', report } satisfies LoadMessage, () => process.exit(0));
}

process.once('message', (plan: LoadPlan) => void main(plan));
