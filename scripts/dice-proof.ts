/**
 * `npm run dice-proof`: holds every roll of a game against its secret, and prints how the dice spread.
 *
 * A game that was exported is proven without asking anybody. What the service says of itself it is not believed: of a
 * game that it has, only the events are taken, and everything is computed here.
 */
import { readFileSync } from 'node:fs';
import { LeagueDice } from '../src/api/league-dice';
import { isProven, proveDice } from '../src/cluster/dice-proof';
import { UsageError } from './cluster/verbs';
import { gameOf, gamesOf, readExport, type ExportedGame } from './dice-proof/games';
import { DICE_PROOF_HELP, proofOptions } from './dice-proof/options';
import { leagueReport, proofReport, type ProvenGame } from './dice-proof/report';

export interface ProofRun {
  readonly text: string;
  /** False: something does not hold. */
  readonly isProven: boolean;
}

/** @throws UsageError for arguments that cannot be followed, Error for a game that cannot be read */
export async function runDiceProof(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<ProofRun> {
  const options = proofOptions(argv);
  if (options === undefined) return { text: DICE_PROOF_HELP, isProven: true };
  const { what, league } = options;
  if (league !== undefined) return await proveLeague(league, gamesOf({ ...options, league }, env));
  if (what.endsWith('.json')) return reportOn(provenGame(readExport(JSON.parse(readFileSync(what, 'utf8')))));
  return reportOn(provenGame(await gameOf(options, env)));
}

/** Game by game: of each only the counts of its rolls are kept. */
async function proveLeague(league: string, games: AsyncIterable<ExportedGame>): Promise<ProofRun> {
  const dice = new LeagueDice();
  for await (const { gameId, events } of games) dice.add(gameId, events);
  return { text: leagueReport(league, dice), isProven: dice.failing.length === 0 };
}

/** @throws Error for a game without dice */
function provenGame({ gameId, events }: ExportedGame): ProvenGame {
  const proof = proveDice(gameId, events);
  if (proof === null) throw new Error(`Game ${gameId} is scored: no dice fall in it.`);
  return { gameId, proof };
}

function reportOn(game: ProvenGame): ProofRun {
  return { text: proofReport(game), isProven: isProven(game.proof) };
}

if (require.main === module) {
  runDiceProof(process.argv.slice(2), process.env).then(
    (run) => {
      process.stdout.write(run.text);
      if (!run.isProven) process.exitCode = 1;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = error instanceof UsageError ? 2 : 1;
    },
  );
}
