/**
 * Somebody who looks everywhere that a secret could leak to: what sockets of every seat hear, what REST answers and
 * refuses, what is said over Redis, what is in the queues, and what the processes write to their logs.
 */
import { Redis } from 'ioredis';
import { io, type Socket } from 'socket.io-client';
import type { GameId, UserId } from '../../src/protocol/ids';
import type { Viewer } from '../../src/protocol/seat';
import { channelOf, roomOf } from '../../src/realtime/rooms';

/** Something that was seen or heard. */
export interface Overheard {
  readonly where: string;
  /** Through whose eyes; null for what no player sees. */
  readonly viewer: Viewer | null;
  readonly text: string;
}

/** Everything that a GET can say of one game, or of all. */
const RESOURCES = [
  '/api/games',
  '/api/stats',
  '/api/leagues/pd/standings',
  '/api/leagues/pd/leaders',
  '/healthz',
  '/readyz',
  '/metrics',
];
const OF_A_GAME = ['', '/events', '/at/1', '/line-score', '/box-score', '/ownership', '/dice', '/export'];
/** What only a mistake gets to see. */
const MISTAKES = ['/at/0', '/at/999999', '/events?after=x', '/dice?x=1', '/nothing'];

export class Eavesdropper {
  readonly overheard: Overheard[] = [];
  private readonly sockets: Socket[] = [];

  private constructor(
    private readonly gameId: GameId,
    private readonly redis: Redis,
    private readonly channel: Redis,
  ) {}

  static async at(gameId: GameId, redisUrl: string): Promise<Eavesdropper> {
    const channel = new Redis(redisUrl);
    const eavesdropper = new Eavesdropper(gameId, new Redis(redisUrl), channel);
    channel.on('smessage', (_name: string, text: string) => eavesdropper.heard('redis', null, text));
    await channel.ssubscribe(channelOf(roomOf(gameId)));
    return eavesdropper;
  }

  heard(where: string, viewer: Viewer | null, what: unknown): void {
    this.overheard.push({ where, viewer, text: typeof what === 'string' ? what : JSON.stringify(what) });
  }

  /** Joins the game through a node from a seat, and hears whatever comes. */
  async listen(url: string, viewer: Viewer, user: UserId): Promise<void> {
    const socket = io(url, { transports: ['websocket'], auth: { user }, forceNew: true });
    this.sockets.push(socket);
    socket.onAny((event: string, body: unknown) => this.heard(`socket ${event}`, viewer, body));
    socket.on('connect_error', (error) => this.heard('socket error', viewer, String(error)));
    const join = (): void => {
      socket.emit('join', { gameId: this.gameId, as: viewer }, (answer: unknown) => {
        this.heard('socket join', viewer, answer);
      });
      socket.emit('join', { gameId: this.gameId, as: 'nobody' }, (answer: unknown) => {
        this.heard('socket refusal', viewer, answer);
      });
    };
    await new Promise<void>((resolve) => {
      socket.on('connect', () => {
        join();
        resolve();
      });
    });
  }

  /** Reads every resource once, as somebody who holds this seat. */
  async read(url: string, viewer: Viewer, user: UserId): Promise<void> {
    const ofGame = [...OF_A_GAME, ...MISTAKES].map((path) => `/api/games/${this.gameId}${path}`);
    const asSeat = ['', '/events'].map((path) => `/api/games/${this.gameId}${path}?as=${viewer}`);
    for (const path of [...RESOURCES, ...ofGame, ...asSeat]) {
      const answer = await fetch(new URL(path, url), { headers: { authorization: `Bearer open:${user}` } });
      const seen = path.endsWith(`as=${viewer}`) ? viewer : 'spectator';
      this.heard(`GET ${path}`, seen, `${JSON.stringify([...answer.headers])}${await answer.text()}`);
    }
  }

  /** Everything that the queues hold: jobs, their data, their failures. */
  async readQueues(): Promise<number> {
    const keys = (await this.redis.keys('*')).filter((key) => !key.startsWith('dg:'));
    for (const key of keys) this.heard(`queue ${key}`, null, `${key} ${JSON.stringify(await this.content(key))}`);
    return keys.length;
  }

  close(): void {
    for (const socket of this.sockets) socket.close();
    this.redis.disconnect();
    this.channel.disconnect();
  }

  private async content(key: string): Promise<unknown> {
    switch (await this.redis.type(key)) {
      case 'string':
        return await this.redis.get(key);
      case 'hash':
        return await this.redis.hgetall(key);
      case 'list':
        return await this.redis.lrange(key, 0, -1);
      case 'set':
        return await this.redis.smembers(key);
      case 'zset':
        return await this.redis.zrange(key, '0', '-1');
      case 'stream':
        return await this.redis.xrange(key, '-', '+');
      default:
        return null;
    }
  }
}
