/** What an attacker can do to a node, and what came of it: a status and code, and every byte that was answered. */
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { BarePlayer } from '../support/bare-player';
import { BareWebSocket, type BareOptions } from '../support/bare-websocket';
import type { Fortress } from '../support/fortress';
import { until } from '../support/until';

export interface Outcome {
  /** `409 turn/stale`, `turn/stale`, `ok`, `closed`… */
  readonly got: string;
  /** Everything that came back, headers included. */
  readonly text: string;
}

/** A name, what must come of it, and how it is done. */
export type Attack = readonly [name: string, expected: string, run: (scene: Scene) => Promise<Outcome>];

export type Who = keyof Fortress['tokens'];

export interface HttpAttack {
  readonly method?: string;
  readonly who?: Who;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly json?: unknown;
  readonly body?: string | Buffer;
}

export class Scene {
  private readonly open: { close(): void }[] = [];
  private keys = 0;

  constructor(readonly fortress: Fortress) {}

  get victim(): string {
    return this.fortress.victim;
  }

  http(path: string, attack: HttpAttack = {}): Promise<Outcome> {
    const { method = 'GET', who, json } = attack;
    const token = attack.token ?? (who === undefined ? undefined : this.fortress.tokens[who]);
    const body = attack.body ?? (json === undefined ? undefined : JSON.stringify(json));
    const headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      ...attack.headers,
    };
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(this.fortress.url);
      const request = httpRequest({ hostname, port, path, method, headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const head = response.rawHeaders.join('\n');
          resolve({ got: `${response.statusCode} ${codeIn(text)}`.trim(), text: `${head}\n${text}` });
        });
        response.on('error', reject);
      });
      request.on('error', (error: NodeJS.ErrnoException) => resolve({ got: 'closed', text: error.code ?? '' }));
      request.end(body);
    });
  }

  /** A command over HTTP, under a fresh key, as the scorekeeper of the victim unless said otherwise. */
  command(json: unknown, more: HttpAttack & { readonly seat?: string; readonly game?: string } = {}): Promise<Outcome> {
    const { seat = 'scorekeeper', game = this.victim } = more;
    return this.http(`/api/games/${game}/commands?seat=${seat}`, {
      method: 'POST',
      who: 'scorekeeper',
      ...(more.body === undefined ? { json } : {}),
      ...more,
      headers: { 'idempotency-key': this.key(), ...more.headers },
    });
  }

  key(): string {
    this.keys += 1;
    return `attack-${this.keys}`;
  }

  /** Bytes as they are: the status line that came, and all the rest; `closed` when nothing did. */
  raw(bytes: string | Buffer): Promise<Outcome> {
    const { hostname, port } = new URL(this.fortress.url);
    return new Promise((resolve) => {
      const line = connect(Number(port), hostname, () => line.write(bytes));
      const chunks: Buffer[] = [];
      const done = (): void => {
        line.destroy();
        const text = Buffer.concat(chunks).toString('latin1');
        const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(text) ?? [];
        resolve({ got: status === undefined ? 'closed' : `${status} ${codeIn(text)}`.trim(), text });
      };
      line.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (isWhole(Buffer.concat(chunks).toString('latin1'))) done();
      });
      line.on('error', done);
      line.on('close', done);
    });
  }

  websocket(options: BareOptions = {}): Promise<BareWebSocket> {
    return BareWebSocket.open(this.fortress.url, options).then((socket) => this.keep(socket));
  }

  /** Signs in with the auth, as JSON text: `in`, or the code of the refusal, or `closed`. */
  async signIn(auth: string, more: { readonly namespace?: string; readonly options?: BareOptions } = {}) {
    const { namespace, options } = more;
    const named = namespace === undefined ? {} : { namespace };
    const player = this.keep(await BarePlayer.open(this.fortress.url, { auth, ...named, ...options }));
    const text = player.welcome?.text ?? '';
    return { player, got: player.welcome === undefined ? 'closed' : player.welcome.isIn ? 'in' : codeIn(text), text };
  }

  async player(who: Who): Promise<BarePlayer> {
    const { player, got } = await this.signIn(JSON.stringify({ token: this.fortress.tokens[who] }));
    if (got !== 'in') throw new Error(`${who} was not let in: ${got}`);
    return player;
  }

  /** One question of somebody's own socket, its arguments as JSON text. */
  async ask(event: string, args: string, who: Who = 'scorekeeper'): Promise<Outcome> {
    const text = await (await this.player(who)).ask(event, args);
    return { got: codeIn(text), text };
  }

  /** A command by socket, under a fresh id. */
  tell(command: unknown, more: { readonly who?: Who; readonly seat?: string; readonly game?: string } = {}) {
    const { who, seat = 'scorekeeper', game = this.victim } = more;
    return this.ask('command', JSON.stringify({ gameId: game, commandId: this.key(), seat, command }), who);
  }

  /** A packet of a signed-in socket: `closed` when that ended it, else `alive`. */
  async packet(text: string, who: Who = 'scorekeeper'): Promise<Outcome> {
    const player = await this.player(who);
    player.socket.send(text);
    return await this.fate(player);
  }

  /** Whether a socket was ended, or goes on answering. */
  async fate(player: BarePlayer): Promise<Outcome> {
    const answer = await player.ask('leave', JSON.stringify({ gameId: 'none' }));
    const text = [...player.socket.heard, ...player.strayAnswers].join('\n');
    return { got: answer === 'closed' ? 'closed' : 'alive', text };
  }

  async untilClosed(socket: BareWebSocket): Promise<Outcome> {
    await until('the connection is closed', () => socket.isClosed);
    return { got: 'closed', text: [socket.status, ...socket.heard].join('\n') };
  }

  /** Lets go of every connection. */
  leave(): void {
    this.open.splice(0).forEach((one) => one.close());
  }

  private keep<T extends { close(): void }>(one: T): T {
    this.open.push(one);
    return one;
  }
}

/** The error code in an answer; `ok` for one that says so; what it is otherwise, in short. */
export function codeIn(text: string): string {
  const [, code] = /"code":"([^"]+)"/.exec(text) ?? [];
  if (code !== undefined) return code;
  if (/"ok":true/.test(text)) return 'ok';
  const [, message] = /"message":"([^"]+)"/.exec(text) ?? [];
  return message ?? (text === 'closed' ? 'closed' : '');
}

/** Whether an answer has come to its end, as far as its head says. */
function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const [, length] = /content-length: (\d+)/i.exec(text.slice(0, end)) ?? [];
  return length === undefined ? !/transfer-encoding/i.test(text) : text.length >= end + 4 + Number(length);
}
