"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.SessionFields = exports.StreamItems = exports.PersistedField = exports.FenceFields = exports.FENCE_FIELDS = exports.SessionReportWords = exports.SessionStartWords = exports.GenerationWords = exports.RestoreWords = exports.QuarantineWords = exports.SettleWords = exports.TakeWords = exports.AppendWords = exports.ReassertWords = exports.ReleaseWords = exports.OpenWords = exports.AcquireWords = void 0;
exports.parseEntry = parseEntry;
/** What Redis replies, as it replies it: each schema turns the words of one script into a typed value. */
const zod_1 = require("zod");
const ports_1 = require("../../cluster/ports");
const envelope_1 = require("../../protocol/envelope");
const ids_1 = require("../../protocol/ids");
/** A whole number, as Redis stores it or as a script computed it. */
const Decimal = zod_1.z.union([zod_1.z.int(), zod_1.z.string().regex(/^\d+$/).transform(Number)]);
/** A field that is not there is null. */
const Optional = Decimal.nullable();
const Stale = zod_1.z.tuple([zod_1.z.literal('STALE'), Decimal]).transform(([status, epoch]) => ({ status, epoch }));
const Fenced = zod_1.z.tuple([zod_1.z.literal('FENCED'), Decimal]).transform(([status, epoch]) => ({ status, epoch }));
const Unfenced = zod_1.z.tuple([zod_1.z.literal('UNFENCED')]).transform(([status]) => ({ status }));
exports.AcquireWords = zod_1.z.union([
    zod_1.z
        .tuple([zod_1.z.literal('ACQUIRED'), Optional, Optional, zod_1.z.string().nullable()], zod_1.z.string())
        .transform(([status, head, persisted, quarantined, ...bodies]) => ({
        status,
        head,
        persisted,
        quarantined: quarantined !== null,
        bodies,
    })),
    Stale,
    zod_1.z.tuple([zod_1.z.literal('HELD'), ids_1.SessionId]).transform(([status, session]) => ({ status, session })),
]);
exports.OpenWords = zod_1.z.union([
    zod_1.z.tuple([zod_1.z.enum(['OPENED', 'ALREADY_OPEN']), Decimal]).transform(([status, head]) => ({ status, head })),
    Fenced,
    Unfenced,
]);
exports.ReleaseWords = zod_1.z
    .tuple([zod_1.z.enum(['RELEASED', 'FENCED', 'UNFENCED'])], Decimal)
    .transform(([status]) => ({ status }));
exports.ReassertWords = zod_1.z.union([
    zod_1.z
        .tuple([zod_1.z.literal('REASSERTED'), Decimal, Decimal])
        .transform(([status, head, backfilled]) => ({ status, head, backfilled })),
    Stale,
    zod_1.z.tuple([zod_1.z.literal('DIVERGED'), Decimal]).transform(([status, seq]) => ({ status, seq })),
]);
exports.AppendWords = zod_1.z.array(zod_1.z.union([
    zod_1.z.tuple([zod_1.z.enum(['OK', 'ALREADY']), Decimal]).transform(([status, persisted]) => ({ status, persisted })),
    Fenced,
    Unfenced,
    zod_1.z.tuple([zod_1.z.literal('GAP'), Decimal]).transform(([status, head]) => ({ status, head })),
    zod_1.z.tuple([zod_1.z.literal('QUARANTINED')]).transform(([status]) => ({ status })),
]));
exports.TakeWords = zod_1.z
    .tuple([zod_1.z.literal('TAKEN'), zod_1.z.int(), zod_1.z.array(zod_1.z.string().nullable()), zod_1.z.array(zod_1.z.string())])
    .transform(([status, more, stamps, entries]) => ({
    status,
    more: more === 1,
    stamps: new Map(chunks(stamps, 2).map(([game, epoch]) => [ids_1.GameId.parse(game), Optional.parse(epoch)])),
    entries: chunks(entries, 4).map(([position, game, seq, body]) => ({
        position: zod_1.z.string().parse(position),
        gameId: ids_1.GameId.parse(game),
        seq: Decimal.parse(seq),
        body: zod_1.z.string().parse(body),
    })),
}));
function chunks(items, size) {
    return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
/** `[status, count]` */
exports.SettleWords = zod_1.z.tuple([zod_1.z.literal('SETTLED'), Decimal]);
exports.QuarantineWords = zod_1.z.tuple([zod_1.z.literal('SET_ASIDE'), Decimal]);
exports.RestoreWords = zod_1.z.tuple([zod_1.z.literal('RESTORED'), Decimal]);
exports.GenerationWords = zod_1.z.tuple([zod_1.z.enum(['SAME', 'CHANGED']), Decimal]);
exports.SessionStartWords = zod_1.z.tuple([zod_1.z.enum(['STARTED', 'EXISTS'])]);
exports.SessionReportWords = zod_1.z.tuple([zod_1.z.enum(['REPORTED', 'GONE'])]);
/** A fence's fields in this order, and their values as HMGET gives them. */
exports.FENCE_FIELDS = ['epoch', 'session', 'head', 'persisted', 'quarantined'];
exports.FenceFields = zod_1.z.tuple([
    Optional,
    ids_1.SessionId.nullable(),
    Optional,
    Optional,
    zod_1.z
        .string()
        .nullable()
        .transform((mark) => mark !== null),
]);
/** The `persisted` of a fence, as HGET gives it. */
exports.PersistedField = Optional;
/** Items of a stream of entries, as XRANGE gives them: `[position, [field, value, …]]`. */
exports.StreamItems = zod_1.z.array(zod_1.z.tuple([zod_1.z.string(), zod_1.z.array(zod_1.z.string())]).transform(([position, [, game, , seq, , , , , , body]]) => ({
    position,
    gameId: ids_1.GameId.parse(game),
    seq: Decimal.parse(seq),
    body: zod_1.z.string().parse(body),
})));
const Counts = zod_1.z.record(zod_1.z.string(), zod_1.z.number());
/** A session's hash. */
exports.SessionFields = zod_1.z.object({
    node: zod_1.z.string(),
    address: zod_1.z.string(),
    startedAt: Decimal,
    ttlMs: Decimal,
    stats: zod_1.z
        .string()
        .transform((text) => JSON.parse(text))
        .pipe(zod_1.z.object({
        hotGames: zod_1.z.number(),
        lineups: zod_1.z.number(),
        sockets: zod_1.z.number(),
        byLeague: Counts,
        byStatus: Counts,
    }))
        .optional()
        .transform((stats) => stats ?? null),
});
/** An entry's JSON. @throws Fault `server/internal` when it is not an entry of ours */
function parseEntry(body) {
    try {
        return envelope_1.JournalEntry.parse(JSON.parse(body));
    }
    catch (cause) {
        throw new ports_1.Fault({
            code: 'server/internal',
            outcome: 'unknown',
            message: 'the journal holds an entry that cannot be read',
            cause,
        });
    }
}
