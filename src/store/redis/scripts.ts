/**
 * The Lua scripts, read from the folder beside this file at boot, each behind one typed function.
 *
 * A script's header says what it keeps and what it replies; replies are parsed here (schemas in replies.ts) and
 * nowhere else. ioredis sends a script by its digest, and whole again when the server has forgotten it (NOSCRIPT).
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { Fault, type Claim } from '../../cluster/ports';
import type { JournalEntry } from '../../protocol/envelope';
import type { GameId } from '../../protocol/ids';
import { ask } from './ask';
import type { RedisClient } from './connection';
import type { GameKeys } from './keys';
import * as replies from './replies';

/** The scripts, `<noun>.<verb>`: each is the file of that name in `lua/`. */
export const SCRIPTS = [
  'fence.acquire',
  'fence.open',
  'fence.reassert',
  'fence.release',
  'generation.note',
  'journal.append',
  'journal.quarantine',
  'journal.restore',
  'journal.settle',
  'journal.take',
  'session.expel',
  'session.report',
  'session.start',
] as const;
export type ScriptName = (typeof SCRIPTS)[number];

export const SCRIPT_FOLDER = path.join(__dirname, 'lua');

/** An entry as it goes into the journal: its command's id, and its JSON. */
export interface EntryText {
  readonly seq: number;
  readonly command: string;
  readonly body: string;
}

export function textOf(entry: JournalEntry): EntryText {
  return { seq: entry.seq, command: entry.commandId, body: JSON.stringify(entry) };
}

/** An entry to append, under the fence and the claim that it must match. */
export interface AppendText extends EntryText {
  readonly fence: string;
  readonly claim: Claim;
}

export type Scripts = ReturnType<typeof loadScripts>;

/**
 * Defines the scripts on a connection. Each function throws the Faults of `ask`.
 *
 * @throws Error when a script was left out of the build
 */
export function loadScripts(redis: RedisClient) {
  const run = defineScripts(redis);
  return {
    acquire: (keys: GameKeys, claim: Claim, seen: string | null) =>
      run('fence.acquire', replies.AcquireWords, gameCall(keys, claim.gameId, ...claimArgs(claim), seen ?? '')),

    open: (fence: string, claim: Claim, head: number) =>
      run('fence.open', replies.OpenWords, { keys: [fence], args: [...claimArgs(claim), String(head)] }),

    release: (fence: string, claim: Claim) =>
      run('fence.release', replies.ReleaseWords, { keys: [fence], args: claimArgs(claim) }),

    reassert: (keys: GameKeys, claim: Claim, have: { persisted: number; tail: readonly EntryText[] }) => {
      const tail = have.tail.flatMap(({ seq, command, body }) => [String(seq), command, body]);
      const args = [claim.gameId, ...claimArgs(claim), String(have.persisted), ...tail];
      return run('fence.reassert', replies.ReassertWords, gameCall(keys, ...args));
    },

    append: (journal: string, entries: readonly AppendText[]) =>
      run('journal.append', replies.AppendWords, {
        keys: [journal, ...entries.map(({ fence }) => fence)],
        args: entries.flatMap(({ claim, seq, command, body }) => [
          claim.gameId,
          ...claimArgs(claim),
          String(seq),
          command,
          body,
        ]),
      }),

    take: (journal: string, fences: string, { after, limit }: { after: string; limit: number }) =>
      run('journal.take', replies.TakeWords, {
        keys: [journal, fences],
        args: [after, String(limit)],
        effect: 'reads',
      }),

    settle: (journal: string, games: readonly { fence: string; persisted: number }[], positions: readonly string[]) =>
      run('journal.settle', replies.SettleWords, {
        keys: [journal, ...games.map(({ fence }) => fence)],
        args: [...games.map(({ persisted }) => String(persisted)), ...positions],
      }),

    quarantine: (keys: GameKeys, gameId: GameId, known: readonly (EntryText & { readonly epoch: number })[] = []) => {
      const args = known.flatMap(({ seq, epoch, command, body }) => [String(seq), String(epoch), command, body]);
      return run('journal.quarantine', replies.QuarantineWords, gameCall(keys, gameId, ...args));
    },

    restore: (keys: GameKeys, persisted: number) =>
      run('journal.restore', replies.RestoreWords, gameCall(keys, String(persisted))),

    noteGeneration: (mark: string, generation: string, asked: 'now' | 'before') =>
      run('generation.note', replies.GenerationWords, { keys: [mark], args: [generation, asked] }),

    startSession: (session: string, ttlMs: number, record: readonly string[]) =>
      run('session.start', replies.SessionStartWords, { keys: [session], args: [String(ttlMs), ...record] }),

    expelSession: (session: string, silentMs: number) =>
      run('session.expel', replies.SessionExpelWords, { keys: [session], args: [String(silentMs)] }),

    reportSession: (session: string, stats: string) =>
      run('session.report', replies.SessionReportWords, { keys: [session], args: [stats] }),
  };
}

interface Call {
  readonly keys: readonly string[];
  readonly args: readonly string[];
  /** What it may do; a script that is not said to read only is taken to write. */
  readonly effect?: 'reads' | 'writes';
}

const claimArgs = ({ epoch, session, nonce }: Claim): string[] => [String(epoch), session, nonce];

const gameCall = ({ fence, journal, quarantine }: GameKeys, ...args: string[]): Call => ({
  keys: [fence, journal, quarantine],
  args,
});

type ScriptFunction = (keyCount: number, keys: readonly string[], args: readonly string[]) => Promise<unknown>;

function defineScripts(redis: RedisClient) {
  for (const name of SCRIPTS) {
    redis.defineCommand(name, { lua: readFileSync(path.join(SCRIPT_FOLDER, `${name}.lua`), 'utf8') });
  }
  return async <S extends z.ZodType>(
    name: ScriptName,
    words: S,
    { keys, args, effect = 'writes' }: Call,
  ): Promise<z.output<S>> => {
    const script = Reflect.get(redis, name) as ScriptFunction;
    const reply = words.safeParse(await ask(redis, effect, () => script.call(redis, keys.length, keys, args)));
    if (reply.success) return reply.data;
    throw new Fault({
      code: 'server/internal',
      outcome: 'unknown',
      message: `${name} replied what it should not: ${reply.error.message}`,
      cause: reply.error,
    });
  };
}
