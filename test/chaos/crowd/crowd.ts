/** All clients of a run: the tables with their managers, and those who look on. */
import type { GameId } from '../../../src/protocol/ids';
import { Follower } from './follower';
import { Table } from './table';
import type { Tempo } from './tempo';

/** How many tables each of them follows. */
const TABLES_EACH = 3;

export class Crowd {
  readonly tables: readonly Table[];
  private readonly followers: readonly Follower[];
  private playing: Promise<unknown> = Promise.resolve();

  constructor(
    readonly tempo: Tempo,
    size: { readonly games: number; readonly spectators: number },
  ) {
    this.tables = Array.from({ length: size.games }, (_, index) => new Table(index + 1, tempo));
    this.followers = Array.from({ length: size.spectators }, (_, index) => new Follower(`fan-${index + 1}`, tempo));
    this.followers.forEach((follower, index) => {
      for (let which = 0; which < TABLES_EACH; which += 1) {
        const table = this.tables[(index * TABLES_EACH + which) % this.tables.length];
        if (table !== undefined) follower.follow(table);
      }
    });
  }

  /** Every game of the run so far. */
  get gameIds(): readonly GameId[] {
    return this.tables.flatMap(({ gameIds }) => gameIds);
  }

  /** The games that are being played. */
  get openGames(): readonly GameId[] {
    return this.tables.flatMap(({ gameId }) => gameId ?? []);
  }

  get gapsMended(): number {
    return this.followers.reduce((sum, follower) => sum + follower.gapsMended, 0);
  }

  begin(): void {
    this.playing = Promise.all(this.tables.map((table) => table.run()));
  }

  /** Lets everybody finish what he is about. */
  async end(): Promise<void> {
    this.tempo.isOver = true;
    await this.playing;
  }

  close(): void {
    for (const client of [...this.tables, ...this.followers]) client.close();
  }
}
