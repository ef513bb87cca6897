/** Journal entries for tests of the stores: whole and valid, with as little in them as may be. */
import type { AppendRequest, Claim } from '../../src/cluster/ports';
import { ENTRY_VERSION, type JournalEntry } from '../../src/protocol/envelope';
import { CommandId, UserId } from '../../src/protocol/ids';

/** An entry of the claim's game; its command id is `c<seq>` unless another is given. */
export function entryOf(claim: Claim, seq: number, commandId = `c${seq}`): JournalEntry {
  return {
    v: ENTRY_VERSION,
    gameId: claim.gameId,
    seq,
    epoch: claim.epoch,
    commandId: CommandId.parse(commandId),
    digest: `digest of ${commandId}`,
    actor: { user: UserId.parse('alice'), seat: 'scorekeeper' },
    at: 1_775_070_300_000,
    events: [{ type: 'GameStarted' }],
    after: { status: 'live', inning: 1, half: 'top', outs: 0, score: { away: 0, home: 0 } },
  };
}

export const requestOf = (claim: Claim, seq: number, commandId?: string): AppendRequest => ({
  claim,
  entry: entryOf(claim, seq, commandId),
});
