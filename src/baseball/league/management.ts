/** How games were managed: who was sent in and what was ordered, counted from their events; beside it, 2019. */
import type { GameEvent, PlayerSubstituted, PlayRecorded } from '../../protocol/events';
import type { Side } from '../../protocol/side';
import { endsPlateAppearance } from '../play-kinds';

export interface Management {
  /** Two a game. */
  teamGames: number;
  /** Of these, with the designated hitter. */
  withDesignatedHitter: number;
  plateAppearances: number;
  pitchers: number;
  /** Outs by pitchers who began a game. */
  startersOuts: number;
  pinchHitters: number;
  pinchRunners: number;
  /** New players in the field, pitchers left out. */
  defensiveSubstitutes: number;
  intentionalWalks: number;
  sacrificeHits: number;
  /** Stolen bases and runners caught. */
  stealAttempts: number;
}

export function noManagement(): Management {
  return {
    teamGames: 0,
    withDesignatedHitter: 0,
    plateAppearances: 0,
    pitchers: 0,
    startersOuts: 0,
    pinchHitters: 0,
    pinchRunners: 0,
    defensiveSubstitutes: 0,
    intentionalWalks: 0,
    sacrificeHits: 0,
    stealAttempts: 0,
  };
}

const PITCHER = 1;
const PINCH_HITTER = 11;
const PINCH_RUNNER = 12;

/** Adds a completed game to the counts. */
export function countManagement(sum: Management, events: readonly GameEvent[]): void {
  const pitchers: Record<Side, number> = { away: 1, home: 1 };
  let homeBatsFirst = false;
  for (const event of events) {
    if (event.type === 'GameScheduled') {
      homeBatsFirst = event.ruleset.homeBatsFirst;
      if (event.ruleset.designatedHitter) sum.withDesignatedHitter += 2;
    }
    if (event.type === 'PlayerSubstituted') countSubstitute(sum, event, pitchers);
    if (event.type === 'PlayRecorded') {
      countPlay(sum, event);
      const fielding: Side = (event.half === 'top') === homeBatsFirst ? 'away' : 'home';
      if (pitchers[fielding] === 1) sum.startersOuts += event.outsMade;
    }
  }
  sum.teamGames += 2;
  sum.pitchers += pitchers.away + pitchers.home;
}

function countSubstitute(sum: Management, event: PlayerSubstituted, pitchers: Record<Side, number>): void {
  if (event.replaced === undefined) return;
  if (event.position === PITCHER) pitchers[event.side] += 1;
  else if (event.position === PINCH_HITTER) sum.pinchHitters += 1;
  else if (event.position === PINCH_RUNNER) sum.pinchRunners += 1;
  else sum.defensiveSubstitutes += 1;
}

function countPlay(sum: Management, event: PlayRecorded): void {
  if (endsPlateAppearance(event.kind)) sum.plateAppearances += 1;
  if (event.kind === 'intentionalWalk') sum.intentionalWalks += 1;
  if (event.sacrificeHit === true) sum.sacrificeHits += 1;
  for (const { stolenBase, caughtStealing } of event.runners) {
    if (stolenBase === true || caughtStealing === true) sum.stealAttempts += 1;
  }
}

export interface ManagementFigure {
  readonly name: string;
  readonly value: number;
  /** In 2019, as many of the games with the designated hitter as here. */
  readonly in2019: number;
}

/** 2019 (Retrosheet): with the designated hitter, and without. Outs of starters are those of all games. */
const IN_2019 = {
  pitchers: [4.3888, 4.4325],
  startersOuts: [15.536, 15.536],
  pinchHitters: [0.4926, 1.8626],
  pinchRunners: [0.1631, 0.1247],
  defensiveSubstitutes: [0.4329, 0.6366],
  stealAttempts: [0.6406, 0.6406],
  intentionalWalks: [2.89, 5.19],
  sacrificeHits: [2.36, 5.96],
} as const;

/** Per team and game, or per 1,000 plate appearances where it says so; beside each the figure of 2019. */
export function managementFigures(sum: Management): ManagementFigure[] {
  const games = Math.max(1, sum.teamGames);
  const thousands = Math.max(1, sum.plateAppearances) / 1000;
  const share = sum.withDesignatedHitter / games;
  const figure = (name: string, key: keyof typeof IN_2019, per: number): ManagementFigure => {
    const [withHitter, without] = IN_2019[key];
    return { name, value: sum[key] / per, in2019: share * withHitter + (1 - share) * without };
  };
  return [
    figure('pitchers', 'pitchers', games),
    figure('outs by the starter', 'startersOuts', games),
    figure('pinch hitters', 'pinchHitters', games),
    figure('pinch runners', 'pinchRunners', games),
    figure('defensive substitutes', 'defensiveSubstitutes', games),
    figure('steal attempts', 'stealAttempts', games),
    figure('intentional walks per 1,000', 'intentionalWalks', thousands),
    figure('sacrifice hits per 1,000', 'sacrificeHits', thousands),
  ];
}
