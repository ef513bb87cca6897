/** A whole dice game under a known secret, as `GET …/export` gives it. */
import { projectEvent } from '../../../src/baseball/view';
import { commitmentOf, keyedDice } from '../../../src/cluster/keyed-dice';
import type { GameEvent } from '../../../src/protocol/events';
import type { GameId } from '../../../src/protocol/ids';
import { newDiceGame, SECRET } from './dice-book';

/** An inning of it; every roll follows from the secret, the id and no words. */
export function fairlyPlayed(gameId: GameId): GameEvent[] {
  const dice = keyedDice({ gameId, secret: SECRET, words: { away: '', home: '' } }, 0);
  const book = newDiceGame({ ruleset: { innings: 1, tieAfterInning: 1 }, dice });
  while (book.state.status === 'live') {
    book.defend();
    book.bat();
  }
  const [first, ...rest] = book.events;
  if (first?.type !== 'GameScheduled' || first.dice === undefined) throw new Error('no dice');
  const scheduled = { ...first, dice: { ...first.dice, commitment: commitmentOf(SECRET) } };
  return [scheduled, ...rest].map((event) => projectEvent(event, 'spectator'));
}
