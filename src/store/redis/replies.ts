/** What Redis replies, as it replies it: each schema turns the words of one script into a typed value. */
import { z } from 'zod';
import { Fault, type TakenEntry } from '../../cluster/ports';
import { JournalEntry } from '../../protocol/envelope';
import { GameId, SessionId } from '../../protocol/ids';

/** A whole number, as Redis stores it or as a script computed it. */
const Decimal = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]);

/** A field that is not there is null. */
const Optional = Decimal.nullable();

const Stale = z.tuple([z.literal('STALE'), Decimal]).transform(([status, epoch]) => ({ status, epoch }));
const Fenced = z.tuple([z.literal('FENCED'), Decimal]).transform(([status, epoch]) => ({ status, epoch }));
const Unfenced = z.tuple([z.literal('UNFENCED')]).transform(([status]) => ({ status }));

export const AcquireWords = z.union([
  z
    .tuple([z.literal('ACQUIRED'), Optional, Optional, z.string().nullable()], z.string())
    .transform(([status, head, persisted, quarantined, ...bodies]) => ({
      status,
      head,
      persisted,
      quarantined: quarantined !== null,
      bodies,
    })),
  Stale,
  z.tuple([z.literal('HELD'), SessionId]).transform(([status, session]) => ({ status, session })),
]);

export const OpenWords = z.union([
  z.tuple([z.enum(['OPENED', 'ALREADY_OPEN']), Decimal]).transform(([status, head]) => ({ status, head })),
  Fenced,
  Unfenced,
]);

export const ReleaseWords = z
  .tuple([z.enum(['RELEASED', 'FENCED', 'UNFENCED'])], Decimal)
  .transform(([status]) => ({ status }));

export const ReassertWords = z.union([
  z
    .tuple([z.literal('REASSERTED'), Decimal, Decimal])
    .transform(([status, head, backfilled]) => ({ status, head, backfilled })),
  Stale,
  z.tuple([z.literal('DIVERGED'), Decimal]).transform(([status, seq]) => ({ status, seq })),
]);

export const AppendWords = z.array(
  z.union([
    z.tuple([z.enum(['OK', 'ALREADY']), Decimal]).transform(([status, persisted]) => ({ status, persisted })),
    Fenced,
    Unfenced,
    z.tuple([z.literal('GAP'), Decimal]).transform(([status, head]) => ({ status, head })),
    z.tuple([z.literal('QUARANTINED')]).transform(([status]) => ({ status })),
  ]),
);

export const TakeWords = z
  .tuple([z.literal('TAKEN'), z.int(), z.array(z.string().nullable()), z.array(z.string())])
  .transform(([status, more, stampTexts, entryTexts]) => {
    const stamps = stampsOf(stampTexts);
    return { status, more: more === 1, stamps, entries: entriesOf(entryTexts, [...stamps.keys()]) };
  });

/** @param texts game, epoch or null, … */
function stampsOf(texts: readonly (string | null)[]): Map<GameId, number | null> {
  const stamps = new Map<GameId, number | null>();
  for (let i = 0; i < texts.length; i += 2) stamps.set(GameId.parse(texts[i]), Optional.parse(texts[i + 1]));
  return stamps;
}

/**
 * A worker takes thousands of these: each game's id is parsed once, with its stamp, and not with every entry.
 *
 * @param texts position, game, seq, body, …
 */
function entriesOf(texts: readonly string[], games: readonly GameId[]): TakenEntry[] {
  const ids = new Map<string, GameId>(games.map((gameId) => [gameId, gameId]));
  const entries: TakenEntry[] = [];
  for (let i = 0; i + 3 < texts.length; i += 4) {
    const [position = '', game = '', seq, body = ''] = texts.slice(i, i + 4);
    entries.push({ position, gameId: ids.get(game) ?? GameId.parse(game), seq: Number(seq), body });
  }
  return entries;
}

/** `[status, count]` */
export const SettleWords = z.tuple([z.literal('SETTLED'), Decimal]);
export const QuarantineWords = z.tuple([z.literal('SET_ASIDE'), Decimal]);
export const RestoreWords = z.tuple([z.literal('RESTORED'), Decimal]);

export const GenerationWords = z.tuple([z.enum(['SAME', 'CHANGED', 'OTHER']), Decimal]);

export const SessionStartWords = z.tuple([z.enum(['STARTED', 'EXISTS'])]);
export const SessionExpelWords = z.tuple([z.enum(['EXPELLED', 'BEATING', 'GONE'])], Decimal);
export const SessionReportWords = z.tuple([z.enum(['REPORTED', 'GONE'])]);

/** A fence's fields in this order, and their values as HMGET gives them. */
export const FENCE_FIELDS = ['epoch', 'session', 'head', 'persisted', 'quarantined'] as const;
export const FenceFields = z.tuple([
  Optional,
  SessionId.nullable(),
  Optional,
  Optional,
  z
    .string()
    .nullable()
    .transform((mark) => mark !== null),
]);

/** The `persisted` of a fence, as HGET gives it. */
export const PersistedField = Optional;

/** Items of a stream of entries, as XRANGE gives them: `[position, [field, value, …]]`. */
export const StreamItems = z.array(
  z.tuple([z.string(), z.array(z.string())]).transform(([position, [, game, , seq, , , , , , body]]) => ({
    position,
    gameId: GameId.parse(game),
    seq: Decimal.parse(seq),
    body: z.string().parse(body),
  })),
);

const Counts = z.record(z.string(), z.number());

/** A session's hash. */
export const SessionFields = z.object({
  node: z.string(),
  address: z.string(),
  startedAt: Decimal,
  ttlMs: Decimal,
  stats: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(
      z.object({
        hotGames: z.number(),
        lineups: z.number(),
        sockets: z.number(),
        byLeague: Counts,
        byStatus: Counts,
      }),
    )
    .optional()
    .transform((stats) => stats ?? null),
});

/** An entry's JSON. @throws Fault `server/internal` when it is not an entry of ours */
export function parseEntry(body: string): JournalEntry {
  try {
    return JournalEntry.parse(JSON.parse(body));
  } catch (cause) {
    throw new Fault({
      code: 'server/internal',
      outcome: 'unknown',
      message: 'the journal holds an entry that cannot be read',
      cause,
    });
  }
}
