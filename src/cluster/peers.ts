/** The other nodes, and asking one of them to take a game over at once. */
import type { GameId, SessionId } from '../protocol/ids';
import type { Clock, Mesh, Random, Sessions, SessionSighting } from './ports';

/** How long a list of sessions is good for asking around; a wrong one costs a refusal, no more. */
const LIST_TTL_MS = 500;

export interface PeersDeps {
  readonly sessions: Sessions;
  readonly mesh: Mesh;
  readonly clock: Clock;
  readonly random: Random;
  readonly self: () => SessionId | null;
  readonly deadlineMs: number;
}

export class Peers {
  private readonly deps: PeersDeps;
  private listed: { readonly at: number; readonly peers: Promise<readonly SessionSighting[]> } | null = null;
  /** Those that said they are going away themselves. */
  private readonly leaving = new Set<SessionId>();

  constructor(deps: PeersDeps) {
    this.deps = deps;
  }

  /** Has a living peer take the game over. False when there is none that would. @throws Fault */
  async askToAcquire(gameId: GameId): Promise<boolean> {
    const self = this.deps.self();
    const peers = (await this.list()).filter((peer) => peer.id !== self && !this.leaving.has(peer.id));
    const first = Math.floor(this.deps.random.fraction() * peers.length);
    for (const peer of [...peers.slice(first), ...peers.slice(0, first)]) {
      if (await this.askOne(peer, gameId)) return true;
    }
    return false;
  }

  private async askOne(peer: SessionSighting, gameId: GameId): Promise<boolean> {
    const { mesh, deadlineMs } = this.deps;
    const answer = await mesh.ask(peer.address, { kind: 'acquire', gameId }, deadlineMs).catch(() => undefined);
    if (answer?.ok === false && answer.error.code === 'server/draining') this.leaving.add(peer.id);
    return answer?.ok === true;
  }

  private list(): Promise<readonly SessionSighting[]> {
    const now = this.deps.clock.monotonic();
    if (this.listed === null || now - this.listed.at > LIST_TTL_MS) {
      this.listed = { at: now, peers: this.deps.sessions.list() };
    }
    return this.listed.peers;
  }
}
