/** What `npm run dice-proof` takes. */
import { parseFlags } from '../cluster/options';
import { UsageError } from '../cluster/verbs';

export interface ProofOptions {
  /** A game's id, or the file of an exported game; '' with `league`. */
  readonly what: string;
  /** All completed games of a league instead. */
  readonly league: string | undefined;
  readonly url: string | undefined;
}

export const DICE_PROOF_HELP = `npm run dice-proof -- <game id | export.json> [--url http://…]
npm run dice-proof -- --league <league> [--url http://…]

Checks the dice of a game: that its secret is the one that was committed to in its first event, that every roll follows
from the secret, the game and the managers' words, and that none is missing; and prints how the rolls spread over the
faces, with the chance that fair dice spread so. A file is what GET /api/games/<id>/export gave; it is checked without
asking anybody. With --league: the same of all completed dice games of a league, and how their rolls spread together.

  --url URL   the service (default: the cluster that runs here, else http://localhost:3000)

DUGOUT_TOKEN is shown to a service that asks for a token. Exit status 1: something does not hold.
`;

/** @returns undefined when somebody asks for help. @throws UsageError naming what is wrong */
export function proofOptions(argv: readonly string[]): ProofOptions | undefined {
  const { values, positionals } = parseFlags({
    args: [...argv],
    allowPositionals: true,
    options: { league: { type: 'string' }, url: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) return undefined;
  const [what = ''] = positionals;
  if ((values.league === undefined) === (what === '') || positionals.length > 1) {
    throw new UsageError('Name one game id, one export.json, or --league and a league.');
  }
  if (values.url !== undefined && !URL.canParse(values.url)) {
    throw new UsageError(`--url wants an address such as http://localhost:3000, not "${values.url}".`);
  }
  return { what, league: values.league, url: values.url };
}
