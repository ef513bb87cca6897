/** I1, I2, I9 and I10: what clients were answered, against what is stored. */
import type { Acked, StoredEntry, Violation } from './evidence';
import { contentOf } from './canonical';
import type { AskedCommand, Ledger } from './ledger';

export function answersHold(ledger: Ledger): Violation[] {
  const claims = new Map<string, string>();
  return ledger.commands.flatMap((command) => {
    const acks = command.calls.map(({ answer }) => answer).filter((answer) => answer?.kind === 'acked');
    return [
      ...acks.flatMap((ack) => storedAsAcked(command, ack, ledger)),
      ...oneSeqEach(command, acks, claims),
      ...(acks.length === 0 ? notStoredWhenRefused(command, ledger) : []),
      ...notStoredWhenRuledOut(command, ledger),
    ];
  });
}

/** Nothing is stored that nobody asked for. */
export function storedWasAsked(ledger: Ledger): Violation[] {
  const asked = new Set(ledger.commands.map(({ gameId, commandId, digest }) => `${gameId} ${commandId} ${digest}`));
  return [...ledger.games].flatMap(([gameId, rows]) =>
    rows
      .filter((row) => !asked.has(`${gameId} ${row.commandId} ${row.digest}`))
      .map((row) => broken('I9', gameId, `seq ${row.seq} holds ${row.commandId}, which nobody sent with that content`)),
  );
}

function storedAsAcked(command: AskedCommand, ack: Acked, ledger: Ledger): Violation[] {
  const { gameId, commandId } = command;
  const rows = ledger.of(gameId, commandId);
  const said = `${commandId} was acked at seq ${ack.seq}`;
  const [row] = rows;
  if (row === undefined) return [broken('I1', gameId, `${said} and is not stored`)];
  if (rows.length > 1) return [broken('I1', gameId, `${said} and is stored ${rows.length} times (${seqsOf(rows)})`)];
  if (row.seq !== ack.seq) return [broken('I1', gameId, `${said} and is stored at ${row.seq}`)];
  if (row.epoch !== ack.epoch)
    return [broken('I1', gameId, `${said}, epoch ${ack.epoch}, and stored with ${row.epoch}`)];
  if (row.digest !== command.digest)
    return [broken('I1', gameId, `${said} and stored for other content than was sent`)];
  if (contentOf(row.told ?? row.events) !== ack.content)
    return [broken('I1', gameId, `${said} and stored with other events`)];
  return [];
}

function oneSeqEach(command: AskedCommand, acks: readonly Acked[], claims: Map<string, string>): Violation[] {
  const { gameId, commandId } = command;
  const seqs = [...new Set(acks.map(({ seq }) => seq))];
  const violations = seqs.length > 1 ? [broken('I2', gameId, `${commandId} was acked at seqs ${seqs.join(', ')}`)] : [];
  for (const seq of seqs) {
    const other = claims.get(`${gameId} ${seq}`);
    if (other !== undefined && other !== commandId) {
      violations.push(broken('I2', gameId, `${other} and ${commandId} were both acked at seq ${seq}`));
    }
    claims.set(`${gameId} ${seq}`, commandId);
  }
  return violations;
}

/** What cannot be read, or is not for this caller to say. */
const BAD_INPUT = /^(?:auth|seat)\/|^request\/(?!rate_limited$)/;

/** Only when every call was answered "not applied": one that was unanswered or "unknown" may have been stored. */
function notStoredWhenRefused(command: AskedCommand, ledger: Ledger): Violation[] {
  const { gameId, commandId, digest, calls } = command;
  const codes = calls.map(({ answer }) => (answer?.kind === 'refused' && answer.applied === 'no' ? answer.code : null));
  const row = ledger.of(gameId, commandId).find((stored) => stored.digest === digest);
  if (row === undefined || codes.includes(null)) return [];
  const invariant = codes.every((code) => BAD_INPUT.test(code ?? '')) ? 'I10' : 'I9';
  return [broken(invariant, gameId, `${commandId} was refused (${codes.join(', ')}) and is stored at seq ${row.seq}`)];
}

/** What only the rules say: whoever says it has first looked whether the command was accepted before. */
const RULED_OUT =
  /^(?:turn|play|lineup|substitution|adjustment)\/|^game\/(?:not_started|already_started|over|suspended)$/;

/**
 * The same command, the same answer: an earlier try that was unanswered is no excuse for a "no" by the rules. A client
 * that knows of such a try says "unknown" beside the rule, and is not held to it.
 */
function notStoredWhenRuledOut({ gameId, commandId, digest, calls }: AskedCommand, ledger: Ledger): Violation[] {
  const row = ledger.of(gameId, commandId).find((stored) => stored.digest === digest);
  const codes = calls.flatMap(({ answer }) =>
    answer?.kind === 'refused' && answer.applied === 'no' && RULED_OUT.test(answer.code) ? [answer.code] : [],
  );
  if (row === undefined || codes.length === 0) return [];
  return [broken('I9', gameId, `${commandId} is stored at seq ${row.seq} and was ruled out (${codes.join(', ')})`)];
}

function seqsOf(rows: readonly StoredEntry[]): string {
  return rows.map(({ seq }) => seq).join(', ');
}

function broken(invariant: Violation['invariant'], gameId: Violation['gameId'], what: string): Violation {
  return { invariant, gameId, what };
}
