/** A player's socket.io session over a bare WebSocket: what it asks is sent as text, well-formed or not. */
import { BareWebSocket, type BareOptions } from './bare-websocket';

/** The reserved beginning of an acknowledgement: engine.io's message, socket.io's ACK, the id. */
const ACK = /^43(?:\/[^,]*,)?(\d+)(\[[^]*)$/;

export interface BarePlayerOptions extends BareOptions {
  /** As JSON text. */
  readonly auth: string;
  readonly namespace?: string;
}

export class BarePlayer {
  /** More than one answer to a question, or an answer to none. */
  readonly strayAnswers: string[] = [];
  private readonly waiting = new Map<number, (answer: string) => void>();
  private nextId = 0;

  private constructor(
    readonly socket: BareWebSocket,
    /** What came for the sign-in: `{"sid":…}`, or the error; undefined when the connection ended instead. */
    readonly welcome: { readonly isIn: boolean; readonly text: string } | undefined,
    private readonly prefix: string,
  ) {
    socket.onText = (text) => this.heard(text);
  }

  static async open(url: string, options: BarePlayerOptions): Promise<BarePlayer> {
    const socket = await BareWebSocket.open(url, options);
    const prefix = options.namespace === undefined ? '' : `${options.namespace},`;
    socket.send(`40${prefix}${options.auth}`);
    const isWelcome = (text: string): boolean => text.startsWith('40') || text.startsWith('44');
    await new Promise<void>((resolve) => {
      socket.line.once('close', () => resolve());
      socket.onText = (text) => {
        if (isWelcome(text)) resolve();
      };
    });
    const text = socket.heard.find(isWelcome);
    const welcome = text === undefined ? undefined : { isIn: text.startsWith('40'), text };
    return new BarePlayer(socket, welcome, prefix);
  }

  get isClosed(): boolean {
    return this.socket.isClosed;
  }

  /** Asks with the arguments as JSON text; the answer as text, or `closed`. */
  ask(event: string, args: string): Promise<string> {
    return this.askRaw((id) => `42${this.prefix}${id}[${JSON.stringify(event)}${args === '' ? '' : ','}${args}]`);
  }

  /** Asks with a packet that the caller writes, around the id that he is given. */
  askRaw(packet: (id: number) => string): Promise<string> {
    const id = this.nextId++;
    return new Promise((resolve) => {
      const closed = (): void => resolve('closed');
      this.waiting.set(id, (answer) => {
        this.socket.line.off('close', closed);
        resolve(answer);
      });
      if (this.isClosed) closed();
      else {
        this.socket.line.once('close', closed);
        this.socket.send(packet(id));
      }
    });
  }

  close(): void {
    this.socket.close();
  }

  private heard(text: string): void {
    const [, id, answer = ''] = ACK.exec(text) ?? [];
    if (id === undefined) return;
    const waiting = this.waiting.get(Number(id));
    this.waiting.delete(Number(id));
    if (waiting === undefined) this.strayAnswers.push(text);
    else waiting(answer);
  }
}
