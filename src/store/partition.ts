/**
 * Which partition of the journal a game belongs to: the same on every node, worker and store, for ever.
 *
 * The digest is CRC-16/XMODEM, the one by which Redis Cluster finds a key's slot: short, well spread over short ids,
 * and easy to compute elsewhere when an operator wants to find a game's stream by hand.
 */
import type { GameId } from '../protocol/ids';

/** As many as a `PersistJob` can name. */
export const PARTITIONS_MAX = 1024;

const POLYNOMIAL = 0x1021;

const TABLE: readonly number[] = Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
  return crc & 0xffff;
});

/** CRC-16/XMODEM of a text of ASCII characters. */
export function crc16(text: string): number {
  let crc = 0;
  for (let i = 0; i < text.length; i += 1) {
    crc = ((crc << 8) ^ (TABLE[((crc >> 8) ^ text.charCodeAt(i)) & 0xff] ?? 0)) & 0xffff;
  }
  return crc;
}

/** The game's partition, 0 … partitions − 1. */
export function partitionOf(gameId: GameId, partitions: number): number {
  return crc16(gameId) % partitions;
}

/** @throws RangeError when a deployment's number of partitions is not one that keys and jobs can name. */
export function checkPartitions(partitions: number): number {
  if (Number.isInteger(partitions) && partitions >= 1 && partitions <= PARTITIONS_MAX) return partitions;
  throw new RangeError(`partitions must be a whole number from 1 to ${PARTITIONS_MAX}, not ${partitions}`);
}
