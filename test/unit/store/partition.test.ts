import { GameId } from '../../../src/protocol/ids';
import { checkPartitions, crc16, partitionOf } from '../../../src/store/partition';

test('crc16: the check value of CRC-16/XMODEM', () => {
  expect(crc16('123456789')).toBe(0x31c3);
});

test('partitionOf: many games → spread over all partitions, none with twice its share', () => {
  const counts = Array<number>(16).fill(0);
  for (let i = 0; i < 16_000; i += 1) counts[partitionOf(GameId.parse(`game-${i}`), 16)]! += 1;
  expect(Math.min(...counts)).toBeGreaterThan(0);
  expect(Math.max(...counts)).toBeLessThan(2_000);
});

test.each([0, -1, 1.5, 1025, Number.NaN])('checkPartitions: %p → RangeError', (partitions) => {
  expect(() => checkPartitions(partitions)).toThrow(RangeError);
});
