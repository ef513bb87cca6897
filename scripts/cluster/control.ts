/**
 * How a second `npm run cluster` speaks to the first: a loopback port whose number, with a token, stands in a file
 * that only this user can read. One request a connection, one line of JSON each way.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { parseVerb, UsageError, type Verb } from './verbs';

/** `text` is for the person who asked. */
export interface ControlAnswer {
  readonly ok: boolean;
  readonly text: string;
}

export interface ControlFile {
  readonly pid: number;
  readonly port: number;
  readonly token: string;
}

export interface ControlServer {
  close(): void;
}

const REQUEST_CHARS_MAX = 4096;
const ANSWER_TIMEOUT_MS = 120_000;

/** Listens, and writes the file by which it is found. */
export async function serveControl(
  file: string,
  handle: (verb: Verb) => Promise<ControlAnswer>,
): Promise<ControlServer> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer((socket) => void answer(socket, token, handle));
  const port = await listen(server);
  const found: ControlFile = { pid: process.pid, port, token };
  writeFileSync(file, JSON.stringify(found), { mode: 0o600 });
  return {
    close: () => {
      server.close();
      rmSync(file, { force: true });
    },
  };
}

/**
 * Asks the running cluster.
 * @returns undefined when none runs: there is no file, or nobody listens behind it
 * @throws Error when there is one that does not answer
 */
export async function askControl(file: string, words: readonly string[]): Promise<ControlAnswer | undefined> {
  const found = readControlFile(file);
  return found === undefined ? undefined : ask(found, words);
}

function ask(found: ControlFile, words: readonly string[]): Promise<ControlAnswer | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(found.port, '127.0.0.1', () => {
      socket.write(`${JSON.stringify({ token: found.token, words })}\n`);
    });
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => (text += part));
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => socket.destroy(new Error('the cluster does not answer')));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') {
        resolve(undefined);
      } else {
        reject(error);
      }
    });
    socket.on('end', () => {
      socket.destroy();
      const parsed = parseJson(text);
      if (isAnswer(parsed)) {
        resolve(parsed);
      } else {
        // A left-behind file whose port somebody else has by now.
        resolve(undefined);
      }
    });
  });
}

async function answer(socket: Socket, token: string, handle: (verb: Verb) => Promise<ControlAnswer>): Promise<void> {
  socket.on('error', () => socket.destroy());
  const line = await firstLine(socket);
  const words = line === undefined ? undefined : wordsOf(line, token);
  if (words === undefined) {
    socket.destroy();
    return;
  }
  socket.end(JSON.stringify(await perform(words, handle)));
}

async function perform(
  words: readonly string[],
  handle: (verb: Verb) => Promise<ControlAnswer>,
): Promise<ControlAnswer> {
  try {
    return await handle(parseVerb(words));
  } catch (error) {
    if (error instanceof UsageError) {
      return { ok: false, text: error.message };
    }
    return { ok: false, text: `It did not work: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** What comes before the first line end; undefined when none comes, or only after too much. */
function firstLine(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => {
      text += part;
      const end = text.indexOf('\n');
      if (end >= 0) {
        resolve(text.slice(0, end));
      } else if (text.length > REQUEST_CHARS_MAX) {
        socket.destroy();
      }
    });
    socket.on('close', () => resolve(undefined));
  });
}

/** Undefined for anybody who does not know the token. */
function wordsOf(line: string, token: string): readonly string[] | undefined {
  const request = parseJson(line);
  if (typeof request !== 'object' || request === null || !('token' in request) || !('words' in request)) {
    return undefined;
  }
  const { token: shown, words } = request;
  const isRight =
    typeof shown === 'string' &&
    shown.length === token.length &&
    timingSafeEqual(Buffer.from(shown), Buffer.from(token));
  const isWords = Array.isArray(words) && words.every((word) => typeof word === 'string');
  return isRight && isWords ? words : undefined;
}

function isAnswer(value: unknown): value is ControlAnswer {
  return typeof value === 'object' && value !== null && 'ok' in value && 'text' in value;
}

function readControlFile(file: string): ControlFile | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ControlFile;
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
