/**
 * The owner of one game on this node: the only place that writes it.
 *
 *   acquiring ──► serving ──► handingOff ──► lost('released')
 *       │            │             │
 *       └────────────┴─────────────┴──────► lost(why)
 *
 * acquiring: R1 is under way (acquire.ts); commands wait for it in the router, not here.
 * serving: commands run in the lane. An append that is refused or unanswered is settled with PostgreSQL (R3) before
 *   its command is answered; while that cannot be done the game serves nothing else.
 * handingOff: the intake is closed and the lane empties. Commands are sent on. Then it is lost, and the fence released;
 *   or it goes on serving, when the lane committed something that an eviction must wait for.
 * lost: the end. A new owner, here or elsewhere, begins again with acquiring.
 *
 * It stops itself when its session may have expired, by the monotonic clock; the fence would refuse it anyway. What
 * only its memory is known to hold it keeps, and settles under the node's next session.
 */
import { clockCommand } from '../baseball/due';
import type { Command } from '../protocol/commands';
import { type CommandAnswer, refused } from '../protocol/envelope';
import { CommandId, type GameId, type SessionId, UserId } from '../protocol/ids';
import type { AcquireReason, ReclaimReason, ReleaseReason } from '../protocol/ownership';
import { type Acquired, acquireGame } from './acquire';
import { accepted, answeredBefore, prepare } from './command';
import type { HotGame, Prepared } from './hot-game';
import { Lane } from './lane';
import type { LossReason } from './observer';
import type { OwnerDeps } from './owner-deps';
import { type AppendReply, Fault } from './ports';
import type { Caller, OwnerRequest } from './service';
import { isClocked, LostTime } from './lost-time';
import { NO_SESSION, settle, type Settled } from './settle';

const THE_CLOCK: Caller = { user: UserId.parse('clock') };

export type OwnerState =
  | { readonly phase: 'acquiring' }
  | { readonly phase: 'serving'; readonly game: HotGame }
  | { readonly phase: 'handingOff'; readonly game: HotGame }
  | { readonly phase: 'lost'; readonly reason: LossReason | 'released' | 'notAcquired' };

export class Owner {
  readonly gameId: GameId;
  /** When it was last asked for anything, by the monotonic clock. */
  usedAt: number;
  /** When its last command was committed, by the monotonic clock. */
  committedAt = 0;
  /** What the suspicions against Redis had come to when it last said that this is the owner; none when it never did. */
  private confirmedAmid: number | null = null;
  private state: OwnerState = { phase: 'acquiring' };
  private readonly deps: OwnerDeps;
  private readonly lane: Lane;
  private readonly lostTime: LostTime;
  private readonly onLost: (owner: Owner) => void;

  constructor(deps: OwnerDeps, gameId: GameId, onLost: (owner: Owner) => void) {
    this.deps = deps;
    this.gameId = gameId;
    this.lane = new Lane(deps.laneLimit);
    this.lostTime = new LostTime(deps);
    this.onLost = onLost;
    this.usedAt = deps.clock.monotonic();
  }

  /** The game as committed, while this owner may speak for it; undefined otherwise. */
  get game(): HotGame | undefined {
    return this.state.phase === 'serving' || this.state.phase === 'handingOff' ? this.state.game : undefined;
  }

  get isServing(): boolean {
    return this.state.phase === 'serving' && this.deps.session.isAlive();
  }

  /**
   * Whose the game is has not been settled since something happened: the session is over under which it was taken, or
   * Redis may have fallen back to a time before, when it was another's, who may have taken up his fence again.
   */
  get isStale(): boolean {
    const { generation, session } = this.deps;
    if (this.game === undefined) return false;
    return this.game.claim.session !== session.id || this.confirmedAmid !== generation.suspicions();
  }

  /** Whether it could not accept a command, and has not settled yet what that cost the open turn. */
  get owesTime(): boolean {
    return this.lostTime.hasBegun;
  }

  /** It accepted nothing in that time (by the monotonic clock): it looks whether it can now, and gives the time back. */
  hasLost(from: number, to?: number): void {
    if (this.game === undefined || !isClocked(this.game.state)) return;
    this.lostTime.add(from, to);
    this.deps.watch.add(this);
  }

  /** The session is gone. What PostgreSQL has not confirmed stays, until it is known whose the game is. */
  sessionLost(): void {
    const { game } = this;
    // What is in the lane may have been journaled already, and be known to nobody else when its answer comes.
    if (game === undefined || (isStored(game) && this.lane.isIdle)) this.lose('session');
    else this.deps.watch.add(this);
  }

