/**
 * `npm run play`: a whole game in the terminal against the computer, through a real cluster: scoreboard and diamond,
 * the legal choices by number, and every play in words with the dice behind it.
 */
import { createInterface, type Interface } from 'node:readline/promises';
import type { Command } from '../src/protocol/commands';
import type { GameView } from '../src/protocol/view';
import type { Side } from '../src/protocol/side';
import { runningUrl, withCluster } from './cluster/at-hand';
import { clusterOptions, parseFlags } from './cluster/options';
import { UsageError } from './cluster/verbs';
import { choicesFor, type Choice, type Choices, type Menu } from './play/choices';
import { scoreboard } from './play/scoreboard';
import { accepted, sitDown, type Table } from './play/table';
import { wordsOf } from './play/words';

const HELP = `npm run play [-- --side away|home --cards pd|sba --name NAME --url http://…]

Plays a dice game against the computer: through the service that --url names, else through the cluster that runs here,
else through one that is started for it and stopped afterwards. Choose by number; Enter takes the first choice.

  s     somebody from the bench: pinch hitters, or relief pitchers
  p     a pinch runner
  d     another fielder
  o     offer a pause: the computer agrees, and the game waits until you go on
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

/** Where lines are typed, and where they are shown. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly say: (text: string) => void;
}

const STANDARD: Terminal = { input: process.stdin, say: (text) => void process.stdout.write(`${text}\n`) };

/** @returns the exit status: 0 when the game was played to its end, or left */
export async function runPlay(argv: readonly string[], terminal: Terminal = STANDARD): Promise<number> {
  const { values } = parseFlags({ args: [...argv], options: OPTIONS });
  const { say } = terminal;
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
      await playGame(table, side, terminal);
      return 0;
    } finally {
      table.close();
    }
  };
  const url = values.url ?? (await runningUrl());
  return url === undefined ? withCluster(clusterOptions(CLUSTER), play, { stays: false }) : play(url);
}

/** Until the game is over, or he leaves. */
async function playGame(table: Table, side: Side, { input, say }: Terminal): Promise<void> {
  const names = new Map<string, string>();
  const told = table.game.onStep((step) => {
    if (step.kind !== 'update') return;
    for (const event of step.update.events) {
      const words = wordsOf(event, (id) => names.get(id) ?? id);
      if (words !== null) say(`  ${words}`);
    }
  });
  const typed = createInterface({ input });
  const lines = linesOf(typed);
  try {
    for (let stays = true; stays;) {
      const { view } = accepted(await table.rest.game(table.gameId, side));
      const { lineScore } = accepted(await table.rest.lineScore(table.gameId));
      learnNames(view, names);
      say(`\n${scoreboard(view, lineScore)}`);
      stays = view.status !== 'final' && (await oneTurn(table, { choices: choicesFor(view, side), lines, say }));
    }
  } finally {
    told();
    typed.close();
  }
}

/** Each line that is typed; empty ones, which take the first choice, when there are no more. */
function linesOf(typed: Interface): () => Promise<string> {
  const lines = typed[Symbol.asyncIterator]();
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
  readonly choices: Choices;
  readonly lines: () => Promise<string>;
  readonly say: (text: string) => void;
}

type Offered = readonly (Choice | Menu)[];

/** What a letter shows; undefined for one that shows nothing now. */
function shownBy(letter: string, { substitute, run, field }: Choices): Offered | undefined {
  const shown: Offered | undefined = { s: substitute, p: run, d: field }[letter];
  return shown === undefined || shown.length === 0 ? undefined : shown;
}

/** What is typed for what stands apart from the turn. */
const ASIDE: Readonly<Record<string, Command>> = { r: { type: 'Resign' }, o: { type: 'OfferPause' } };

/** Asks until something was accepted. False: he leaves. */
async function oneTurn(table: Table, { choices, lines, say }: Turn): Promise<boolean> {
  let offered: Offered = choices.decide;
  for (;;) {
    say(offered.map(({ label }, i) => `  ${i + 1}  ${label}`).join('\n'));
    const typed = await lines();
    if (typed === 'q') return false;
    const chosen = offered[typed === '' ? 0 : Number(typed) - 1];
    const more = chosen !== undefined && 'choices' in chosen ? chosen.choices : shownBy(typed, choices);
    if (more !== undefined) {
      offered = more;
      continue;
    }
    const command = ASIDE[typed] ?? (chosen !== undefined && 'command' in chosen ? chosen.command : undefined);
    if (command === undefined) {
      say(`"${typed}" is none of the choices.`);
      continue;
    }
    const answer = await table.game.command(command);
    if (answer.ok) return true;
    say(answer.error.message);
    if (answer.error.retry === 'resync') return true;
    offered = choices.decide;
  }
}

if (require.main === module) {
  runPlay(process.argv.slice(2)).then(
    (status) => process.exit(status),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(error instanceof UsageError ? 2 : 1);
    },
  );
}
