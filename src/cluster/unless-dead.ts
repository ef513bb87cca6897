/**
 * Waiting for a peer's answer, but not for a dead peer's: a node that is frozen keeps its connections and says nothing,
 * so that a question to it would wait for its whole deadline. Its session tells earlier.
 */
import type { SessionId } from '../protocol/ids';
import { type Clock, Fault, type Timer } from './ports';
import { judgeOwner, type LivenessDeps } from './takeover';

/** A peer that has not answered for so long is looked at, and again after as long. */
const LOOK_EVERY_MS = 125;

/**
 * The answer, whatever it is.
 * @throws Fault `unknown` when the peer's session is seen to be dead first
 */
export function unlessDead<A>(
  asked: Promise<A>,
  session: SessionId,
  deps: LivenessDeps & { readonly clock: Clock },
): Promise<A> {
  return new Promise((resolve, reject) => {
    let timer: Timer | null = null;
    let isOver = false;
    const settle = (done: () => void): void => {
      isOver = true;
      timer?.cancel();
      done();
    };
    const look = async (): Promise<void> => {
      // A store that does not answer says nothing about the peer.
      const judged = await judgeOwner(deps, session).catch(() => undefined);
      if (isOver) return;
      if (judged?.verdict === 'dead') settle(() => reject(diedUnanswered(session)));
      else lookLater();
    };
    const lookLater = (): void => {
      timer = deps.clock.after(LOOK_EVERY_MS, () => void look());
    };
    lookLater();
    // What was asked settles this, with its own failure too.
    void asked.finally(() => settle(() => resolve(asked))).catch(() => undefined);
  });
}

function diedUnanswered(session: SessionId): Fault {
  const message = `The node of session ${session} was asked, and has died.`;
  return new Fault({ code: 'command/unknown', outcome: 'unknown', message });
}
