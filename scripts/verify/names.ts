/** How box scores call teams and players: as the rosters beside the event files do, else as the records do. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BoxScore } from '../../src/protocol/box-score';
import type { Side } from '../../src/protocol/side';
import type { BoxNames } from '../../src/retrosheet/cwbox';
import { gatherRosters, rosterFileKind, type Rosters } from '../../src/retrosheet/roster';

/** The rosters of folders, each read once. */
export class RosterShelf {
  private readonly byFolder = new Map<string, Rosters>();

  /** @param file an event file */
  beside(file: string): Rosters {
    const folder = dirname(file);
    const known = this.byFolder.get(folder);
    if (known !== undefined) return known;
    const names = readdirSync(folder).filter((name) => rosterFileKind(name) !== 'other');
    const { rosters } = gatherRosters(names.map((name) => ({ name, bytes: readFileSync(join(folder, name)) })));
    this.byFolder.set(folder, rosters);
    return rosters;
  }
}

/** A team by its city, a player as `Smith J`: by the roster of his team, else by the other team's. */
export function boxNames(box: BoxScore, rosters: Rosters): BoxNames {
  const rostered = (side: Side, id: string): string | undefined => {
    const player = rosters.players.get(box[side].team.id)?.get(id);
    return player === undefined ? undefined : `${player.last} ${player.first.charAt(0)}`;
  };
  const recorded = (side: Side, id: string): string => box[side].players.find((player) => player.id === id)?.name ?? id;
  return {
    city: (side) => rosters.cities.get(box[side].team.id) ?? box[side].team.id,
    player: (side, id) => rostered(side, id) ?? rostered(side === 'away' ? 'home' : 'away', id) ?? recorded(side, id),
  };
}
