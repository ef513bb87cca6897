/**
 * A game's players as Chadwick's `cwdaily` describes them: one row of strings a player, the fields of
 * `CWDAILY_FIELDS`. A second opinion on the box score; some habits of the reference are kept here and nowhere else.
 */
import type { BattingLine, BoxScore, BoxScorePlayer, PitchingLine } from '../protocol/box-score';
import type { GameEvent } from '../protocol/events';
import type { Side } from '../protocol/side';
import { chargedRuns, type ChargedRuns } from './charged-runs';
import { countInherited, type InheritedCounts } from './cwdaily-inherited';
import { compactDate, infoNumber, infoOf, type GameInfo } from './game-info';

/** What a row tells of besides the box score. */
interface Game {
  readonly gameId: string;
  readonly info: GameInfo;
  readonly box: BoxScore;
  /** By pitcher, as the reference has them. */
  readonly charged: ReadonlyMap<string, ChargedRuns>;
  readonly runners: InheritedCounts;
}

/** A player, and his place among those of his slot. */
interface Entry {
  readonly side: Side;
  readonly player: BoxScorePlayer;
  readonly sequence: number;
}

const SIDES = ['away', 'home'] as const;

/** The rows of a game: the visitors first, by slot, and the pitchers of designated hitters after the order. */
export function cwdailyRows(gameId: string, events: readonly GameEvent[], box: BoxScore): string[][] {
  const game: Game = {
    gameId,
    info: infoOf(events),
    box,
    charged: chargedRuns(events),
    runners: countInherited(events),
  };
  return SIDES.flatMap((side) => {
    const seen = new Map<number, number>();
    return box[side].players.map((player) => {
      const sequence = (seen.get(player.slot) ?? 0) + 1;
      seen.set(player.slot, sequence);
      const entry: Entry = { side, player, sequence };
      return [
        ...who(game, entry),
        ...batting(game, player),
        ...pitching(game, entry),
        ...[1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((position) => fielding(game, entry, position)),
      ].map(String);
    });
  });
}

function who({ gameId, info, box }: Game, { side, player, sequence }: Entry): (string | number)[] {
  const date = compactDate(info);
  const isHome = side === 'home';
  return [
    gameId,
    date,
    infoNumber(info, 'number'),
    player.enteredOn ?? date,
    box[side].team.id,
    player.id,
    player.slot,
    sequence,
    isHome ? 1 : 0,
    box[isHome ? 'away' : 'home'].team.id,
    info['site'] ?? '',
  ];
}

/** Bases of hits, at bat or allowed. */
function totalBases(line: Pick<BattingLine, 'hits' | 'doubles' | 'triples' | 'homeRuns'>): number {
  return line.hits + line.doubles + 2 * line.triples + 3 * line.homeRuns;
}

function batting({ info }: Game, { id, batting: line, positions, isStarter }: BoxScorePlayer): (string | number)[] {
  const came = isStarter ? 0 : positions[0];
  return [
    1,
    line.plateAppearances,
    line.atBats,
    line.runs,
    line.hits,
    totalBases(line),
    line.doubles,
    line.triples,
    line.homeRuns,
    line.grandSlams,
    line.runsBattedIn,
    info['gwrbi'] === id ? 1 : '',
    line.walks,
    line.intentionalWalks,
    line.strikeouts,
    line.groundedIntoDoublePlay,
    line.hitByPitch,
    line.sacrificeHits,
    line.sacrificeFlies,
    line.stolenBases,
    line.caughtStealing,
    line.interference,
    positions.includes(10) ? 1 : 0,
    came === 11 ? 1 : 0,
    came === 12 ? 1 : 0,
  ];
}

type Count = { [K in keyof PitchingLine]: PitchingLine[K] extends number ? K : never }[keyof PitchingLine];

const FACED = ['outs', 'battersFaced', 'atBats'] as const;
const ALLOWED = [
  ...(['doubles', 'triples', 'homeRuns', 'grandSlams', 'walks', 'intentionalWalks', 'strikeouts'] as const),
  ...(['groundedIntoDoublePlay', 'hitBatters', 'sacrificeHits', 'sacrificeFlies', 'interference'] as const),
  ...(['wildPitches', 'balks'] as const),
];

function pitching(game: Game, { side, player }: Entry): (string | number)[] {
  const { info, box, charged, runners } = game;
  const { pitchers } = box[side];
  const hasPitched = player.fielding.some((line) => line.position === 1);
  const own = hasPitched ? pitchers.filter((line) => line.id === player.id) : [];
  const sum = (key: Count): number => own.reduce((total, line) => total + line[key], 0);
  const has = (isSo: boolean): number => (isSo && own.length > 0 ? 1 : 0);
  const isComplete = pitchers.length === 1;
  const isRecorded = info['pitches'] === 'pitches';
  const of = (counts: ReadonlyMap<string, number>): number => (own.length > 0 ? (counts.get(player.id) ?? 0) : 0);
  const bases = own.reduce((total, line) => total + totalBases(line), 0);
  const { runs, earned } = (own.length > 0 ? charged.get(player.id) : undefined) ?? { runs: 0, earned: 0 };
  return [
    hasPitched ? 1 : 0,
    has(pitchers[0]?.id === player.id),
    has(isComplete),
    has(isComplete && runs === 0),
    has(!isComplete && pitchers.at(-1)?.id === player.id),
    ...['wp', 'lp', 'save'].map((key) => has(info[key] === player.id)),
    ...FACED.map(sum),
    runs,
    earned,
    sum('hits'),
    bases,
    ...ALLOWED.map(sum),
    of(runners.inherited),
    of(runners.scored),
    sum('groundOuts'),
    sum('airOuts'),
    isRecorded ? sum('pitches') : '',
    isRecorded ? sum('strikes') : '',
  ];
}

function fielding({ box }: Game, { side, player }: Entry, position: number): number[] {
  const line = player.fielding.find((each) => each.position === position);
  const isPitcher = position === 1;
  const started = isPitcher
    ? line !== undefined && box[side].pitchers[0]?.id === player.id
    : player.isStarter && player.positions[0] === position;
  if (line === undefined) return [0, started ? 1 : 0, ...Array.from({ length: position === 2 ? 9 : 7 }, () => 0)];
  const { putouts, assists, errors } = line;
  return [
    isPitcher ? 1 : line.games,
    started ? 1 : 0,
    line.outs,
    putouts + assists + errors,
    putouts,
    assists,
    errors,
    line.doublePlays,
    line.triplePlays,
    ...(position === 2 ? [line.passedBalls, line.interference] : []),
  ];
}
