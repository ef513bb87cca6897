/** The evidence in the order in which it is asked for: calls with their answers, and rows by game, seq and command. */
import type { GameId } from '../../src/protocol/ids';
import type { Acked, HistoryEvent, RefusedCall, Sent, StoredEntry } from './evidence';

/** One sending of a command, and what its client heard. */
export interface Call {
  readonly sent: Sent;
  readonly answer: Acked | RefusedCall | null;
}

/** All calls of one command: the same id and the same content. */
export interface AskedCommand {
  readonly gameId: GameId;
  readonly commandId: string;
  readonly digest: string;
  readonly calls: readonly Call[];
}

export interface Ledger {
  readonly commands: readonly AskedCommand[];
  /** Each game's rows in rising seq. */
  readonly games: ReadonlyMap<GameId, readonly StoredEntry[]>;
  at(gameId: GameId, seq: number): StoredEntry | undefined;
  /** The rows that a command id made: one, when all is well. */
  of(gameId: GameId, commandId: string): readonly StoredEntry[];
}

export function ledgerOf(history: readonly HistoryEvent[], entries: readonly StoredEntry[]): Ledger {
  const games = groupBy(entries, ({ gameId }) => gameId);
  const byCommand = groupBy(entries, ({ gameId, commandId }) => `${gameId} ${commandId}`);
  const bySeq = new Map(entries.map((entry) => [`${entry.gameId} ${entry.seq}`, entry]));
  for (const rows of games.values()) rows.sort((a, b) => a.seq - b.seq);
  return {
    commands: commandsOf(history),
    games,
    at: (gameId, seq) => bySeq.get(`${gameId} ${seq}`),
    of: (gameId, commandId) => byCommand.get(`${gameId} ${commandId}`) ?? [],
  };
}

/** The items under each key, in their order. */
export function groupBy<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function commandsOf(history: readonly HistoryEvent[]): AskedCommand[] {
  const answers = new Map<number, Acked | RefusedCall>();
  const calls: Sent[] = [];
  for (const event of history) {
    if (event.kind === 'sent') calls.push(event);
    if (event.kind === 'acked' || event.kind === 'refused') answers.set(event.call, event);
  }
  const commands = groupBy(calls, ({ gameId, commandId, digest }) => `${gameId} ${commandId} ${digest}`);
  return [...commands.values()].flatMap((of) => {
    const [first] = of;
    if (first === undefined) return [];
    const { gameId, commandId, digest } = first;
    return [{ gameId, commandId, digest, calls: of.map((sent) => ({ sent, answer: answers.get(sent.call) ?? null })) }];
  });
}
