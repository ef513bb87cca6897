/** The players' namespace: everybody is identified at the door, and gets a `Player` of his own. */
import { refused } from '../protocol/envelope';
import { ConnectRefusal, receive } from './handshake';
import { Player, type PlayerDeps } from './player';
import type { RealtimeDeps } from './realtime';
import type { RoomSubscriptions } from './rooms';
import type { PlayerServer, ServerSocket } from './server';
import { writeTo } from './writing';

export interface PlayersDeps extends RealtimeDeps, Pick<PlayerDeps, 'audience' | 'service'> {
  readonly subscriptions: RoomSubscriptions;
  /** Whether anybody may come in now. */
  readonly isOpen: () => boolean;
}

export function servePlayers(io: PlayerServer, deps: PlayersDeps): void {
  const { metrics, log } = deps;
  const door = {
    ...deps.config,
    authenticator: deps.authenticator,
    limits: deps.limits,
    count: () => io.engine.clientsCount,
    isReady: () => deps.isOpen() && deps.service.isReady(),
  };
  io.use((socket, next) => {
    const { auth, headers, address } = socket.handshake;
    receive({ auth, headers, peer: address }, door)
      .catch((reason: unknown) => {
        log.error({ err: reason }, 'a handshake failed');
        return refused('server/internal');
      })
      .then((guest) => {
        if (guest.ok) {
          socket.data.guest = guest;
          next();
        } else {
          metrics.socketsRefused.inc({ code: guest.error.code });
          next(new ConnectRefusal(guest));
        }
      }, next);
  });
  io.on('connection', (socket) => welcome(socket, deps));
}

function welcome(socket: ServerSocket, deps: PlayersDeps): void {
  const { metrics, log } = deps;
  const { guest } = socket.data;
  metrics.sockets.inc();
  socket.on('disconnect', () => metrics.sockets.dec());
  new Player(socket, guest, {
    ...deps,
    whenHeard: (room) => deps.subscriptions.whenHeard(room),
    write: (text) => writeTo(socket.conn, text, () => metrics.socketsTooSlow.inc()),
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
