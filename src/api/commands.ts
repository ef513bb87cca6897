/** `/api/games/:id/commands` and `/api/games/:id/lineups/:side`: a command over HTTP, named by its Idempotency-Key. */
import { type Request, type Response, Router } from 'express';
import type { GameService } from '../cluster/index';
import type { Random } from '../cluster/ports';
import type { Metrics } from '../platform/metrics';
import type { RateLimits } from '../platform/rate-limits';
import { Command } from '../protocol/commands';
import { type CommandAnswer, type Refused, refused } from '../protocol/envelope';
import type { Identity } from '../protocol/identity';
import type { CommandId } from '../protocol/ids';
import { parse, type Parsed } from '../protocol/invalid';
import { Lineup } from '../protocol/lineup';
import { SeatQuery } from '../protocol/rest';
import { Side } from '../protocol/side';
import { answer, onlyMethods } from './answers';
import { jsonBody } from './body';
import { gameIdOf } from './game';
import { identityOf, limited } from './guard';
import { commandIdOf, commandIdOr } from './idempotency';

export interface CommandsDeps {
  readonly service: Pick<GameService, 'submit'>;
  readonly limits: Pick<RateLimits, 'command'>;
  readonly metrics: Pick<Metrics, 'commands'>;
  readonly random: Pick<Random, 'id'>;
}

export function commandsResource(deps: CommandsDeps): Router {
  const router = Router();
  router
    .route('/api/games/:id/commands')
    .post(jsonBody, async (req: Request, res: Response) => {
      const asked = { req, commandId: commandIdOf(req), command: parse(Command, req.body) };
      answer(res, await submit(asked, identityOf(res), deps));
    })
    .all(onlyMethods('POST'));
  router
    .route('/api/games/:id/lineups/:side')
    .put(jsonBody, async (req: Request, res: Response) => {
      const asked = { req, commandId: commandIdOr(req, deps.random), command: setLineup(req) };
      answer(res, await submit(asked, identityOf(res), deps));
    })
    .all(onlyMethods('PUT'));
  return router;
}

interface Asked {
  readonly req: Request;
  readonly commandId: Parsed<CommandId>;
  readonly command: Parsed<Command>;
}

async function submit(asked: Asked, identity: Identity, deps: CommandsDeps): Promise<CommandAnswer> {
  const { req, commandId, command } = asked;
  const gameId = gameIdOf(req);
  const query = parse(SeatQuery, req.query);
  if (!gameId.ok || !query.ok || !commandId.ok || !command.ok) {
    return [gameId, query, commandId, command].find((part): part is Refused => !part.ok) ?? refused('request/invalid');
  }
  const refusal = limited(deps.limits.command('game', gameId.value));
  const request = { gameId: gameId.value, commandId: commandId.value, command: command.value };
  const result = refusal ?? (await deps.service.submit({ ...request, seat: query.value.seat }, identity));
  deps.metrics.commands.inc({ code: result.ok ? 'ok' : result.error.code });
  return result;
}

function setLineup(req: Request): Parsed<Command> {
  const side = parse(Side, req.params['side']);
  const lineup = parse(Lineup, req.body);
  if (!side.ok) {
    return refused('request/not_found', { message: 'A lineup is for "away" or for "home".' });
  }
  return lineup.ok ? { ok: true, value: { type: 'SetLineup', side: side.value, lineup: lineup.value } } : lineup;
}
