/** Short names, as newspapers have them: the last name, with an initial when two in a game share it. */
import type { BoxScore } from '../../src/protocol/box-score';

/** `Jackie Bradley Jr.` as `Bradley Jr.` and `J`. A name of one word is its own last name. */
function parts(name: string): { readonly initial: string; readonly last: string } {
  const [first = '', ...rest] = name.split(' ').filter((word) => word !== '');
  return rest.length === 0 ? { initial: '', last: first } : { initial: first.charAt(0), last: rest.join(' ') };
}

/** Looks up a player's short name by his id. */
export function shortNames({ away, home }: BoxScore): (id: string) => string {
  const names = new Map<string, string>();
  for (const { id, name } of [away, home].flatMap((team) => [...team.players, ...team.pitchers])) names.set(id, name);
  const bearers = new Map<string, number>();
  for (const name of names.values()) bearers.set(parts(name).last, (bearers.get(parts(name).last) ?? 0) + 1);
  return (id) => {
    const { initial, last } = parts(names.get(id) ?? id);
    return (bearers.get(last) ?? 0) > 1 && initial !== '' ? `${initial}. ${last}` : last;
  };
}
