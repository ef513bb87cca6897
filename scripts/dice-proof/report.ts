/** What a proof says, for people. */
import type { LeagueDice } from '../../src/api/league-dice';
import type { DiceProof, FacesSpread } from '../../src/protocol/dice-proof';
import type { GameId } from '../../src/protocol/ids';

export interface ProvenGame {
  readonly gameId: GameId;
  readonly proof: DiceProof;
}

/** Faces beyond which the counts are not printed one by one. */
const FACES_SHOWN_MAX = 20;

export function proofReport({ gameId, proof }: ProvenGame): string {
  const { commitment, words, secret, isCommitted, isComplete, rolls } = proof;
  const wrong = rolls.filter(({ holds }) => holds === false);
  const lines = [
    `game        ${gameId}`,
    `commitment  ${commitment}`,
    `words       away "${words.away}", home "${words.home}"`,
    `secret      ${secret ?? 'not told yet: the game is not over'}`,
    `            ${verdict(isCommitted, 'it is the one that was committed to', 'IT IS NOT the one that was committed to')}`,
    `rolls       ${rolls.length}, ${verdict(isComplete, 'none is missing', 'NOT AS MANY as were said to have fallen')}`,
    ...(secret === null
      ? []
      : [`            ${rolls.length - wrong.length} follow from the secret, ${wrong.length} do not`]),
    ...wrong.map(
      ({ n, turn, faces, value, for: what }) => `  WRONG     roll ${n} (turn ${turn}, ${what}): d${faces} ${value}`,
    ),
    ...proof.spread.flatMap(spreadLines),
  ];
  return `${lines.join('\n')}\n`;
}

function verdict(holds: boolean | null, yes: string, no: string): string {
  return holds === null ? 'not known before the end' : holds ? yes : no;
}

function spreadLines({ faces, rolls, counts, chiSquare, degrees, p }: FacesSpread): string[] {
  const chance =
    p === null ? 'too few rolls to tell' : `fair dice spread so or worse ${(p * 100).toFixed(1)} % of the time`;
  const head = `d${faces}`.padEnd(12);
  const sums = `${rolls} rolls, chi-square ${chiSquare.toFixed(1)} with ${degrees} degrees of freedom: ${chance}`;
  return faces > FACES_SHOWN_MAX ? [`${head}${sums}`] : [`${head}${sums}`, `            ${counts.join(' ')}`];
}

/** All games of a league together; those that do not hold by name. */
export function leagueReport(league: string, { games, failing, spread }: LeagueDice): string {
  const lines = [
    `league      ${league}`,
    `games       ${games} completed with dice; ${games - failing.length} hold, ${failing.length} do not`,
    ...failing.map((gameId) => `  WRONG     ${gameId}`),
    ...spread.flatMap(spreadLines),
  ];
  return `${lines.join('\n')}\n`;
}
