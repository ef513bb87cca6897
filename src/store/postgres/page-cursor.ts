/** Where a page of games ends: the time that the list goes by, and the id of its last game. */
import { Fault } from '../../cluster/ports';
import { GameId } from '../../protocol/ids';

export interface Cursor {
  /** ISO 8601, in UTC with milliseconds. */
  readonly at: string;
  readonly gameId: GameId;
}

export function cursorOf(at: string, gameId: GameId): string {
  return Buffer.from(`${at} ${gameId}`).toString('base64url');
}

/** @throws Fault `request/invalid` for a text that no page gave out. */
export function readCursor(text: string): Cursor {
  const [at = '', id] = Buffer.from(text, 'base64url').toString('utf8').split(' ');
  const gameId = GameId.safeParse(id);
  if (gameId.success && ISO_TIME.test(at) && !Number.isNaN(Date.parse(at))) return { at, gameId: gameId.data };
  throw new Fault({
    code: 'request/invalid',
    outcome: 'notApplied',
    message: 'The cursor is not the "next" of a page: start again without one.',
  });
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
