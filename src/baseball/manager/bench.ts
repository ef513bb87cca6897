/** Who is left on a team's bench, sorted out once for as long as nobody leaves it. */
import type { Player } from '../../protocol/lineup';
import type { Outlook } from './outlook';
import { known, type Scouted } from './scouting';

export interface Bench {
  readonly hitters: readonly Scouted[];
  readonly relievers: readonly Scouted[];
  /** They are asked only when everybody else is gone. */
  readonly starters: readonly Scouted[];
}

/** By the bench of a state, which is another one after a substitution. */
const SORTED = new WeakMap<readonly Player[], Bench>();

export function benchOf({ own, scouting }: Outlook): Bench {
  const sorted = SORTED.get(own.bench);
  if (sorted !== undefined) return sorted;
  const hitters: Scouted[] = [];
  const relievers: Scouted[] = [];
  const starters: Scouted[] = [];
  for (const { id } of own.bench) {
    const player = known(scouting, id);
    const { pitching } = player.card;
    if (pitching === null) hitters.push(player);
    else if (pitching.endurance.starter === null) relievers.push(player);
    else starters.push(player);
  }
  const bench = { hitters, relievers, starters };
  SORTED.set(own.bench, bench);
  return bench;
}
