/**
 * The real time and the real dice of a process. Everything else is handed a `Clock` and a `Random`, so that the
 * simulator can hand over its own.
 */
import { randomBytes } from 'node:crypto';

interface Cancellable {
  cancel(): void;
}

/** Time as the operating system has it; the shape of the cluster's `Clock`. */
export const systemClock = {
  now: (): number => Date.now(),
  monotonic: (): number => performance.now(),
  after(delayMs: number, run: () => void): Cancellable {
    const timer = setTimeout(run, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
  every(periodMs: number, run: () => void): Cancellable {
    const timer = setInterval(run, periodMs);
    return { cancel: () => clearInterval(timer) };
  },
  /** libuv's check phase follows its poll phase: whatever I/O was ready has run before. */
  endOfTick(run: () => void): void {
    setImmediate(run);
  },
};

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 22;
/** Bytes from here on would make some letters likelier than others. */
const FAIR_BELOW = 256 - (256 % ALPHABET.length);

/** Chance as the operating system has it; the shape of the cluster's `Random`. */
export const systemRandom = {
  /** 22 of 62 letters and digits: 130 bits. */
  id(): string {
    let id = '';
    while (id.length < ID_LENGTH) {
      for (const byte of randomBytes(ID_LENGTH)) {
        if (byte < FAIR_BELOW && id.length < ID_LENGTH) {
          id += ALPHABET.charAt(byte % ALPHABET.length);
        }
      }
    }
    return id;
  },
  fraction: (): number => Math.random(),
};
