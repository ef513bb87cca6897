/** Play-by-play in words: what an event tells somebody who watches. */
import { explain } from '../../src/baseball/resolution/explain';
import type { EndReason, GameEvent, PlayRecorded, RunnerOutcome } from '../../src/protocol/events';
import type { PlayKind } from '../../src/protocol/play';

/** A player's name by his id. */
export type Names = (id: string) => string;

/** By number; the fielders’ alone. */
export const POSITIONS = ['', 'pitcher', 'catcher', 'first', 'second', 'third', 'short', 'left', 'center', 'right'];
const ENDED: Readonly<Record<EndReason, string>> = {
  regulation: 'the last out is made',
  walkOff: 'a walk-off',
  mercy: 'by the mercy rule',
  tie: 'a tie',
  called: 'called',
  forfeitedToHome: 'forfeited to the home team',
  forfeitedToAway: 'forfeited to the visitors',
};
export const BASES = ['home', 'first', 'second', 'third', 'home'];
const OUTS = { G: 'grounds out', F: 'flies out', L: 'lines out', P: 'pops out' } as const;

const KINDS: Readonly<Record<PlayKind, string>> = {
  out: 'is out',
  strikeout: 'strikes out',
  stolenBase: 'A stolen base',
  defensiveIndifference: 'Nobody minds the runner',
  caughtStealing: 'Caught stealing',
  pickoff: 'A pick-off',
  wildPitch: 'A wild pitch',
  passedBall: 'A passed ball',
  balk: 'A balk',
  otherAdvance: 'The runners move up',
  foulError: 'An error on a foul ball',
  walk: 'walks',
  intentionalWalk: 'is walked intentionally',
  hitByPitch: 'is hit by a pitch',
  interference: 'is awarded first on interference',
  error: 'reaches on an error',
  fieldersChoice: 'reaches on a fielder’s choice',
  single: 'singles',
  double: 'doubles',
  triple: 'triples',
  homeRun: 'homers',
};

function where({ fieldedBy, kind }: PlayRecorded): string {
  const position = POSITIONS[fieldedBy ?? 0] ?? '';
  if (position === '') return '';
  return kind === 'error' ? ` by ${position}` : ` to ${position}`;
}

function outWords(play: PlayRecorded): string {
  if (play.groundedIntoDoublePlay === true) return `grounds into a double play${where(play)}`;
  if (play.sacrificeHit === true) return `sacrifices${where(play)}`;
  if (play.sacrificeFly === true) return `hits a sacrifice fly${where(play)}`;
  return `${play.trajectory === undefined ? KINDS.out : OUTS[play.trajectory]}${where(play)}`;
}

function batterWords(play: PlayRecorded, names: Names): string {
  const endsHisTurn = play.runners[0]?.base === 0;
  const words = play.kind === 'out' ? outWords(play) : `${KINDS[play.kind]}${where(play)}`;
  return endsHisTurn ? `${names(play.batter)} ${words}` : words;
}

function runnerWords({ base, id, to }: RunnerOutcome, names: Names): string | null {
  if (base === to || base === 0) return null;
  if (to === 4) return `${names(id)} scores`;
  return to === 0 ? `${names(id)} is out` : `${names(id)} to ${BASES[to] ?? ''}`;
}

function playWords(play: PlayRecorded, names: Names): string {
  const runners = [...play.runners].reverse().flatMap((runner) => runnerWords(runner, names) ?? []);
  const why = play.dice === undefined ? '' : `\n      (${explain(play.dice)})`;
  return `${[batterWords(play, names), ...runners].join('; ')}.${why}`;
}

/** A line or two; null for what is nothing to tell. */
export function wordsOf(event: GameEvent, names: Names): string | null {
  switch (event.type) {
    case 'PlayRecorded':
      return playWords(event, names);
    case 'PlayerSubstituted': {
      const place =
        event.position > 10 ? (event.position === 11 ? 'pinch hitter' : 'pinch runner') : POSITIONS[event.position];
      const instead = event.replaced === undefined ? '' : `, for ${names(event.replaced)}`;
      return `Now ${place ?? 'batting'}: ${event.player.name}${instead}.`;
    }
    case 'AutomaticRunnerPlaced':
      return `${names(event.player)} begins the inning on ${BASES[event.base] ?? ''}.`;
    case 'HalfInningEnded':
      return `--- End of the ${event.half} of inning ${event.inning} ---`;
    case 'TurnWarned':
      return `${Math.ceil(event.leftMs / 1000)} seconds are left.`;
    case 'GameEnded':
      return `The game is over: ${event.score.away} to ${event.score.home} (${ENDED[event.reason]}).`;
    case 'SecretRevealed':
      return `The secret of the dice was ${event.secret}: npm run dice-proof checks all ${event.rolls} rolls.`;
    default:
      return null;
  }
}
