/** The games whose dice are to be checked, as the service or a file tells them. */
import { z } from 'zod';
import { RestClient } from '../../src/client/rest';
import { systemClock, systemRandom } from '../../src/platform/clock';
import { GameEvent } from '../../src/protocol/events';
import { GameId } from '../../src/protocol/ids';
import { UsageError } from '../cluster/verbs';
import { findTarget } from '../replay/target';
import type { ProofOptions } from './options';

const ExportedGame = z.object({ gameId: GameId, events: z.array(GameEvent).min(1) });
export type ExportedGame = z.infer<typeof ExportedGame>;

/** @throws Error for something that is no exported game */
export function readExport(content: unknown): ExportedGame {
  const read = ExportedGame.safeParse(content);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Error(`That is no exported game: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`);
}

async function restOf({ url }: ProofOptions, env: NodeJS.ProcessEnv): Promise<RestClient> {
  const target = await findTarget(env, url);
  const token = env['DUGOUT_TOKEN'] ?? '';
  const credential = token === '' ? { user: 'dice-proof' } : { token };
  return new RestClient({ url: target.url, credential, clock: systemClock, random: systemRandom });
}

/** The game that is named. @throws Error when it cannot be read */
export async function gameOf(options: ProofOptions, env: NodeJS.ProcessEnv): Promise<ExportedGame> {
  const rest = await restOf(options, env);
  const gameId = GameId.safeParse(options.what);
  if (!gameId.success) throw new UsageError(`There is no file ${options.what}, and a game's id it is not.`);
  return await exported(rest, gameId.data);
}

/** The completed games of the league, oldest pages last. @throws Error when one cannot be read */
export async function* gamesOf(
  options: ProofOptions & { readonly league: string },
  env: NodeJS.ProcessEnv,
): AsyncGenerator<ExportedGame> {
  const rest = await restOf(options, env);
  for await (const gameId of completedGames(rest, options.league)) yield await exported(rest, gameId);
}

async function exported(rest: RestClient, gameId: GameId): Promise<ExportedGame> {
  const answer = await rest.export(gameId);
  if (!answer.ok) throw new Error(`${gameId}: ${answer.error.message}`);
  return readExport(answer);
}

async function* completedGames(rest: RestClient, league: string): AsyncGenerator<GameId> {
  const query = { league, status: 'final', limit: '200' };
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await rest.list(cursor === '' ? query : { ...query, cursor });
    if (!page.ok) throw new Error(page.error.message);
    for (const game of page.games) if (game.mode === 'dice') yield game.gameId;
    cursor = page.next;
  }
}
