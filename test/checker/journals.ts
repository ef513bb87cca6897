/** I2, I3, I7 and I8: each game's rows by themselves, how far its journal is, and who was seen to own it. */
import type { GameId } from '../../src/protocol/ids';
import type { JournalHead, OwnerSighting, StoredEntry, StoredGame, Violation } from './evidence';
import type { Ledger } from './ledger';

export function journalsHold(ledger: Ledger, games: readonly StoredGame[]): Violation[] {
  const violations = [...ledger.games].flatMap(([gameId, rows]) => [
    ...gapless(gameId, rows),
    ...oneCommandEach(gameId, rows),
    ...epochsRise(gameId, rows),
  ]);
  for (const { gameId, lastSeq, fence } of games) {
    const last = ledger.games.get(gameId)?.at(-1);
    if (lastSeq !== (last?.seq ?? 0)) {
      violations.push({ invariant: 'I3', gameId, what: `last_seq is ${lastSeq}, the last row is ${last?.seq ?? 0}` });
    }
    if (last !== undefined && last.epoch > fence) {
      violations.push({ invariant: 'I7', gameId, what: `the last row's epoch ${last.epoch} is above fence ${fence}` });
    }
  }
  return violations;
}

/** I8: once all has come to rest, every entry that was journaled is in PostgreSQL. */
export function journalsDrained(heads: readonly JournalHead[], ledger: Ledger): Violation[] {
  return heads.flatMap(({ gameId, head }) => {
    const stored = ledger.games.get(gameId)?.at(-1)?.seq ?? 0;
    if (head <= stored) return [];
    return [{ invariant: 'I8' as const, gameId, what: `the journal is at ${head}, the rows end at ${stored}` }];
  });
}

/** Each epoch has one session, and no record of ownership goes back to a lower epoch. */
export function ownersHold(sightings: readonly OwnerSighting[]): Violation[] {
  const sessions = new Map<number, OwnerSighting>();
  const highest = new Map<string, number>();
  return [...sightings]
    .sort((a, b) => a.at - b.at)
    .flatMap((sighting) => {
      const { gameId, epoch, session, by } = sighting;
      const violations: Violation[] = [];
      const holder = sessions.get(epoch) ?? sighting;
      sessions.set(epoch, holder);
      if (holder.session !== session || holder.gameId !== gameId) {
        const what = `epoch ${epoch} belongs to ${holder.session} (${holder.gameId}) and to ${session}`;
        violations.push({ invariant: 'I7', gameId, what });
      }
      const before = highest.get(`${by} ${gameId}`) ?? 0;
      if (epoch < before)
        violations.push({ invariant: 'I7', gameId, what: `${by} went from epoch ${before} to ${epoch}` });
      highest.set(`${by} ${gameId}`, Math.max(before, epoch));
      return violations;
    });
}

function gapless(gameId: GameId, rows: readonly StoredEntry[]): Violation[] {
  const wrong = rows.findIndex((row, index) => row.seq !== index + 1);
  if (wrong === -1) return [];
  return [{ invariant: 'I3', gameId, what: `seq ${rows[wrong]?.seq} where ${wrong + 1} belongs` }];
}

function oneCommandEach(gameId: GameId, rows: readonly StoredEntry[]): Violation[] {
  const seqs = new Map<string, number>();
  return rows.flatMap((row) => {
    const before = seqs.get(row.commandId);
    seqs.set(row.commandId, row.seq);
    if (before === undefined) return [];
    return [{ invariant: 'I2' as const, gameId, what: `${row.commandId} is stored at seqs ${before} and ${row.seq}` }];
  });
}

function epochsRise(gameId: GameId, rows: readonly StoredEntry[]): Violation[] {
  return rows.flatMap((row, index) => {
    const before = rows[index - 1];
    if (before === undefined || before.epoch <= row.epoch) return [];
    const what = `epoch ${row.epoch} at seq ${row.seq} follows epoch ${before.epoch}`;
    return [{ invariant: 'I7' as const, gameId, what }];
  });
}
