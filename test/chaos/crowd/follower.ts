/** Somebody who follows the games at some tables through the typed client, one game after the other at each. */
import { Client } from '../../../src/client/client';
import type { Game } from '../../../src/client/game';
import { type GameId, UserId } from '../../../src/protocol/ids';
import type { Table } from './table';
import { CLIENT_WORLD, type Tempo } from './tempo';

export class Follower {
  private readonly client: Client;
  private readonly games = new Map<number, Game>();
  private joins = 0;
  private upSince = 0;
  private connects = 0;

  constructor(
    private readonly name: string,
    private readonly tempo: Tempo,
  ) {
    this.client = new Client({ ...CLIENT_WORLD, url: tempo.url, credential: { user: UserId.parse(name) } });
  }

  get gapsMended(): number {
    return this.client.counters.gapsMended;
  }

  follow(table: Table): void {
    table.onGame((gameId) => void this.watch(table.number, gameId));
  }

  close(): void {
    this.client.close();
  }

  private async watch(table: number, gameId: GameId): Promise<void> {
    const before = this.games.get(table);
    this.games.delete(table);
    await before?.leave();
    const joined = await this.client.join(gameId, 'spectator');
    if (!joined.ok) return;
    this.games.set(table, joined.game);
    this.joins += 1;
    const { joins, name } = this;
    let part = 0;
    joined.game.onStep((step) => {
      if (step.kind === 'view') part += 1;
      else {
        const connection = `${joins}.${part}`;
        this.tempo.record.saw(name, { connection, update: step.update, upSince: this.standsSince() });
      }
    });
  }

  private standsSince(): number {
    if (this.client.counters.connects !== this.connects) {
      this.connects = this.client.counters.connects;
      this.upSince = this.tempo.record.now();
    }
    return this.upSince;
  }
}
