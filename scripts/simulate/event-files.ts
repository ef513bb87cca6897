/**
 * A simulated season as Retrosheet would keep it: an event file for each home team, a roster for each team, and the
 * teams' names, so that whatever reads the files of real seasons reads this one.
 */
import { appendFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SeasonGame } from '../../src/baseball/league/season';
import type { CardSet } from '../../src/protocol/cards';
import { gameRecords, quoted } from '../../src/retrosheet/game-records';
import { UsageError } from '../cluster/verbs';
import { nameParts } from './retrosheet-ids';

const DAY_MS = 86_400_000;
/** The season begins on the first of April. */
const FIRST_MONTH = 3;
/** Teams that never were are made after the players of this season. */
const STOCK_SEASON = 2019;
const LINE_END = '\r\n';

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}${LINE_END}`).join('');

export class EventFiles {
  private readonly year: number;

  /**
   * @param sets the teams, under ids of Retrosheet's form
   * @throws UsageError for a folder that holds event files or rosters: two seasons in one would be read as one
   */
  constructor(
    private readonly folder: string,
    sets: readonly CardSet[],
  ) {
    this.year = sets[0]?.season ?? STOCK_SEASON;
    const there = existsSync(folder) ? readdirSync(folder) : [];
    if (there.some((name) => /\.(?:E[A-Z]{2}|ROS)$/i.test(name))) {
      throw new UsageError(`${folder} holds event files or rosters already: name another folder with --events.`);
    }
    mkdirSync(folder, { recursive: true });
    for (const set of sets) this.write(`${set.team.id}${this.year}.ROS`, rosterLines(set));
    this.write(
      `TEAM${this.year}`,
      sets.map(({ team }) => `${team.id},A,${quoted(team.name)},`),
    );
  }

  private write(name: string, lines: readonly string[]): void {
    writeFileSync(join(this.folder, name), textOf(lines));
  }

  add({ fixture, events }: SeasonGame): void {
    const [scheduled] = events;
    if (scheduled?.type !== 'GameScheduled') throw new Error('violation: a game without a beginning');
    const { ruleset, teams } = scheduled;
    const home = teams.home.id;
    const date = new Date(Date.UTC(this.year, FIRST_MONTH) + fixture.day * DAY_MS).toISOString().slice(0, 10);
    const info = { site: home, date: date.replaceAll('-', '/'), number: '0' };
    const records = gameRecords(events, { id: `${home}${date.replaceAll('-', '')}0`, info });
    const name = `${this.year}${home}.EV${ruleset.designatedHitter ? 'A' : 'N'}`;
    appendFileSync(join(this.folder, name), textOf(records));
  }
}

/** By the position that comes first on the card. */
const POSITIONS = ['DH', 'P', 'C', '1B', '2B', '3B', 'SS', 'LF', 'CF', 'RF'];

function rosterLines({ team, players }: CardSet): string[] {
  return players.map(({ player: { id, name, bats, throws }, fielding }) => {
    const { first, last } = nameParts(name);
    return [id, quoted(last), quoted(first), bats, throws, team.id, POSITIONS[fielding[0]?.position ?? 0]].join(',');
  });
}
