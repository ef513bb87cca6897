/**
 * A WebSocket with nothing between the test and the wire: frames as the test wants them, right or wrong, and everything
 * that came back. On top of it, as much of socket.io as it takes to sign in and to ask (protocol 5 over engine.io 4).
 */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

export interface Frame {
  readonly opcode?: number;
  readonly payload?: string | Buffer;
  readonly isFinal?: boolean;
  readonly isMasked?: boolean;
  /** Claimed instead of the true length. */
  readonly length?: number;
}

export interface BareOptions {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export class BareWebSocket {
  /** Texts that came, but for engine.io's pings, which are answered. */
  readonly heard: string[] = [];
  /** Told of each text. */
  onText: (text: string) => void = () => undefined;
  private bytes: Buffer = Buffer.alloc(0);

  private constructor(
    readonly line: Socket,
    /** The first line of the answer to the upgrade. */
    readonly status: string,
    rest: Buffer,
  ) {
    // Each question that is under way waits for the end, too.
    line.setMaxListeners(0);
    line.on('data', (chunk: Buffer) => this.read(chunk));
    this.read(rest);
  }

  static async open(url: string, options: BareOptions = {}): Promise<BareWebSocket> {
    const { hostname, port, host } = new URL(url);
    const line = connect(Number(port), hostname);
    line.setNoDelay(true);
    line.on('error', () => undefined);
    const headers = {
      Host: host,
      Upgrade: 'websocket',
      Connection: 'Upgrade',
      'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
      'Sec-WebSocket-Version': '13',
      ...options.headers,
    };
    const path = options.path ?? '/socket.io/?EIO=4&transport=websocket';
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    line.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
    const { head, rest } = await untilHead(line);
    return new BareWebSocket(line, head.split('\r\n')[0] ?? '', rest);
  }

  get isClosed(): boolean {
    return this.line.destroyed;
  }

  send(text: string): void {
    this.sendFrame({ payload: text });
  }

  sendFrame({ opcode = TEXT, payload = '', isFinal = true, isMasked = true, length }: Frame): void {
    const body = Buffer.isBuffer(payload) ? payload : Buffer.from(payload);
    const claimed = length ?? body.length;
    const head = claimed < 126 ? Buffer.alloc(2) : claimed < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10);
    head[0] = (isFinal ? 0x80 : 0) | opcode;
    if (head.length === 2) head[1] = claimed;
    else if (head.length === 4) {
      head[1] = 126;
      head.writeUInt16BE(claimed, 2);
    } else {
      head[1] = 127;
      head.writeBigUInt64BE(BigInt(claimed), 2);
    }
    if (!isMasked) {
      this.line.write(Buffer.concat([head, body]));
      return;
    }
    head[1] = (head[1] ?? 0) | 0x80;
    // A mask of zeros is a mask: the body stays as it is.
    this.line.write(Buffer.concat([head, Buffer.alloc(4), body]));
  }

  close(): void {
    this.line.destroy();
  }

  private read(chunk: Buffer): void {
    this.bytes = this.bytes.length === 0 ? chunk : Buffer.concat([this.bytes, chunk]);
    for (;;) {
      const frame = frameOf(this.bytes);
      if (frame === undefined) return;
      this.bytes = this.bytes.subarray(frame.end);
      this.received(frame);
    }
  }

  private received({ opcode, body }: ReadFrame): void {
    if (opcode === CLOSE) this.close();
    if (opcode === PING) this.sendFrame({ opcode: PONG, payload: body });
    if (opcode !== TEXT) return;
    const text = body.toString('utf8');
    if (text === '2') {
      this.send('3');
      return;
    }
    this.heard.push(text);
    this.onText(text);
  }
}

interface ReadFrame {
  readonly opcode: number;
  readonly body: Buffer;
  readonly end: number;
}

/** A whole frame of a server at the beginning of the bytes. */
function frameOf(bytes: Buffer): ReadFrame | undefined {
  if (bytes.length < 2) return undefined;
  const short = (bytes[1] ?? 0) & 0x7f;
  const start = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < start) return undefined;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  const end = start + length;
  return bytes.length < end ? undefined : { opcode: (bytes[0] ?? 0) & 0x0f, body: bytes.subarray(start, end), end };
}

function untilHead(line: Socket): Promise<{ head: string; rest: Buffer }> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const done = (): void => {
      line.off('data', read);
      line.off('close', done);
      const end = bytes.indexOf('\r\n\r\n');
      const head = bytes.subarray(0, end < 0 ? bytes.length : end).toString('latin1');
      resolve({ head, rest: end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 4) });
    };
    const read = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.includes('\r\n\r\n')) done();
    };
    line.on('data', read);
    line.on('close', done);
  });
}
