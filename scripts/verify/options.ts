/** What `npm run verify` takes. */
import { parseFlags } from '../cluster/options';
import { UsageError } from '../cluster/verbs';

export interface VerifyOptions {
  /** Event files, and folders of them. */
  readonly paths: readonly string[];
  /** The folder with the reference files. */
  readonly expected: string;
  /** How many differences of each field are shown. */
  readonly first: number;
  readonly isJson: boolean;
}

export const VERIFY_HELP = `npm run verify -- <event file or folder>… --expected <folder> [--first N] [--json]

Plays every game of the event files through the rules, one command after the other, and compares what comes out with
what Chadwick's tools say of the same games. Rosters (*.ROS, TEAM…) are looked for beside the event files. The folder
holds these files, plain or gzipped (.gz), each with a header row that names its fields; those that are missing are
passed over:

  events.csv       a row a play, as cwevent -n -f 0-96 -x 13,14 writes it
  games.csv        a row a game, as cwgame -n -f 0-83
  players.csv      a row a player and game, as cwdaily -n
  boxscores.txt    a text a game, as cwbox

  --first N   show the first N differences of each field (default 3)
  --json      one JSON object on stdout, for machines

Exit status 1: anything differs, a game could not be played, or the reference does not know it.
`;

const FIRST_MAX = 1_000_000;

/** @returns undefined when somebody asks for help. @throws UsageError naming what is wrong */
export function verifyOptions(argv: readonly string[]): VerifyOptions | undefined {
  const { values, positionals } = parseFlags({
    args: [...argv],
    allowPositionals: true,
    options: {
      expected: { type: 'string' },
      first: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return undefined;
  if (positionals.length === 0) throw new UsageError('Name an event file or a folder of them.');
  if (values.expected === undefined) throw new UsageError('Name the folder of the reference files with --expected.');
  const first = Number(values.first);
  if (!/^\d+$/.test(values.first) || first > FIRST_MAX) {
    throw new UsageError(`--first wants a whole number from 0 to ${FIRST_MAX}, not "${values.first}".`);
  }
  return { paths: positionals, expected: values.expected, first, isJson: values.json };
}
