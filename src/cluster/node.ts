/**
 * One node of the cluster: its session, its hot games, and the way to everybody else's. What REST and the sockets
 * call (`GameService`), put together from the smaller parts in this room.
 */
import { type CommandAnswer, type CommandRequest, type Refused, refused } from '../protocol/envelope';
import type { GameScheduled } from '../protocol/events';
import type { GameId, SessionId } from '../protocol/ids';
import type { MeshAnswer, MeshRequest, UpdatesPage } from '../protocol/mesh';
import type { GameAtAnswer } from '../protocol/rest';
import type { CatchupAnswer } from '../protocol/socket';
import { AppendBatcher } from './append-batcher';
import { Beacons } from './beacons';
import { CardTables } from './card-tables';
import { createGame, type Creation, type CreationDeps } from './creation';
import { HotGames } from './hot-games';
import { Following } from './following';
import { Intake } from './intake';
import { drainGames } from './drain';
import type { NodeLimits, NodePorts } from './node-parts';
import { Owner } from './owner';
import type { OwnerDeps } from './owner-deps';
import { Fault, type SessionSighting, type Timer } from './ports';
import { type PastRequest, viewAt } from './past';
import {
  catchupOf,
  type CatchupRequest,
  coldReadable,
  hotReadable,
  type Readable,
  type Reader,
  updatesOf,
  type UpdatesRequest,
} from './reading';
import { Peers } from './peers';
import { Recorder } from './recorder';
import { Router } from './router';
import type { Caller, Fork, GameService } from './service';
import { NodeSession, type Outage } from './session';
import { statsOf } from './stats';
import { Taker } from './taker';
import { TurnDriver } from './turn-driver';
import { Watch } from './watch';

const EVICTION_PERIOD_MAX_MS = 30_000;
const WATCH_PERIOD_MS = 1000;

export class GameNode implements GameService {
  private readonly ports: NodePorts;
  private readonly limits: NodeLimits;
  private readonly address: string;
  private readonly session: NodeSession;
  private readonly hot: HotGames;
  private readonly peers: Peers;
  private readonly watch: Watch;
  private readonly beacons: Beacons;
  private readonly intake: Intake;
  private readonly recorder: Recorder;
  private readonly creation: CreationDeps;
  private readonly taker: Taker;
  private readonly following: Following;
  private readonly router: Router;
  private readonly timers: Timer[] = [];
  private draining = false;
  private evicting = false;

  /** @param options.sockets how many sockets are connected here, for statistics. */
  constructor(options: { ports: NodePorts; limits: NodeLimits; node: string; address: string; sockets: () => number }) {
    const { ports, limits } = options;
    this.ports = ports;
    this.limits = limits;
    this.address = options.address;
    this.session = new NodeSession({
      ...ports,
      node: options.node,
      address: options.address,
      ttlMs: limits.sessionTtlMs,
      beatMs: limits.sessionBeatMs,
      earlyTakeoverMs: limits.earlyTakeoverMs,
      stats: () => statsOf(this.hot.values(), options.sockets()),
      onLost: (id) => this.sessionLost(id),
      onBack: (outage) => this.cameBack(outage),
      onError: (reason) => ports.observer.failed('session', reason),
    });
    this.watch = new Watch(ports.clock);
    this.beacons = new Beacons({ ...ports, ...limits });
    this.intake = new Intake({ ...ports, ...limits });
    this.recorder = new Recorder(ports);
    this.hot = new HotGames({ ...ports, max: limits.hotGamesMax, idleMs: limits.idleEvictMs });
    const appends = new AppendBatcher({ ...ports, onBatch: (entries) => ports.observer.appendedBatch(entries) });
    const partitionOf = (gameId: GameId): number => ports.journal.partitionOf(gameId);
    const { session, watch, recorder, beacons } = this;
    const driver = new TurnDriver({ ...ports, ...limits, session });
    const { node } = options;
    const { laneLimit, sessionTtlMs } = limits;
    const cards = new CardTables(ports.cardSets);
    this.creation = { ...ports, cards };
    const owners: OwnerDeps = {
      ...ports,
      cards,
      node,
      appends,
      partitionOf,
      session,
      watch,
      beacons,
      recorder,
      driver,
      laneLimit,
      hiccupMs: sessionTtlMs,
    };
    this.peers = new Peers({ ...ports, self: () => this.session.id, deadlineMs: limits.meshDeadlineMs });
    this.taker = new Taker({
      hot: this.hot,
      session: () => (this.draining ? null : this.session.id),
      newOwner: (gameId) => new Owner(owners, gameId, (owner) => this.hot.remove(owner)),
      passOn: (gameId) => this.peers.askToAcquire(gameId),
    });
    this.following = new Following({
      ...ports,
      ...limits,
      mayGive: () => !this.draining,
      onError: (reason, gameId) => ports.observer.failed('following', reason, gameId),
    });
    this.router = new Router({
      ...ports,
      session: () => this.session.id,
      hot: (gameId) => this.hot.get(gameId),
      take: (gameId, seen, reason) => this.taker.take(gameId, seen, reason),
      isSteady: () => this.session.isSteady(),
      wasOurs: (session) => this.session.wasOurs(session),
      earlyTakeoverMs: limits.earlyTakeoverMs,
      deadlineMs: limits.askDeadlineMs,
    });
  }

