/**
 * The checker: did a run keep what the service promises? Pure, and linear in the evidence (but for sorting it).
 *
 * It believes no one: not the clients' answers, not the rows, not the states. Each is held against the others. The
 * idea is the state checker of TigerBeetle's simulator and the models of porcupine: an observer outside the system,
 * who needs only what went in, what came out, and how one step follows another.
 */
import { answersHold, storedWasAsked } from './answers';
import type { Evidence, Violation } from './evidence';
import { journalsDrained, journalsHold, ownersHold } from './journals';
import { ledgerOf } from './ledger';
import { ownWritesAreRead, sightsHold } from './sights';
import { statesHold } from './states';

/** Everything that was broken, in the order of the invariants; empty when the run kept its promises. */
export function check<State>(evidence: Evidence<State>): Violation[] {
  const ledger = ledgerOf(evidence.history, evidence.entries);
  return [
    ...answersHold(ledger),
    ...storedWasAsked(ledger),
    ...journalsHold(ledger, evidence.games),
    ...journalsDrained(evidence.heads, ledger),
    ...ownersHold(evidence.owners),
    ...statesHold(ledger, evidence.states, evidence.model),
    ...sightsHold(evidence.history, ledger),
    ...ownWritesAreRead(evidence.history),
  ].sort((a, b) => numberOf(a) - numberOf(b));
}

const numberOf = ({ invariant }: Violation): number => Number(invariant.slice(1));
