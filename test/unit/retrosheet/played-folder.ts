/** The games of a folder's event files, played, with the rosters that lie beside them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GameEvent } from '../../../src/protocol/events';
import { readEventFile } from '../../../src/retrosheet/event-file';
import { playGame } from '../../../src/retrosheet/play-game';
import { gatherRosters, type Rosters } from '../../../src/retrosheet/roster';

export interface FolderGame {
  readonly id: string;
  readonly events: readonly GameEvent[];
}

export function playedFolder(folder: string): { readonly games: readonly FolderGame[]; readonly rosters: Rosters } {
  const files = readdirSync(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  const { rosters } = gatherRosters(files);
  const games = files
    .filter(({ name }) => /\.EV[A-Z]$/.test(name))
    .flatMap(({ name, bytes }) => readEventFile(bytes, name, rosters).games)
    .map((game) => ({ id: game.id, events: playGame(game).events }));
  return { games, rosters };
}
