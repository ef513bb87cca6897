/** What `npm run box` takes. */
import { parseFlags } from '../cluster/options';
import { UsageError } from '../cluster/verbs';

export interface BoxOptions {
  /** An event file, a folder of them, or the id of a game that the service has. */
  readonly what: string;
  /** Which game of a file with several. */
  readonly game: string | undefined;
  readonly url: string | undefined;
}

export const BOX_HELP = `npm run box -- <game id> [--url http://…]
npm run box -- <event file or folder> [--game <id>]

Prints the box score of a game: of one that the service has, or of one in a Retrosheet event file, which is played here.

  --game ID   which game, when the file has several
  --url URL   the service (default: the cluster that runs here, else http://localhost:3000)
`;

/** @returns undefined when somebody asks for help. @throws UsageError naming what is wrong */
export function boxOptions(argv: readonly string[]): BoxOptions | undefined {
  const { values, positionals } = parseFlags({
    args: [...argv],
    allowPositionals: true,
    options: { game: { type: 'string' }, url: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) return undefined;
  const [what] = positionals;
  if (what === undefined || positionals.length > 1) throw new UsageError('Name one game id, or one event file.');
  if (values.url !== undefined && !URL.canParse(values.url)) {
    throw new UsageError(`--url wants an address such as http://localhost:3000, not "${values.url}".`);
  }
  return { what, game: values.game, url: values.url };
}
