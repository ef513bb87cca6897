/** A game's `info` records, as they are kept in its first event. */
import type { GameEvent } from '../protocol/events';

export type GameInfo = Readonly<Record<string, string>>;

/** The info of a journal; empty when it has none. */
export function infoOf([first]: readonly GameEvent[]): GameInfo {
  return (first?.type === 'GameScheduled' ? first.info : undefined) ?? {};
}

/** `2019/03/28` as `20190328`; empty when there is no date. */
export function compactDate(info: GameInfo): string {
  return (info['date'] ?? '').replaceAll('/', '').slice(0, 8);
}

/** The number with which a value begins; 0 when nothing or `unknown` is said, -1 (not known) for anything else. */
export function infoNumber(info: GameInfo, key: string): number {
  const value = info[key] ?? '';
  if (value === '' || value === 'unknown') return 0;
  return Number(/^\s*([+-]?\d+)/.exec(value)?.[1] ?? -1);
}