  /** Starts the session and the node's own work. @throws Fault when a store does not answer. */
  async start(): Promise<void> {
    await this.session.start();
    const { clock } = this.ports;
    const evictEveryMs = Math.min(EVICTION_PERIOD_MAX_MS, Math.max(1, this.limits.idleEvictMs / 4));
    this.timers.push(clock.every(evictEveryMs, () => void this.evictIdle()));
    this.timers.push(this.beacons.start());
    this.timers.push(clock.every(WATCH_PERIOD_MS, () => void this.watch.round()));
    this.timers.push(this.intake.watch());
  }

  private sessionLost(id: SessionId): void {
    this.ports.observer.sessionLost(id);
    for (const owner of [...this.hot.values()]) owner.sessionLost();
  }

  private cameBack({ from, to }: Outage): void {
    for (const owner of this.hot.values()) owner.hasLost(from, to);
  }

  /** Says how far its games have come: a node that could not hear for a while hears again. */
  tellHeads(): void {
    this.beacons.hasten();
  }

  /** The living session under which this node owns games; null when it has none. */
  sessionId(): SessionId | null {
    return this.session.id;
  }

  isReady(): boolean {
    return !this.draining && this.session.isAlive();
  }

  /** Hands every game to the other nodes and ends the session. Commands that still come here are sent on. */
  async drain(deadlineMs: number): Promise<void> {
    this.draining = true;
    for (const timer of this.timers) timer.cancel();
    await this.taker.settled();
    await drainGames({
      owners: this.hot.values(),
      clock: this.ports.clock,
      deadlineMs,
      passOn: (gameId) => this.peers.askToAcquire(gameId),
      onError: (reason) => this.ports.observer.failed('drain', reason),
    });
    await this.recorder.settled();
  }

  /** After `drain`, when no more questions come. */
  async stop(): Promise<void> {
    for (const timer of this.timers) timer.cancel();
    await this.session.end();
  }

  async create(
    gameId: GameId,
    event: GameScheduled,
    caller: Caller,
  ): Promise<{ ok: true; duplicate: boolean } | Refused> {
    return await this.guarded('create', () => this.createGame(gameId, { event, caller }));
  }

  async fork(gameId: GameId, fork: Fork, caller: Caller): Promise<{ ok: true; duplicate: boolean } | Refused> {
    return await this.guarded('fork', () => this.createGame(gameId, { ...fork, caller }));
  }

