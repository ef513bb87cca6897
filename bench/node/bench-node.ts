/** A node of the real classes in this very process, and games played on it as a socket would: from JSON, parsed anew. */
import { scheduleGame } from '../../src/baseball/schedule';
import { GameNode } from '../../src/cluster/node';
import type { NodeLimits, NodePorts } from '../../src/cluster/node-parts';
import { Command } from '../../src/protocol/commands';
import { CommandId, GameId, UserId } from '../../src/protocol/ids';
import { ScheduleInput } from '../../src/protocol/schedule';
import type { CommandAnswer } from '../../src/protocol/envelope';
import { systemRandom } from '../../src/platform/clock';
import type { PlannedGame } from '../../scripts/replay/plan';

export const IDLE_EVICT_MS = 3_600_000;

const LIMITS: NodeLimits = {
  // Longer than any clock here is set forward.
  sessionTtlMs: 10 * IDLE_EVICT_MS,
  sessionBeatMs: IDLE_EVICT_MS,
  earlyTakeoverMs: IDLE_EVICT_MS,
  hotGamesMax: 20_000,
  idleEvictMs: IDLE_EVICT_MS,
  laneLimit: 64,
  followAfter: 0,
  computerPaceMs: 1000,
  commandsMax: 10_000,
  headBeaconMs: 3_600_000,
  meshDeadlineMs: 2_000,
  askDeadlineMs: 10_000,
};

const SCORER = UserId.parse('bench-scorer');

/** @throws Fault when a store does not answer */
export async function startNode(ports: NodePorts): Promise<GameNode> {
  const node = new GameNode({ ports, limits: LIMITS, node: 'bench', address: 'http://127.0.0.1:1', sockets: () => 0 });
  await node.start();
  return node;
}

/** A game's requests as texts: each game parses them for itself, so that no two games share an object. */
export interface GameTexts {
  readonly schedule: string;
  readonly commands: readonly string[];
}

export function textsOf(planned: PlannedGame): GameTexts {
  const { lineups, commands, schedule } = planned;
  const all = [lineups.away, lineups.home, ...commands.map(({ command }) => command)];
  return {
    schedule: JSON.stringify({ ...schedule, seats: { scorekeeper: SCORER } }),
    commands: all.map((command) => JSON.stringify(command)),
  };
}

/** @throws Error when the game is refused */
export async function createGame(node: GameNode, texts: GameTexts): Promise<GameId> {
  const scheduled = scheduleGame(ScheduleInput.parse(JSON.parse(texts.schedule)));
  if (!scheduled.ok) throw new Error(scheduled.rejection.message);
  const gameId = GameId.parse(systemRandom.id());
  const created = await node.create(gameId, scheduled.event, { user: SCORER });
  if (!created.ok) throw new Error(created.error.message);
  return gameId;
}

export function give(node: GameNode, gameId: GameId, text: string): Promise<CommandAnswer> {
  const command = Command.parse(JSON.parse(text));
  const commandId = CommandId.parse(systemRandom.id());
  return node.submit({ gameId, commandId, seat: 'scorekeeper', command }, { user: SCORER });
}

/** Plays this share (0–1) of a game, its lineups at least. @throws Error when a command is refused */
export async function playShare(node: GameNode, texts: GameTexts, share: number): Promise<GameId> {
  const gameId = await createGame(node, texts);
  const count = Math.max(2, Math.floor(texts.commands.length * share));
  for (const text of texts.commands.slice(0, count)) {
    const answer = await give(node, gameId, text);
    if (!answer.ok) throw new Error(`${text}: ${answer.error.message}`);
  }
  return gameId;
}

/** A command that any started game refuses: enough to make a node take the game, and nothing more. */
export const STALE_PLAY = JSON.stringify({ type: 'RecordPlay', turn: 1, notation: 'K' });