  /** R1. @throws Fault; the owner is lost then, and so it is after anything but `acquired`. */
  async acquire(session: SessionId, seen: SessionId | null, reason: AcquireReason): Promise<Acquired['status']> {
    const startedAt = this.deps.clock.monotonic();
    const amid = this.deps.generation.suspicions();
    try {
      const acquired = await acquireGame(this.deps, { gameId: this.gameId, session, seen, reason });
      if (acquired.status !== 'acquired') {
        this.finish('notAcquired');
        return acquired.status;
      }
      if (this.deps.session.id !== session) {
        this.finish('notAcquired');
        return 'held';
      }
      this.state = { phase: 'serving', game: acquired.game };
      this.confirmedAmid = amid;
      const tookMs = this.deps.clock.monotonic() - startedAt;
      this.deps.observer.acquired({ gameId: this.gameId, epoch: acquired.game.claim.epoch, reason, tookMs });
      this.deps.beacons.taken(this);
      if (acquired.game.unpersisted.length > 0) {
        this.deps.watch.add(this);
        this.deps.bell.ring(this.deps.partitionOf(this.gameId));
      }
      // Before anything else is decided: a command that waited for this takeover must not pay for the wait.
      await this.deps.driver.taken(this, { seen, reason });
      return 'acquired';
    } catch (cause) {
      this.finish('notAcquired');
      throw cause;
    }
  }

  /** Exactly one answer. `owner/moved` means: this node does not own the game (any more), ask again who does. */
  submit(request: OwnerRequest, caller: Caller): Promise<CommandAnswer> {
    this.usedAt = this.deps.clock.monotonic();
    // A release empties the lane once: what came into it later would be journaled under a fence that is let go.
    if (this.state.phase === 'handingOff') return Promise.resolve(refused('owner/moved'));
    const answer = this.lane.run(() => this.execute(request, caller));
    return answer ?? Promise.resolve(refused('game/busy', { details: { retryAfterMs: 100 } }));
  }

  /** What the game's clock has to say, if anything. False when it could not be carried out. Never throws. */
  async tick(): Promise<boolean> {
    const command = this.game === undefined ? null : clockCommand(this.game.state);
    return command === null || (await this.giveByClock(command));
  }

  /** A command from the seat that nobody outside can name. False when it was not accepted. */
  async giveByClock(command: Command): Promise<boolean> {
    const { game, gameId } = this;
    if (game === undefined) return false;
    const commandId = CommandId.parse(`clock-${game.seq + 1}`);
    return (await this.submit({ gameId, commandId, seat: 'clock', command }, THE_CLOCK)).ok;
  }

  /**
   * Lets the game go: closes the intake, empties the lane, releases the fence. False when it must stay: whoever need not
   * go waits until PostgreSQL has everything, so that never Redis alone has something; only a node that goes away leaves
   * the rest to the journal.
   */
  async release(reason: ReleaseReason, mayWait = reason === 'eviction'): Promise<boolean> {
    if (this.state.phase !== 'serving') return false;
    const { game } = this.state;
    if (mayWait && !isStored(game)) return false;
    const startedAt = this.deps.clock.monotonic();
    this.state = { phase: 'handingOff', game };
    await this.lane.idle();
    if (this.game === undefined) return true;
    if (mayWait && !isStored(game)) {
      this.state = { phase: 'serving', game };
      return false;
    }
    const isSettled = await this.tried(async () => {
      if (isInDoubt(game)) await this.settleNow(game, { pending: game.unsettled, reason: 'unanswered' });
    });
    // Settling may have found it to be another's.
    if (this.game === undefined) return true;
    // From here on it may be another's, whether or not we hear so: it is shown no more.
    this.finish('released');
    // Otherwise the fence stays ours until the session ends; whoever takes the game then finds every entry.
    if (isSettled) await this.tried(() => this.letGo(game, reason));
    const tookMs = this.deps.clock.monotonic() - startedAt;
    this.deps.observer.released({ gameId: this.gameId, epoch: game.claim.epoch, reason, tookMs });
    return true;
  }

  /** Takes a step of a release; false when it failed. */
  private async tried(step: () => Promise<unknown>): Promise<boolean> {
    try {
      await step();
      return true;
    } catch (cause) {
      this.deps.observer.failed('release', cause, this.gameId);
      return false;
    }
  }

