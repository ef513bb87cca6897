/**
 * A scorekeeper who sends the scripted game's commands through the typed client, one after the other, and writes down
 * each command, each answer and each step of the game that the client gives out.
 */
import { scheduleGame } from '../../src/baseball/schedule';
import { Client } from '../../src/client/client';
import type { Game } from '../../src/client/game';
import { RestClient } from '../../src/client/rest';
import { systemClock, systemRandom } from '../../src/platform/clock';
import type { CommandAnswer } from '../../src/protocol/envelope';
import { CommandId, type GameId } from '../../src/protocol/ids';
import type { History } from './history';
import { COMMANDS, KEEPER, SCHEDULE } from './script';

export interface Line {
  /** A node's address, or the balancer's. */
  readonly url: string;
  readonly history: History;
}

const WORLD = { clock: systemClock, random: systemRandom, credential: { user: KEEPER } };
/** A node that is frozen does not hang up: its clients find out by this. */
const ATTEMPT_MS = 1_500;
const DEADLINE_MS = 60_000;

/** Puts the scripted game on the schedule. @throws Error when it is refused */
export async function createGame({ url, history }: Line): Promise<GameId> {
  const scheduled = scheduleGame(SCHEDULE);
  const created = await new RestClient({ ...WORLD, url, deadlineMs: DEADLINE_MS }).create(SCHEDULE);
  if (!scheduled.ok || !created.ok) throw new Error(`no game was made: ${JSON.stringify(created)}`);
  history.created('rest', created.gameId, scheduled.event);
  return created.gameId;
}

export class Scorekeeper {
  /** How many of the script's commands were accepted. */
  accepted = 0;

  private readonly client: Client;
  private readonly game: Game;
  private readonly history: History;

  private constructor(
    readonly name: string,
    { client, game, history }: { client: Client; game: Game; history: History },
  ) {
    this.client = client;
    this.game = game;
    this.history = history;
    let connection = 0;
    game.onStep((step) => {
      // A whole view jumps ahead; what follows it is in order again.
      if (step.kind === 'view') connection += 1;
      else history.saw(name, `steps-${connection}`, step.update);
    });
  }

  /** Takes the scorekeeper's seat. @param name another one for each who keeps score of the same game */
  static async join(gameId: GameId, line: Line, name: string): Promise<Scorekeeper> {
    const client = new Client({ ...WORLD, url: line.url, attemptMs: ATTEMPT_MS, deadlineMs: DEADLINE_MS });
    const joined = await client.join(gameId, 'scorekeeper');
    if (joined.ok) return new Scorekeeper(name, { client, game: joined.game, history: line.history });
    client.close();
    throw new Error(`${name} cannot join ${gameId}: ${joined.error.code}`);
  }

  get gameId(): GameId {
    return this.game.gameId;
  }

  /**
   * Sends the script's next commands until `upTo` of them are accepted.
   * @throws Error when the client, after all its own tries, has another answer than yes
   */
  async play(upTo: number = COMMANDS.length): Promise<void> {
    while (this.accepted < upTo) {
      const answer = await this.send(this.accepted);
      if (!answer.ok) {
        const { code, message } = answer.error;
        throw new Error(`${this.gameId}: command ${this.accepted} has failed after all tries: ${code}, ${message}`);
      }
      this.accepted += 1;
    }
  }

  /** Sends one command of the script, under its number or another id. */
  async send(index: number, id = `c${index}`): Promise<CommandAnswer> {
    const command = COMMANDS[index];
    if (command === undefined) throw new Error(`the script has no command ${index}`);
    const commandId = CommandId.parse(id);
    const call = this.history.sent(this.name, { gameId: this.gameId, commandId, seat: 'scorekeeper', command });
    const answer = await this.game.command(command, { commandId });
    this.history.answered(call, answer);
    return answer;
  }

  close(): void {
    this.client.close();
  }
}