  private async createGame(gameId: GameId, what: Creation): ReturnType<typeof createGame> {
    const answer = await createGame(this.creation, gameId, what);
    this.router.created(gameId);
    return answer;
  }

  async submit(request: CommandRequest, caller: Caller): Promise<CommandAnswer> {
    const { gameId } = request;
    return await this.admitted('submit', () =>
      this.router.ask(gameId, {
        here: (owner) => this.execute(owner, { request, caller, from: null }),
        peer: (address) =>
          this.askPeer(address, {
            kind: 'command',
            request,
            user: caller.user,
            from: this.address,
            ...(caller.role === undefined ? {} : { role: caller.role }),
            ...(caller.socket === undefined ? {} : { socket: caller.socket }),
          }),
      }),
    );
  }

  async catchup(request: CatchupRequest, caller: Caller): Promise<CatchupAnswer> {
    const { user } = caller;
    return await this.admitted('catchup', () =>
      this.router.ask(request.gameId, {
        here: (owner) => this.readHot(owner, (game) => catchupOf(game, request, this.reader(user))),
        peer: (address) => this.askPeer(address, { kind: 'catchup', ...request, user }),
        cold: () => this.readCold(request.gameId, (game) => catchupOf(game, request, this.reader(user))),
      }),
    );
  }

  async updates(request: UpdatesRequest, caller: Caller): Promise<UpdatesPage | Refused> {
    const { user } = caller;
    return await this.admitted('updates', () =>
      this.router.ask(request.gameId, {
        here: (owner) => this.readHot(owner, (game) => updatesOf(game, request, user)),
        peer: (address) => this.askPeer(address, { kind: 'updates', ...request, user }),
        cold: () => this.readCold(request.gameId, (game) => updatesOf(game, request, user)),
      }),
    );
  }

  async at(request: PastRequest): Promise<GameAtAnswer | Refused> {
    return await this.admitted('at', () =>
      this.router.ask(request.gameId, {
        here: (owner) => this.readHot(owner, (game) => viewAt(game, request.seq)),
        peer: (address) => this.askPeer(address, { kind: 'at', ...request }),
        cold: () => this.readCold(request.gameId, (game) => viewAt(game, request.seq)),
      }),
    );
  }

  async nodes(): Promise<readonly SessionSighting[]> {
    return await this.ports.sessions.list();
  }

  /** Another node's question: answered from this node's own games only, so that no question goes round in circles. */
  async serve(request: MeshRequest): Promise<MeshAnswer<MeshRequest['kind']>> {
    return await this.guarded('serve', () => this.answerPeer(request));
  }

  /** @param what.from the node that the command came over; null: a player of this one gave it */
  private async execute(
    owner: Owner,
    { request, caller, from }: { request: CommandRequest; caller: Caller; from: string | null },
  ): Promise<CommandAnswer> {
    const answer = await this.intake.run(() => owner.submit(request, caller));
    if (answer.ok) this.following.accepted(owner, from);
    return answer;
  }

  private async answerPeer(request: MeshRequest): Promise<MeshAnswer<MeshRequest['kind']>> {
    if (request.kind === 'acquire') {
      if (!this.isReady()) return refused('server/draining');
      const owner = await this.taker.take(request.gameId, null, 'handOff');
      if (owner === undefined) return { ok: true };
      if ('ok' in owner) return owner;
      this.following.came(owner);
      return { ok: true };
    }
    const refusal = this.intake.refusal();
    if (refusal !== undefined) return refusal;
    const owner = await this.ownerAskedFor(request.kind === 'command' ? request.request.gameId : request.gameId);
    if ('ok' in owner) return owner;
    switch (request.kind) {
      case 'command':
        return await this.execute(owner, { request: request.request, caller: request, from: request.from ?? null });
      case 'tick':
        await owner.tick();
        return { ok: true };
      case 'catchup':
        return await this.readHot(owner, (game) => catchupOf(game, request, this.reader(request.user)));
      case 'updates':
        return await this.readHot(owner, (game) => updatesOf(game, request, request.user));
      case 'at':
        return await this.readHot(owner, (game) => viewAt(game, request.seq));
    }
  }

