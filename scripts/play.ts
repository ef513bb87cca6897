/**
 * `npm run play`: a whole game in the terminal against the computer, through a real cluster: scoreboard and diamond,
 * the legal choices by number, and every play in words with the dice behind it.
 */
import { createInterface, type Interface } from 'node:readline/promises';
import type { GameView } from '../src/protocol/view';
import type { Side } from '../src/protocol/side';
import { runningUrl, withCluster } from './cluster/at-hand';
import { clusterOptions, parseFlags } from './cluster/options';
import { UsageError } from './cluster/verbs';
import { choicesFor, type Choice } from './play/choices';
import { scoreboard } from './play/scoreboard';
import { accepted, sitDown, type Table } from './play/table';
import { wordsOf } from './play/words';

const HELP = `npm run play [-- --side away|home --cards pd|sba --name NAME --url http://…]

Plays a dice game against the computer: through the service that --url names, else through the cluster that runs here,
else through one that is started for it and stopped afterwards. Choose by number; Enter takes the first choice.

  s     somebody from the bench: pinch hitters, or relief pitchers
  r     resign
  q     leave (the game stays; without you it waits)
`;

const OPTIONS = {
  side: { type: 'string', default: 'away' },
  cards: { type: 'string', default: 'pd' },
  name: { type: 'string', default: 'player' },
  url: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const CLUSTER = { nodes: '3', workers: '2', port: '3000' };

function oneOf<T extends string>(flag: string, text: string, words: readonly T[]): T {
  const word = words.find((each) => each === text);
  if (word === undefined) throw new UsageError(`${flag} wants ${words.join(' or ')}, not "${text}".`);
  return word;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseFlags({ args: [...argv], options: OPTIONS });
  if (values.help === true) {
    say(HELP);
    return 0;
  }
  const side = oneOf('--side', values.side, ['away', 'home'] as const);
  const kind = oneOf('--cards', values.cards, ['pd', 'sba'] as const);
  const play = async (url: string): Promise<number> => {
    const table = await sitDown(url, { user: values.name, side, kind });
    say(`You manage the ${side} team of game ${table.gameId}, at ${url}.`);
    try {
      return await playGame(table, side);
    } finally {
      table.close();
    }
  };
  const url = values.url ?? (await runningUrl());
  return url === undefined ? withCluster(clusterOptions(CLUSTER), play, { stays: false }) : play(url);
}

/** @returns the exit status: 0 when the game was played to its end, or left */
async function playGame(table: Table, side: Side): Promise<number> {
  const names = new Map<string, string>();
  const told = table.game.onStep((step) => {
    if (step.kind !== 'update') return;
    for (const event of step.update.events) {
      const words = wordsOf(event, (id) => names.get(id) ?? id);
      if (words !== null) say(`  ${words}`);
    }
  });
  const terminal = createInterface({ input: process.stdin });
  const lines = linesOf(terminal);
  try {
    for (;;) {
      const { view } = accepted(await table.rest.game(table.gameId, side));
      learnNames(view, names);
      if (view.status === 'final') return 0;
      if (!(await oneTurn(table, { view, side, lines }))) return 0;
    }
  } finally {
    told();
    terminal.close();
  }
}

/** Each line that is typed; empty ones, which take the first choice, when there are no more. */
function linesOf(terminal: Interface): () => Promise<string> {
  const lines = terminal[Symbol.asyncIterator]();
  return async () => {
    const next = await lines.next();
    return next.done === true ? '' : next.value.trim();
  };
}

function learnNames({ lineups }: GameView, names: Map<string, string>): void {
  for (const lineup of [lineups.away, lineups.home]) {
    if (lineup === null) continue;
    const { order, pitcher, bench, used } = lineup;
    for (const { id, name } of [...order, ...bench, ...used, ...(pitcher === null ? [] : [pitcher])])
      names.set(id, name);
  }
}

interface Turn {
  readonly view: GameView;
  readonly side: Side;
  readonly lines: () => Promise<string>;
}

/** Asks until something was accepted. False: he leaves. */
async function oneTurn(table: Table, { view, side, lines }: Turn): Promise<boolean> {
  say(`\n${scoreboard(view)}`);
  const { decide, substitute } = choicesFor(view, side);
  let offered: readonly Choice[] = decide;
  for (;;) {
    say(offered.map(({ label }, i) => `  ${i + 1}  ${label}`).join('\n'));
    const typed = await lines();
    if (typed === 'q') return false;
    if (typed === 's') {
      offered = substitute.length > 0 ? substitute : decide;
      continue;
    }
    const command =
      typed === 'r' ? ({ type: 'Resign' } as const) : offered[typed === '' ? 0 : Number(typed) - 1]?.command;
    if (command === undefined) {
      say(`"${typed}" is none of the choices.`);
      continue;
    }
    const answer = await table.game.command(command);
    if (answer.ok) return true;
    say(answer.error.message);
    if (answer.error.retry === 'resync') return true;
    offered = decide;
  }
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
