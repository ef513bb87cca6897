/** `--prove`: the season of the files played again from the cards that were made of it, and what came back. */
import type { SeasonCounts } from '../../src/baseball/cards/season-counts';
import type { CardSet } from '../../src/protocol/cards';
import { Progress, type ProgressOptions } from '../verify/progress';
import { Prover, type Proof } from './proof';
import { proofReport } from './proof-report';
import { proofTeams } from './proof-teams';
import type { RealGame } from './real-game';
import { canBeRerun, rerun } from './rerun';

export interface ProveOptions {
  readonly minPlateAppearances: number;
  /** How often each game is played; null: as often as makes chance small. */
  readonly times: number | null;
  readonly seed: number;
}

/** So many games in all, and each so often, leave less than a percent of the runs to chance. */
const GAMES_IN_ALL = 10_000;
const TIMES_MIN = 4;

export interface Proved {
  readonly text: string;
  readonly isMissed: boolean;
}

export interface RealSeason {
  readonly games: readonly RealGame[];
  readonly counts: SeasonCounts;
  readonly sets: readonly CardSet[];
}

export function prove(season: RealSeason, options: ProveOptions, out: ProgressOptions['out']): Proved {
  const cards = proofTeams(season.sets, season.games);
  const games = season.games.filter((game) => canBeRerun(game, cards));
  if (games.length === 0) return { text: 'Nothing can be proved: no game has two teams with cards.', isMissed: true };
  const times = options.times ?? Math.max(TIMES_MIN, Math.ceil(GAMES_IN_ALL / games.length));
  const progress = new Progress({ games: games.length * times, out });
  const prover = new Prover(games);
  for (const played of rerun({ games, cards, times, seed: options.seed })) {
    prover.add(played);
    progress.gameDone(played.events.filter(({ type }) => type === 'PlayRecorded').length);
  }
  progress.end();
  const proof = prover.proof(season.counts, options.minPlateAppearances);
  return {
    text: textOf(proof, { games: games.length, times, leftOut: season.games.length - games.length }),
    isMissed: isMissed(proof),
  };
}

function isMissed({ league, batters }: Proof): boolean {
  return league.verdict === 'missed' || batters.verdict === 'missed';
}

interface Played {
  readonly games: number;
  readonly times: number;
  readonly leftOut: number;
}

function textOf(proof: Proof, { games, times, leftOut }: Played): string {
  const without = leftOut === 0 ? '' : ` (${leftOut} more are not: somebody who began has no card)`;
  return `The ${games} games again from the cards, each ${times} times${without}\n\n${proofReport(proof)}`;
}