  /** Sees to it that a game whose entries wait for an owner has one. Never throws: who asked asks again. */
  async adopt(gameId: GameId): Promise<void> {
    await this.guarded('adopt', () =>
      this.router.ask(gameId, {
        here: () => Promise.resolve({ ok: true as const }),
        peer: (address) => this.askPeer(address, { kind: 'acquire', gameId }),
      }),
    );
  }

  /** Has the game's owner, wherever it is, look at its clock. Never throws: the sweep asks again. */
  async tick(gameId: GameId): Promise<void> {
    await this.guarded('tick', () =>
      this.router.ask(gameId, {
        here: async (owner) => {
          await owner.tick();
          return { ok: true as const };
        },
        peer: (address) => this.askPeer(address, { kind: 'tick', gameId }),
      }),
    );
  }

  /**
   * The owner here of a game that another node believes to be ours. It may be ours without our serving it: an acquire
   * that stopped half-way, after the fence and before PostgreSQL. Then it is finished now.
   */
  private async ownerAskedFor(gameId: GameId): Promise<Owner | Refused> {
    const owner = this.hot.get(gameId);
    if (owner !== undefined) return owner;
    const own = this.session.id;
    const fence = own === null ? undefined : await this.ports.fences.read(gameId);
    if (own === null || fence?.session !== own) return refused('owner/moved');
    return (await this.taker.take(gameId, own, 'cold')) ?? refused('owner/moved');
  }

  private askPeer<K extends MeshRequest['kind']>(
    address: string,
    request: Extract<MeshRequest, { kind: K }>,
  ): Promise<MeshAnswer<K>> {
    return this.ports.mesh.ask<K>(address, request, this.limits.meshDeadlineMs);
  }

  private reader(user: Caller['user']): Reader {
    return { user, now: this.ports.clock.now() };
  }

  private async readHot<A>(owner: Owner, read: (game: Readable) => Promise<A>): Promise<A | Refused> {
    owner.usedAt = this.ports.clock.monotonic();
    // Owned under a session that is over: others may have taken it and gone on, until that is settled.
    if (owner.isStale) await owner.look();
    const game = owner.game;
    if (game === undefined || owner.isStale || !this.session.isFresh()) return refused('owner/moved');
    return await read(hotReadable(game, this.ports.archive));
  }

  private async readCold<A>(gameId: GameId, read: (game: Readable) => Promise<A>): Promise<A | Refused> {
    const game = await coldReadable(gameId, this.ports.archive);
    if (game === undefined) return refused('game/not_found', { details: { gameId } });
    // A Redis that forgot something says that nobody owns the game; its owner may hold what PostgreSQL does not have yet.
    const mayHaveOwner = game.epoch > 0 && (await this.ports.generation.graceLeftMs(gameId)) > 0;
    return mayHaveOwner ? refused('owner/unavailable') : await read(game);
  }

  /** A player's question, unless the node has too much to do. */
  private async admitted<A>(what: string, run: () => Promise<A | Refused>): Promise<A | Refused> {
    return this.intake.refusal() ?? (await this.guarded(what, run));
  }

  private async guarded<A>(what: string, run: () => Promise<A | Refused>): Promise<A | Refused> {
    try {
      return await run();
    } catch (cause) {
      return this.refusedByFault(cause, what);
    }
  }

  private refusedByFault(cause: unknown, what: string): Refused {
    this.ports.observer.failed(what, cause);
    return refused(cause instanceof Fault ? cause.code : 'server/internal');
  }

  private async evictIdle(): Promise<void> {
    if (this.evicting) return;
    this.evicting = true;
    try {
      await this.hot.evictIdle();
    } catch (cause) {
      this.ports.observer.failed('eviction', cause);
    } finally {
      this.evicting = false;
    }
  }
}
