/** How far a comparison is, on stderr: a bar on a terminal, a line now and then in a log. */
export interface ProgressOptions {
  readonly games: number;
  readonly out: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;
}

const BAR_LETTERS = 24;
const BAR_EVERY_MS = 100;
const LINE_EVERY_MS = 5_000;
const CLEAR_LINE = '\r\u001b[2K';

export class Progress {
  private games = 0;
  private plays = 0;
  private readonly startedAt = performance.now();
  private shownAt = performance.now();

  constructor(private readonly options: ProgressOptions) {}

  gameDone(plays: number): void {
    this.games += 1;
    this.plays += plays;
    const { out } = this.options;
    const now = performance.now();
    if (now - this.shownAt < (out.isTTY ? BAR_EVERY_MS : LINE_EVERY_MS)) return;
    this.shownAt = now;
    out.write(out.isTTY ? `${CLEAR_LINE}${this.bar().slice(0, (out.columns || 120) - 1)}` : `${this.text()}\n`);
  }

  /** The last state, as a line that stays. */
  end(): void {
    const { out } = this.options;
    out.write(`${out.isTTY ? CLEAR_LINE : ''}${this.text()}\n`);
  }

  private bar(): string {
    const filled = Math.round((BAR_LETTERS * this.games) / Math.max(this.options.games, 1));
    return `${'█'.repeat(filled)}${'░'.repeat(BAR_LETTERS - filled)}  ${this.text()}`;
  }

  private text(): string {
    const seconds = (performance.now() - this.startedAt) / 1000;
    const perSecond = seconds > 0 ? Math.round(this.plays / seconds) : 0;
    return `${this.games}/${this.options.games} games  ${this.plays} plays  ${perSecond} plays/s`;
  }
}
