/** How far a run is: one line that changes on a terminal, a plain line now and then in a log. */
export interface Sighting {
  /** In ms since the run began. */
  readonly now: number;
  readonly accepted: number;
  readonly fired: number;
  readonly classes: number;
  readonly unknown: number;
  readonly problems: number;
  /** Faults that are in force. */
  readonly inForce: readonly string[];
}

export interface Screen {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const LOG_EVERY_MS = 5000;

export class Progress {
  private before: Sighting | null = null;
  private loggedAt = -Infinity;
  private isLineOpen = false;

  constructor(private readonly screen: Screen) {}

  /** A line that stays. */
  say(line: string): void {
    const end = this.isLineOpen ? '\r\u001b[K' : '';
    this.isLineOpen = false;
    this.screen.write(`${end}${line}\n`);
  }

  show(seen: Sighting): void {
    if (this.screen.isTTY === true) {
      this.screen.write(`\r\u001b[K${this.lineOf(seen).slice(0, (this.screen.columns ?? 100) - 1)}`);
      this.isLineOpen = true;
    } else if (seen.now - this.loggedAt >= LOG_EVERY_MS) {
      this.loggedAt = seen.now;
      this.screen.write(`${this.lineOf(seen)}\n`);
    } else {
      return;
    }
    this.before = seen;
  }

  private lineOf(seen: Sighting): string {
    const spanMs = seen.now - (this.before?.now ?? 0);
    const rate = spanMs > 0 ? ((seen.accepted - (this.before?.accepted ?? 0)) / spanMs) * 1000 : 0;
    const parts = [
      `${Math.floor(seen.now / 1000)} s`,
      `${Math.round(rate)} commands/s`,
      `${seen.accepted} accepted`,
      `${seen.unknown} unknown`,
      `${seen.fired}/${seen.classes} classes fired`,
      ...(seen.problems > 0 ? [`${seen.problems} PROBLEMS`] : []),
      seen.inForce.length > 0 ? `now: ${seen.inForce.join(' + ')}` : 'calm',
    ];
    return parts.join('  ');
  }
}
