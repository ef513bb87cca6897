/** Free TCP ports on loopback. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the ports that systems lend to outgoing connections (Linux from 32,768, others from 49,152): one from among
// those can be gone again before its server listens. Above the ports that services are known by.
const FIRST = 20_000;
const LAST = 32_767;
const ATTEMPTS = 100;

/** A port that nobody listens on now, drawn at random, so that two who ask at once hardly ever get the same. */
export async function freePort(): Promise<number> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const port = randomInt(FIRST, LAST + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`none of ${ATTEMPTS} ports between ${FIRST} and ${LAST} was free`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