  private async letGo({ claim }: HotGame, reason: ReleaseReason): Promise<void> {
    const { gameId, epoch, session } = claim;
    const { status } = await this.deps.fences.release(claim);
    if (status === 'RELEASED') this.deps.recorder.note({ gameId, epoch, session, reason, node: this.deps.node });
  }

  /**
   * Compares the fence with what this owner knows, and puts right what Redis has forgotten (R3); asks for the entries
   * that PostgreSQL does not have yet to be moved there. Never throws: the next look repeats it.
   */
  async look(): Promise<void> {
    const startedAt = this.deps.clock.monotonic();
    try {
      await this.lane.run(async () => {
        if (this.state.phase !== 'serving') return;
        const game = await this.settledGame();
        if (game === undefined) return;
        const amid = this.deps.generation.suspicions();
        const fence = await this.deps.fences.read(this.gameId);
        if (fence?.epoch !== game.claim.epoch || fence.head !== game.seq) {
          return await this.settleNow(game, { pending: null, reason: 'forgotten' });
        }
        this.confirmedAmid = amid;
        await this.giveBack(game);
        game.markPersisted(fence.persisted ?? 0);
        if (game.unpersisted.length > 0) this.deps.bell.ring(this.deps.partitionOf(this.gameId));
      });
    } catch (cause) {
      if (cause instanceof Fault) this.hasLost(startedAt);
      this.deps.observer.failed('look', cause, this.gameId);
    }
  }

  /** The end, from outside: the session is gone. */
  lose(reason: LossReason): void {
    const game = this.game;
    if (game !== undefined) this.deps.observer.lost({ gameId: this.gameId, epoch: game.claim.epoch, reason });
    this.finish(reason);
  }

  private async execute(request: OwnerRequest, caller: Caller): Promise<CommandAnswer> {
    // What was in the lane when a hand-off began is still answered.
    const { game } = this;
    if (game === undefined) return refused('owner/moved');
    const startedAt = this.deps.clock.monotonic();
    try {
      if ((await this.settledGame()) === undefined) return refused('owner/moved');
      const asked = { request, caller };
      const before = await answeredBefore(game, asked, this.deps.archive);
      if (before !== undefined) return before;
      await this.giveBack(game);
      if (this.game === undefined) return refused('owner/moved');
      const prepared = await prepare(game, asked, this.deps);
      if ('ok' in prepared) return prepared;
      const answer = await this.write(game, prepared, caller);
      if (answer.ok) this.lostTime.end();
      // It was decided before the journal kept it waiting: so was the turn that it opened.
      if (this.deps.clock.monotonic() - startedAt >= this.deps.hiccupMs) this.hasLost(startedAt);
      return answer;
    } catch (cause) {
      if (cause instanceof Fault) this.hasLost(startedAt);
      return this.failed(cause, game);
    }
  }

  /** Before anything else is decided: a command that waited for an outage to end must not pay for it. @throws Fault */
  private async giveBack(game: HotGame): Promise<void> {
    const command = this.lostTime.credit(game);
    if (command === null) return this.lostTime.endUnlessRecent();
    const commandId = CommandId.parse(`credit-${game.seq + 1}`);
    const request: OwnerRequest = { gameId: this.gameId, commandId, seat: 'clock', command };
    const prepared = await prepare(game, { request, caller: THE_CLOCK }, this.deps);
    if (!('ok' in prepared)) await this.write(game, prepared, THE_CLOCK);
    this.lostTime.end();
  }

  /** The game, when it is certainly ours under the living session and nothing is in doubt. @throws Fault */
  private async settledGame(): Promise<HotGame | undefined> {
    const { game } = this;
    const session = this.deps.session.id;
    if (game === undefined || session === null) return undefined;
    if (isInDoubt(game) || game.claim.session !== session) {
      const reason = game.claim.session === session ? 'unanswered' : 'session';
      await this.settleNow(game, { pending: game.unsettled, reason });
    }
    return this.game;
  }

  private failed(cause: unknown, game: HotGame): CommandAnswer {
    this.deps.observer.failed('command', cause, this.gameId);
    // Journaled, perhaps, and not committed here: whoever owns the game next knows.
    if (game.unsettled !== null || this.game === undefined) return refused('command/unknown');
    return cause instanceof Fault ? refused(cause.code) : refused('game/violation');
  }

