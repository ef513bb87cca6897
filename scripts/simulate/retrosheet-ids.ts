/**
 * Teams and players under ids of Retrosheet's form, three letters or digits and `smitj001`, which other readers of
 * event files count on. Who has one keeps it.
 */
import type { CardSet } from '../../src/protocol/cards';
import type { PlayerId, TeamId } from '../../src/protocol/ids';

const TEAM_ID = /^[A-Z0-9]{3}$/;
const PLAYER_ID = /^[a-z][a-z-]{3}[a-z]\d{3}$/;
/** How many namesakes a player's id tells apart. */
const NAMESAKES = 1000;

export function withRetrosheetIds(sets: readonly CardSet[]): CardSet[] {
  const teams = new Set<string>(sets.map(({ team }) => team.id).filter((id) => TEAM_ID.test(id)));
  const ids = sets.flatMap((set) => set.players.map(({ player }) => player.id));
  const players = new Set<string>(ids.filter((id) => PLAYER_ID.test(id)));
  return sets.map((set) => {
    const { id, name } = set.team;
    const team = { id: (TEAM_ID.test(id) ? id : fresh(teamIds(name), teams)) as TeamId, name };
    return renamed(set, team, (player) =>
      PLAYER_ID.test(player.id) ? player.id : (fresh(playerIds(player.name), players) as PlayerId),
    );
  });
}

type Named = CardSet['players'][number]['player'];

function renamed(set: CardSet, team: CardSet['team'], idOf: (player: Named) => PlayerId): CardSet {
  const withId = <T extends { readonly player: Named }>(card: T): T => ({
    ...card,
    player: { ...card.player, id: idOf(card.player) },
  });
  return set.kind === 'pd'
    ? { ...set, team, players: set.players.map(withId) }
    : { ...set, team, players: set.players.map(withId) };
}

/** The first of the ids that nobody has. */
function fresh(ids: Iterable<string>, taken: Set<string>): string {
  for (const id of ids) {
    if (taken.has(id)) continue;
    taken.add(id);
    return id;
  }
  throw new Error('violation: more namesakes than ids');
}

/** `SPR` of Springfield, then `SP1` and so on, then any number. */
function* teamIds(name: string): Generator<string> {
  const letters = lettersOf(name).toUpperCase().slice(0, 3).padEnd(3, 'X');
  yield letters;
  for (let i = 1; i < 10; i++) yield `${letters.slice(0, 2)}${i}`;
  for (let i = 0; i < NAMESAKES; i++) yield String(i).padStart(3, '0');
}

/** `smitj001` of Jim Smith, then `smitj002` and so on. */
function* playerIds(name: string): Generator<string> {
  const { first, last } = nameParts(name);
  const letters = lettersOf(last).slice(0, 4).padEnd(4, '-');
  const stem = `${/^[a-z]/.test(letters) ? letters : `x${letters.slice(1)}`}${`${lettersOf(first)}x`.slice(0, 1)}`;
  for (let i = 1; i < NAMESAKES; i++) yield `${stem}${String(i).padStart(3, '0')}`;
}

const lettersOf = (name: string): string =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');

/** The last word is the last name. */
export function nameParts(name: string): { readonly first: string; readonly last: string } {
  const words = name.trim().split(/\s+/);
  const last = words.pop() ?? '';
  return { first: words.join(' '), last };
}
