/** Plays all games and compares each; one at a time, so that a season needs no more memory than its files. */
import type { GameEvent } from '../../src/protocol/events';
import { boxScore } from '../../src/baseball/box-score/box-score';
import { playGame } from '../../src/retrosheet/play-game';
import type { SourceGame, Sources } from '../replay/sources';
import { compareByRule } from './by-rule';
import { compareGame, knowsGame, unknownFields } from './compare';
import { boxNames, RosterShelf } from './names';
import type { Reference } from './reference';
import type { Findings, RefusedGame } from './report';
import { Tally } from './tally';

export interface VerifyInput {
  readonly sources: Sources;
  readonly reference: Reference;
  /** How many differences of each field are kept. */
  readonly first: number;
  /** Told of each game when it is done. */
  readonly onGame?: (plays: number) => void;
}

const playsIn = (events: readonly GameEvent[]): number =>
  events.filter((event) => event.type === 'PlayRecorded').length;

export function verifyAll({ sources, reference, first, onGame }: VerifyInput): Findings {
  const tally = new Tally(first);
  const byRule = new Tally(first);
  const shelf = new RosterShelf();
  const refused: RefusedGame[] = [];
  const unknown: string[] = [];
  let plays = 0;
  const verifyOne = ({ file, game }: SourceGame): number => {
    const { events, refusal } = playGame(game);
    if (refusal !== null) {
      refused.push({ game: game.id, file, line: refusal.line, reason: refusal.rejection.message });
      return playsIn(events);
    }
    const box = boxScore(events);
    if (!knowsGame(reference, game.id)) unknown.push(game.id);
    else compareGame({ id: game.id, events, box, names: boxNames(box, shelf.beside(file)) }, reference, tally);
    compareByRule({ id: game.id, events, box }, byRule);
    return playsIn(events);
  };
  for (const source of sources.games) {
    const own = verifyOne(source);
    plays += own;
    onGame?.(own);
  }
  const { games, problems } = sources;
  const uncompared = unknownFields(reference);
  return { games: games.length, plays, tally, byRule, problems, refused, unknown, uncompared };
}
