/** A table: two managers who play one game after the other against each other, and whoever looks on. */
import { scheduleGame } from '../../../src/baseball/schedule';
import { RestClient } from '../../../src/client/rest';
import type { Command } from '../../../src/protocol/commands';
import { type GameId, UserId } from '../../../src/protocol/ids';
import type { ScheduleInput } from '../../../src/protocol/schedule';
import { COMMANDS, SCHEDULE } from '../../cluster/script';
import { Manager } from './manager';
import { CLIENT_WORLD, pass, type Tempo } from './tempo';

const AGAIN_AFTER_MS = 500;
/** Both lineups, and the start. */
const OPENING = COMMANDS.slice(0, 3);

export class Table {
  /** Every game that was played here. */
  readonly gameIds: GameId[] = [];
  private readonly managers: readonly Manager[];
  private readonly listeners = new Set<(gameId: GameId) => void>();
  private readonly schedule: ScheduleInput;

  constructor(
    readonly number: number,
    private readonly tempo: Tempo,
  ) {
    // In a scored game these two seats record what happens; where managers decide, it is theirs.
    const seats = ['scorekeeper', 'commissioner'] as const;
    const people = seats.map((seat) => ({ seat, user: UserId.parse(`${seat}-${number}`) }));
    this.schedule = { ...SCHEDULE, seats: Object.fromEntries(people.map(({ seat, user }) => [seat, user])) };
    this.managers = people.map(
      ({ seat, user }, index) =>
        new Manager({ name: `${seat}-${number}`, seat, user, isPatient: (number + index) % 4 !== 0 }, tempo),
    );
  }

  get gameId(): GameId | undefined {
    return this.gameIds.at(-1);
  }

  onGame(listener: (gameId: GameId) => void): void {
    this.listeners.add(listener);
  }

  /** Plays games until the run is over. */
  async run(): Promise<void> {
    while (!this.tempo.isOver) {
      const gameId = await this.create();
      if (gameId === undefined || !(await this.seat(gameId))) await pass(this.tempo, AGAIN_AFTER_MS);
      else await Promise.all(this.managers.map((manager) => manager.play()));
    }
  }

  close(): void {
    for (const manager of this.managers) manager.close();
  }

  private async create(): Promise<GameId | undefined> {
    const { url, record } = this.tempo;
    const creator = new RestClient({ ...CLIENT_WORLD, url, credential: { user: `league-${this.number}` } });
    const scheduled = scheduleGame(this.schedule);
    const created = await creator.create(this.schedule);
    if (!scheduled.ok || !created.ok) return undefined;
    record.history.created(`league-${this.number}`, created.gameId, scheduled.event);
    this.gameIds.push(created.gameId);
    for (const tell of this.listeners) tell(created.gameId);
    return created.gameId;
  }

  /** Both managers take their seats, and the first opens the game. */
  private async seat(gameId: GameId): Promise<boolean> {
    const seated = await Promise.all(this.managers.map((manager) => manager.sit(gameId)));
    if (seated.includes(false)) return false;
    for (const command of OPENING) await this.opens(command);
    return !this.tempo.isOver;
  }

  /** Gives a command until it counts; an impatient manager may have to give it twice. */
  private async opens(command: Command): Promise<void> {
    const [first] = this.managers;
    while (first !== undefined && !this.tempo.isOver) {
      const answer = await first.give(command);
      if (answer?.ok === true || answer?.error.code === 'game/already_started') return;
      await pass(this.tempo, AGAIN_AFTER_MS);
    }
  }
}
