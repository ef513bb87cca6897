/**
 * Dice that nobody can foresee and everybody can check.
 *
 * A game's rolls follow from its secret, of which only the hash is known while it is played; from its id; and from a
 * word of each manager, which were not known when the secret was drawn. Roll n is the first 48 bits of
 * HMAC-SHA256(secret, "<game>|<away's word>|<home's word>|<n>"), modulo the faces, plus 1: with 48 bits the faces differ
 * in likelihood by less than 1 in 10^8.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Dice } from '../baseball/dice';
import type { DiceCommitment, DiceSeal, DiceSecret } from '../protocol/dice';
import type { GameId } from '../protocol/ids';
import type { BySide } from '../protocol/side';

const SECRET_BYTES = 32;
const ROLL_BYTES = 6;

/** All from which the rolls of a game follow. */
export interface DiceKey {
  readonly gameId: GameId;
  readonly secret: DiceSecret;
  /** '' for none. */
  readonly words: BySide<string>;
}

export function commitmentOf(secret: DiceSecret): DiceCommitment {
  return createHash('sha256').update(Buffer.from(secret, 'hex')).digest('hex');
}

export function drawSeal(): DiceSeal {
  const secret = randomBytes(SECRET_BYTES).toString('hex');
  return { secret, commitment: commitmentOf(secret) };
}

/** Roll `n` (1, 2, 3 …) of the game, with a die of so many faces. */
export function rollOf({ gameId, secret, words }: DiceKey, n: number, faces: number): number {
  const message = `${gameId}|${words.away}|${words.home}|${n}`;
  const digest = createHmac('sha256', Buffer.from(secret, 'hex')).update(message).digest();
  return (digest.readUIntBE(0, ROLL_BYTES) % faces) + 1;
}

/** The dice of a game of which `rolled` rolls have fallen. */
export function keyedDice(key: DiceKey, rolled: number): Dice {
  let n = rolled;
  return {
    next: (faces) => {
      n += 1;
      return rollOf(key, n, faces);
    },
  };
}
