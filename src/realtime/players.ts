/** The players' namespace: everybody is identified at the door, and gets a `Player` of his own. */
import type { Clock, Timer } from '../cluster/ports';
import { refused, type Refused } from '../protocol/envelope';
import type { Crowd } from './crowd';
import { ConnectRefusal, type Guest, receive } from './handshake';
import { Player, type PlayerDeps } from './player';
import { deafnessOf } from './reading';
import type { RealtimeDeps } from './realtime';
import type { RoomSubscriptions } from './rooms';
import type { PlayerServer, ServerSocket } from './server';
import { cutOff, isChoked, writeHint } from './writing';

export interface PlayersDeps extends RealtimeDeps, Pick<PlayerDeps, 'audience' | 'service'> {
  readonly subscriptions: RoomSubscriptions;
  readonly crowd: Crowd;
  /** Whether anybody may come in now. */
  readonly isOpen: () => boolean;
}

/** Timers hold no longer; a token that is good for longer is looked at again then. */
const TIMER_MAX_MS = 24 * 60 * 60 * 1000;

export function servePlayers(io: PlayerServer, deps: PlayersDeps): void {
  const door = {
    ...deps.config,
    authenticator: deps.authenticator,
    limits: deps.limits,
    crowd: deps.crowd,
    count: () => io.engine.clientsCount,
    isReady: () => deps.isOpen() && deps.service.isReady(),
  };
  io.use((socket, next) => {
    const { auth, headers, address } = socket.handshake;
    receive({ auth, headers, peer: address }, door)
      .catch((reason: unknown) => {
        deps.log.error({ err: reason }, 'a handshake failed');
        return refused('server/internal');
      })
      .then((guest) => {
        if (guest.ok) letIn(socket, guest, deps.crowd);
        else turnAway(guest, deps);
        next(guest.ok ? undefined : new ConnectRefusal(guest));
        // The refusal goes out first.
        if (!guest.ok) deps.clock.endOfTick(() => socket.conn.close());
      }, next);
  });
  io.on('connection', (socket) => welcome(socket, deps));
}

/** His place is free again when his connection ends, also before anybody has welcomed him. */
function letIn(socket: ServerSocket, guest: Guest, crowd: Crowd): void {
  socket.data.guest = guest;
  const leave = (): void => crowd.leave({ bucket: guest.bucket, user: guest.identity.user });
  if (socket.conn.readyState === 'open') socket.conn.once('close', leave);
  else leave();
}

function turnAway(refusal: Refused, { metrics }: Pick<PlayersDeps, 'metrics'>): void {
  metrics.socketsRefused.inc({ code: refusal.error.code });
}

function welcome(socket: ServerSocket, deps: PlayersDeps): void {
  const { metrics, log } = deps;
  const { guest } = socket.data;
  metrics.sockets.inc();
  socket.on('disconnect', () => metrics.sockets.dec());
  endWithToken(socket, guest, deps.clock);
  const turnDeaf = deafnessOf(socket.client, deps.clock);
  new Player(socket, guest, {
    ...deps,
    whenHeard: (room) => deps.subscriptions.whenHeard(room),
    write: (text) => {
      if (!writeHint(socket.conn, text)) metrics.hintsSpared.inc();
    },
    isTooSlow: () => {
      const isTooSlow = isChoked(socket.conn);
      if (isTooSlow) {
        metrics.socketsCutOff.inc({ reason: 'slow' });
        cutOff(socket.conn);
      }
      return isTooSlow;
    },
    nonsenseMax: deps.config.nonsenseMax,
    turnDeaf: (forMs) => {
      metrics.socketsUnheard.inc();
      turnDeaf(forMs);
    },
    onCommand: ({ code, tookMs }) => {
      metrics.commands.inc({ code });
      metrics.commandSeconds.observe(tookMs / 1000);
    },
    onFailed: ({ what, reason, requestId }) => {
      metrics.failures.inc({ where: 'socket' });
      log.error({ err: reason, what, requestId, user: guest.identity.user }, 'a socket request failed');
    },
  });
}

/** Whose token has expired hears nothing more, not even what is broadcast: he has to show another. */
function endWithToken(socket: ServerSocket, { expiresAtMs }: Guest, clock: Clock): void {
  if (expiresAtMs === null) return;
  let timer: Timer;
  const arm = (): void => {
    const leftMs = expiresAtMs - clock.now();
    if (leftMs > 0) timer = clock.after(Math.min(leftMs, TIMER_MAX_MS), arm);
    else socket.disconnect(true);
  };
  arm();
  socket.on('disconnect', () => timer?.cancel());
}
