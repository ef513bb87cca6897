/** How far a replay is: a bar on a terminal, a line now and then in a log. */
import { Latencies } from './latencies';

export interface ProgressOptions {
  readonly games: number;
  /** What the times are of; acknowledgements unless it says otherwise. */
  readonly timed?: string;
  /** Where to write; a bar when it is a terminal. */
  readonly out: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;
}

const BAR_EVERY_MS = 100;
const LINE_EVERY_MS = 5_000;
const BAR_LETTERS = 24;
const CLEAR_LINE = '\r\u001b[2K';

export class Progress {
  readonly latencies = new Latencies();
  private plays = 0;
  private gamesDone = 0;
  private readonly startedAt = performance.now();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly options: ProgressOptions) {
    const everyMs = options.out.isTTY ? BAR_EVERY_MS : LINE_EVERY_MS;
    this.timer = setInterval(() => this.show(), everyMs);
  }

  acked(fact: { readonly tookMs: number; readonly isPlay: boolean }): void {
    this.latencies.add(fact.tookMs);
    this.plays += fact.isPlay ? 1 : 0;
  }

  gameDone(): void {
    this.gamesDone += 1;
  }

  /** Writes a line that stays, above the bar. */
  say(line: string): void {
    this.options.out.write(this.options.out.isTTY ? `${CLEAR_LINE}${line}\n` : `${line}\n`);
  }

  /** The last state, as a line that stays. */
  end(): void {
    clearInterval(this.timer);
    this.say(this.text());
  }

  text(): string {
    const { games } = this.options;
    const seconds = (performance.now() - this.startedAt) / 1000;
    const perSecond = seconds > 0 ? Math.round(this.plays / seconds) : 0;
    const { latencies } = this;
    const ack = `${this.options.timed ?? 'ack'} p50 ${inMs(latencies.quantile(0.5))} p99 ${inMs(latencies.quantile(0.99))}`;
    return `${this.gamesDone}/${games} games  ${this.plays} plays  ${perSecond} plays/s  ${ack}`;
  }

  private show(): void {
    const { out, games } = this.options;
    if (!out.isTTY) {
      this.say(this.text());
      return;
    }
    const filled = Math.round((BAR_LETTERS * this.gamesDone) / Math.max(games, 1));
    const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_LETTERS - filled)}`;
    out.write(`${CLEAR_LINE}${`${bar}  ${this.text()}`.slice(0, Math.max((out.columns || 120) - 1, 20))}`);
  }
}

export const inMs = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
