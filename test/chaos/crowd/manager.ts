/**
 * A manager: a person with a seat, played by a program. He follows his game through the typed client, decides by his
 * own copy of it, and gives whatever the rules allow him, chosen by the seed. He knows no notation and no ruleset: what
 * may be commanded is `legalCommands`' to say, so he plays any game that the engine knows.
 *
 * An impatient one gives up a command after a moment, and does not know then whether it counts; half of the time he asks
 * again under the same id. A patient one waits until the service has an answer: what he is refused then, after all the
 * client's own tries, is what a person would see.
 */
import { firstLegalCommand } from '../../../src/baseball/legal-commands';
import { Client } from '../../../src/client/client';
import type { Game } from '../../../src/client/game';
import { RestClient } from '../../../src/client/rest';
import type { Command } from '../../../src/protocol/commands';
import type { CommandAnswer } from '../../../src/protocol/envelope';
import { CommandId, type GameId, type UserId } from '../../../src/protocol/ids';
import type { Seat } from '../../../src/protocol/seat';
import { GameCopy } from './game-copy';
import { CLIENT_WORLD, pass, type Tempo, weightOf } from './tempo';

export interface ManagerOptions {
  readonly name: string;
  readonly user: UserId;
  readonly seat: Seat;
  readonly isPatient: boolean;
}

const PATIENT_MS = 120_000;
const IMPATIENT_MS = 1_200;
const JOIN_WITHIN_MS = 60_000;

export class Manager {
  private readonly client: Client;
  private readonly rest: RestClient;
  private copy = new GameCopy();
  private game: Game | null = null;
  private given = 0;
  private joins = 0;
  private upSince = 0;
  private connects = 0;

  constructor(
    private readonly options: ManagerOptions,
    private readonly tempo: Tempo,
  ) {
    const { url } = tempo;
    const world = { ...CLIENT_WORLD, url, credential: { user: options.user } };
    this.client = new Client({
      ...world,
      deadlineMs: JOIN_WITHIN_MS,
      onAnswer: ({ attempts }) => this.tried(attempts),
    });
    this.rest = new RestClient(world);
  }

  get isOver(): boolean {
    return this.copy.isOver;
  }

  /** Takes the seat at a game, from its first entry on. @returns false when the service does not let him in time */
  async sit(gameId: GameId): Promise<boolean> {
    await this.game?.leave();
    const joined = await this.client.join(gameId, this.options.seat, 0);
    if (!joined.ok) return false;
    this.copy = new GameCopy();
    this.game = joined.game;
    this.follow(joined.game);
    await this.fillIn();
    return true;
  }

  /** Gives one command, and waits for its answer. */
  async give(command: Command): Promise<CommandAnswer | null> {
    const { game } = this;
    if (game === null) return null;
    this.given += 1;
    const commandId = CommandId.parse(`${this.options.name}-${this.given}`);
    const isTwin = this.tempo.isDoubling;
    const answers = [this.ask(game, { commandId, command, isPatient: this.options.isPatient })];
    if (isTwin) {
      this.tempo.doubled += 1;
      answers.push(this.ask(game, { commandId, command, isPatient: true }));
    }
    const [answer] = await Promise.all(answers);
    if (answer?.ok === false && answer.error.applied === 'unknown' && this.tempo.random.chance(0.5)) {
      return await this.ask(game, { commandId, command, isPatient: true });
    }
    return answer ?? null;
  }

  /** Plays until the game is over, or the run. */
  async play(): Promise<void> {
    const { tempo } = this;
    // Whoever had no answer has thought already, and acts again at once.
    let thinks = true;
    while (!tempo.isOver && !this.copy.isOver) {
      if (thinks) await pass(tempo, tempo.everyMs * (0.5 + tempo.random.fraction()));
      if (this.copy.isBehind) await this.fillIn();
      const command = this.decide();
      const answer = command === null || tempo.isOver ? null : await this.give(command);
      thinks = answer?.ok !== false || answer.error.applied !== 'unknown';
    }
  }

  close(): void {
    this.client.close();
  }

  private decide(): Command | null {
    const { random } = this.tempo;
    const { state } = this.copy;
    if (state === null) return null;
    // A race of exponential clocks: each command wins as often as its weight says.
    const rankOf = (command: Command): number => -Math.log(1 - random.fraction()) / weightOf(command, this.tempo);
    return firstLegalCommand(state, this.options.seat, rankOf);
  }

  private async ask(
    game: Game,
    one: { commandId: CommandId; command: Command; isPatient: boolean },
  ): Promise<CommandAnswer> {
    const { commandId, command, isPatient } = one;
    const { name, seat } = this.options;
    const request = { gameId: game.gameId, commandId, seat, command };
    const answered = this.tempo.record.asking({ client: name, request, isPatient });
    const answer = await game.command(command, { commandId, deadlineMs: isPatient ? PATIENT_MS : IMPATIENT_MS });
    answered(answer);
    return answer;
  }

  private follow(game: Game): void {
    const { record } = this.tempo;
    const { copy } = this;
    const { name } = this.options;
    this.joins += 1;
    let part = 0;
    game.onStep((step) => {
      if (step.kind === 'view') {
        part += 1;
        copy.heardOf(step.seq);
        return;
      }
      copy.take(step.update);
      record.saw(name, { connection: `${this.joins}.${part}`, update: step.update, upSince: this.standsSince() });
    });
    copy.heardOf(game.seq);
  }

  /** What the steps left out: the game was far ahead, and a whole view came. */
  private async fillIn(): Promise<void> {
    const { game, copy, tempo } = this;
    while (game !== null && copy.isBehind && !tempo.isOver) {
      const page = await this.rest.events(game.gameId, copy.seq);
      if (!page.ok) return;
      for (const update of page.updates) copy.take(update);
      copy.heardOf(page.seq);
      if (page.updates.length === 0) return;
    }
  }

  private standsSince(): number {
    if (this.client.counters.connects !== this.connects) {
      this.connects = this.client.counters.connects;
      this.upSince = this.tempo.record.now();
    }
    return this.upSince;
  }

  /** All tries of a command but the last had no answer, or none that stood. */
  private tried(attempts: number): void {
    this.tempo.record.repeated += attempts - 1;
  }
}