  private async write(game: HotGame, prepared: Prepared, caller: Caller): Promise<CommandAnswer> {
    const startedAt = this.deps.clock.monotonic();
    const amid = this.deps.generation.suspicions();
    const reply = await this.append(game, prepared);
    if (reply?.status === 'OK' || reply?.status === 'ALREADY') {
      this.confirmedAmid = amid;
      this.commit(game, prepared, caller.socket);
      game.markPersisted(reply.persisted);
    } else if (reply?.status === 'QUARANTINED') {
      this.lose('quarantined');
      return refused('game/quarantined');
    } else {
      game.unsettled = prepared;
      this.deps.watch.add(this);
      const reason = reply === undefined ? 'unanswered' : 'refused';
      const settled = await this.settleNow(game, { pending: prepared, reason, socket: caller.socket });
      // Set aside: which of two truths holds, and so this entry's fate, is for an operator to say.
      if (settled === 'diverged') return refused('command/unknown');
      if (this.game === undefined) return refused('owner/moved');
    }
    this.deps.observer.committed({ gameId: this.gameId, tookMs: this.deps.clock.monotonic() - startedAt });
    return accepted(prepared.entry, false);
  }

  /** The journal's word on the entry; undefined when it was sent and no answer came. */
  private async append(game: HotGame, prepared: Prepared): Promise<AppendReply | undefined> {
    try {
      return await this.deps.appends.append({ claim: game.claim, entry: prepared.entry });
    } catch (cause) {
      if (cause instanceof Fault && cause.outcome === 'unknown') return undefined;
      throw cause;
    }
  }

  private async settleNow(
    game: HotGame,
    doubt: { readonly pending: Prepared | null; readonly reason: ReclaimReason; readonly socket?: string | undefined },
  ): Promise<Settled> {
    const session = this.deps.session.id;
    if (session === null) throw NO_SESSION;
    const { pending, reason, socket } = doubt;
    const startedAt = this.deps.clock.monotonic();
    const amid = this.deps.generation.suspicions();
    if (reason === 'refused' || reason === 'forgotten') this.deps.generation.forgot();
    const outcome = await settle(this.deps, game, { session, pending: pending?.entry ?? null, reason });
    const tookMs = this.deps.clock.monotonic() - startedAt;
    this.deps.observer.reclaimed({ gameId: this.gameId, epoch: game.claim.epoch, reason, outcome, tookMs });
    if (outcome === 'diverged') await this.setAside(game);
    game.unsettled = null;
    this.confirmedAmid = amid;
    if (outcome !== 'kept') this.lose(outcome === 'moved' ? 'fenced' : 'diverged');
    else if (pending !== null) this.commit(game, pending, socket);
    this.deps.bell.ring(this.deps.partitionOf(this.gameId));
    return outcome;
  }

  /**
   * The journal holds another entry than the one that this owner was told is there. Nobody may choose between two
   * truths: both are set aside, and the game stands still. PostgreSQL first, so that a try that is cut short is seen.
   */
  private async setAside(game: HotGame): Promise<void> {
    const { gameId, deps } = this;
    const reason = 'the journal holds another entry than its owner has journaled';
    await deps.archive.setQuarantine(gameId, { cause: 'diverged', reason }, deps.node);
    await deps.journal.quarantine(gameId, game.unpersisted);
  }

  private commit(game: HotGame, prepared: Prepared, socket: string | undefined): void {
    try {
      game.commit(prepared);
    } catch (violation) {
      // The journal has it and we cannot: the memory of this game is wrong, the journal is not.
      this.lose('diverged');
      throw violation;
    }
    this.committedAt = this.deps.clock.monotonic();
    this.deps.watch.add(this);
    this.deps.broadcast.committed(prepared.entry, socket);
    this.deps.beacons.committed(this);
    this.deps.driver.see(this);
    this.deps.bell.ring(this.deps.partitionOf(this.gameId));
  }

  private finish(reason: LossReason | 'released' | 'notAcquired'): void {
    if (this.state.phase === 'lost') return;
    this.state = { phase: 'lost', reason };
    this.onLost(this);
  }
}

/**
 * Whether the last word on it is wanting: on an entry, or on a reclaim. One that came only as far as PostgreSQL leaves a
 * fence there that takes nothing of what is journaled under the claim's epoch.
 */
function isInDoubt(game: HotGame): boolean {
  return game.unsettled !== null || game.raisedTo.length > 0;
}

/** Whether nothing of it is in this memory alone, or may be. */
function isStored(game: HotGame): boolean {
  return game.unpersisted.length === 0 && game.unsettled === null;
}
