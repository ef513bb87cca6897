/** Winning, losing and saving pitcher of a box score: as the official scorer named them, else by rule. */
import type { PitchingDecisions, PitchingLine } from '../../protocol/box-score';
import type { GameEvent, GameScheduled } from '../../protocol/events';
import type { BySide } from '../../protocol/side';
import { decisionsByRule } from './decisions';

type Named = Readonly<Partial<Record<keyof PitchingDecisions, PitchingLine | null>>>;

const INFO_KEYS = { win: 'wp', loss: 'lp', save: 'save' } as const;

/** Whom the game's info names; null where it says that there is nobody. */
function named(info: GameScheduled['info'], lines: readonly PitchingLine[]): Named {
  const entry = (key: string): PitchingLine | null | undefined => {
    const id = info?.[key];
    return id === undefined ? undefined : (lines.findLast((line) => line.id === id) ?? null);
  };
  const result: { -readonly [K in keyof Named]: Named[K] } = {};
  for (const kind of ['win', 'loss', 'save'] as const) {
    const line = entry(INFO_KEYS[kind]);
    if (line !== undefined) result[kind] = line;
  }
  return result;
}

/** Decides a game that has ended, and marks the lines. */
export function nameDecisions(events: readonly GameEvent[], lines: BySide<readonly PitchingLine[]>): PitchingDecisions {
  const [first] = events;
  const all = [...lines.away, ...lines.home];
  const official = named(first?.type === 'GameScheduled' ? first.info : undefined, all);
  const ruled = decisionsByRule(events, lines);
  const byRule = (id: string | null | undefined): PitchingLine | null => all.findLast((line) => line.id === id) ?? null;
  const win = official.win === undefined ? byRule(ruled?.winners[0]) : official.win;
  const loss = official.loss === undefined ? byRule(ruled?.loss) : official.loss;
  const saved = official.save === undefined ? byRule(ruled?.save) : official.save;
  const save = saved?.id === win?.id ? null : saved;
  if (save !== null) save.decision = 'save';
  if (loss !== null) loss.decision = 'loss';
  if (win !== null) win.decision = 'win';
  return { win: win?.id ?? null, loss: loss?.id ?? null, save: save?.id ?? null };
}
