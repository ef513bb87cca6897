/**
 * Turns the records of one game into commands. It judges nothing: a record that has its form becomes a command, and
 * whether that can be is asked of the rules later.
 */
import type { Adjustment, Command } from '../protocol/commands';
import type { LeagueId, PlayerId, TeamId } from '../protocol/ids';
import type { Player, Starter } from '../protocol/lineup';
import type { Count } from '../protocol/play';
import type { Side } from '../protocol/side';
import { gameRuleset } from './game-ruleset';
import type { FileCommand, RetrosheetGame } from './game';
import { Personnel } from './personnel';
import type { Rosters } from './roster';
import { isId, wholeNumber } from './text';

interface StartRecord {
  readonly player: Player;
  readonly slot: number;
  readonly position: number;
}

/** A hand that was named, and waits for the record that it belongs to. */
interface NamedHand {
  readonly line: number;
  readonly player: PlayerId;
  readonly hand: 'L' | 'R';
}

const SIDES: readonly Side[] = ['away', 'home'];
const LIMITS = { infos: 64, commands: 2_000 } as const;

function sideOf(word: string | undefined): Side | null {
  const team = wholeNumber(word, 1);
  return team < 0 ? null : (SIDES[team] ?? null);
}

/** `32` is three balls and two strikes; `??` or nothing: not known. */
function countOf(word: string): Count | undefined {
  if (!/^[0-4][0-3]$/.test(word)) return undefined;
  return { balls: Number(word[0]), strikes: Number(word[1]) };
}

/** Reads one game, record by record; each answer is null, or why the record cannot be read. */
export class GameReader {
  readonly id: string;
  readonly line: number;
  private readonly rosters: Rosters;
  private readonly info = new Map<string, string>();
  private readonly starters = { away: [] as StartRecord[], home: [] as StartRecord[] };
  private readonly commands: FileCommand[] = [];
  private readonly earnedRuns: FileCommand[] = [];
  private readonly personnel = new Personnel();
  /** The side at bat, by the last play record. */
  private batting: Side | null = null;
  private namedBatter: NamedHand | null = null;
  private namedArm: NamedHand | null = null;
  private automaticRunner: { inning: number; base: number } | null = null;
  private isRunnerOpen = false;
  /** An arm was named, and no play record has followed. */
  private isArmOpen = false;
  private turn = 1;
  private startLine = 0;
  private lastLine = 0;
  private hasData = false;

  constructor(id: string, line: number, rosters: Rosters) {
    this.id = id;
    this.line = line;
    this.rosters = rosters;
  }

  /** Takes a record's fields; the first is its kind. */
  read(fields: readonly string[], line: number): string | null {
    this.lastLine = line;
    if (this.commands.length > LIMITS.commands) return 'the game is too long';
    switch (fields[0]) {
      case 'info':
        return this.readInfo(fields);
      case 'start':
        return this.readStart(fields, line);
      case 'play':
        return this.readPlay(fields, line);
      case 'sub':
        return this.readSubstitution(fields, line);
      case 'badj':
      case 'padj':
        return this.readHand(fields, line);
      case 'ladj':
        return this.readBattingOrder(fields);
      case 'radj':
      case 'cw:itb': // What Chadwick called it before Retrosheet had it.
        return this.readAutomaticRunner(fields, line);
      case 'presadj':
        return this.readResponsiblePitcher(fields, line);
      case 'data':
        return this.readData(fields, line);
      case 'com':
        return this.readComment(fields, line);
      case 'version':
      case 'stat':
      case 'line':
      case 'event':
        return null;
      default:
        return 'not a record of an event file';
    }
  }

  /** The game, once all its records are read; or why there is none. */
  finish(): RetrosheetGame | string {
    const away = this.info.get('visteam') ?? '';
    const home = this.info.get('hometeam') ?? '';
    if (!isId(away) || !isId(home)) return 'the teams are not named (info,visteam and info,hometeam)';
    if (this.turn === 1) return 'the game has no plays';
    const lineups = SIDES.map((side) => this.lineup(side));
    const missing = lineups.find((lineup) => typeof lineup === 'string');
    if (typeof missing === 'string') return missing;
    const ruleset = gameRuleset({
      info: this.info,
      hasPitcherSlot: SIDES.some((side) => this.starters[side].some((start) => start.slot === 0)),
      hasTwoWayStarter: SIDES.some((side) => this.hasTwoWayStarter(side)),
      hasReEntry: this.personnel.hasReEntry,
      automaticRunner: this.automaticRunner,
    });
    const start: FileCommand = { line: this.startLine, command: { type: 'StartGame' } };
    return {
      id: this.id,
      line: this.line,
      info: Object.fromEntries(this.info),
      schedule: {
        league: 'mlb' as LeagueId,
        ruleset,
        mode: 'scored',
        teams: { away: this.team(away), home: this.team(home) },
        seats: {},
        info: Object.fromEntries(this.info),
      },
      commands: [...(lineups as FileCommand[]), start, ...this.commands],
      ending: this.hasData ? { line: this.lastLine, command: { type: 'EndGame', reason: this.calledReason() } } : null,
      earnedRuns: this.earnedRuns,
    };
  }

  private calledReason(): 'called' | 'forfeitedToHome' | 'forfeitedToAway' {
    const forfeit = this.info.get('forfeit')?.toUpperCase();
    if (forfeit === 'H') return 'forfeitedToHome';
    return forfeit === 'V' ? 'forfeitedToAway' : 'called';
  }

  private team(id: string): { id: TeamId; name: string } {
    return { id: id as TeamId, name: this.rosters.teamNames.get(id) ?? id };
  }

  private push(line: number, command: Command): null {
    this.commands.push({ line, command });
    return null;
  }

  private player(id: string, name: string, side: Side): Player {
    const team = this.info.get(side === 'away' ? 'visteam' : 'hometeam') ?? '';
    const known = this.rosters.players.get(team)?.get(id);
    const player: Player = { id: id as PlayerId, name: name.trim().slice(0, 80) || known?.name || id };
    if (known?.bats) player.bats = known.bats;
    if (known?.throws) player.throws = known.throws;
    return player;
  }

  private readInfo([, key = '', value = '']: readonly string[]): string | null {
    if (key === '' || key.length > 40) return 'an info record without a name';
    if (this.info.size >= LIMITS.infos && !this.info.has(key)) return 'too many info records';
    this.info.set(key, value.slice(0, 200));
    return null;
  }

  private readStart(fields: readonly string[], line: number): string | null {
    if (this.turn > 1 || this.commands.length > 0) return 'a starter after the first play';
    const [, id = '', name = ''] = fields;
    const side = sideOf(fields[3]);
    const slot = wholeNumber(fields[4], 9);
    const position = wholeNumber(fields[5], 10);
    if (!isId(id) || side === null || slot < 0 || position < 1) return 'not start,player,name,team,slot,position';
    if (this.startLine === 0) this.startLine = line;
    this.starters[side].push({ player: this.player(id, name, side), slot, position });
    this.personnel.start({ id, side, slot, position });
    return null;
  }

  private hasTwoWayStarter(side: Side): boolean {
    const pitcher = this.starters[side].find((start) => start.slot === 0)?.player.id;
    return this.starters[side].some((start) => start.slot > 0 && start.player.id === pitcher);
  }

  private lineup(side: Side): FileCommand | string {
    const order: Starter[] = [];
    for (let slot = 1; slot <= 9; slot++) {
      const inSlot = this.starters[side].filter((start) => start.slot === slot);
      const [starter] = inSlot;
      if (starter === undefined || inSlot.length > 1) return `the ${side} team needs one starter in slot ${slot}`;
      order.push({ player: starter.player, position: starter.position });
    }
    const pitcher = this.starters[side].find((start) => start.slot === 0)?.player;
    const lineup = { order, bench: [], ...(pitcher === undefined ? {} : { pitcher }) };
    return { line: this.startLine, command: { type: 'SetLineup', side, lineup } };
  }

  private readPlay(fields: readonly string[], line: number): string | null {
    const [, , , batter = '', countText = '', pitchText = '', text = ''] = fields;
    const inning = wholeNumber(fields[1], 99);
    const side = sideOf(fields[2]);
    if (fields.length < 7 || inning < 1 || side === null || !isId(batter)) {
      return 'not play,inning,team,batter,count,pitches,play';
    }
    if (this.startLine === 0) return 'a play before the starters';
    const notation = text.trim();
    const pitches = pitchText.trim();
    if (!/^[\x21-\x7e]{1,200}$/.test(notation)) return 'the play cannot be read';
    if (!/^[\x20-\x7e]{0,120}$/.test(pitches)) return 'the pitches cannot be read';
    this.batting = side;
    this.closeRunner(inning);
    const count = countOf(countText);
    if (notation !== 'NP') this.bringUp(line, side, this.personnel.outOfTurn(side, batter));
    this.nameHands(side, batter);
    if (notation === 'NP') return this.readNoPlay(line, count, pitches);
    this.isArmOpen = false;
    this.personnel.played(side, notation);
    return this.push(line, {
      type: 'RecordPlay',
      turn: this.turn++,
      batter: batter as PlayerId,
      notation,
      ...(count === undefined ? {} : { count }),
      ...(pitches === '' ? {} : { pitches }),
    });
  }

  /** A play befalls whom it names: when that is another one than whose turn it is, he bats out of turn. */
  private bringUp(line: number, side: Side, slot: number): void {
    if (slot === 0) return;
    this.personnel.bringUp(side, slot);
    this.adjust(line, { kind: 'battingOutOfTurn', side, battingOrderSlot: slot });
  }

  /** A hand belongs to the next record, and says nothing when that is somebody else's. */
  private nameHands(side: Side, batter: string): void {
    const { namedBatter, namedArm } = this;
    [this.namedBatter, this.namedArm] = [null, null];
    if (namedBatter !== null && namedBatter.player === batter) {
      const { line, ...named } = namedBatter;
      this.adjust(line, { kind: 'battingHand', ...named });
    }
    if (namedArm === null || !this.personnel.isPitching(side === 'away' ? 'home' : 'away', namedArm.player)) return;
    const { line, ...named } = namedArm;
    this.isArmOpen = true;
    this.adjust(line, { kind: 'pitchingHand', ...named });
  }

  /** `NP` marks the place of a substitution, and holds the count so far. */
  private readNoPlay(line: number, count: Count | undefined, pitches: string): null {
    const isFresh = count === undefined || (count.balls === 0 && count.strikes === 0);
    if (isFresh && pitches === '' && !this.isArmOpen) return null;
    this.isArmOpen = false;
    return this.push(line, {
      type: 'RecordPitches',
      turn: this.turn,
      ...(count === undefined ? {} : { count }),
      ...(pitches === '' ? {} : { pitches }),
    });
  }

  private readSubstitution(fields: readonly string[], line: number): string | null {
    const [, id = '', name = ''] = fields;
    const side = sideOf(fields[3]);
    const slot = wholeNumber(fields[4], 9);
    const position = wholeNumber(fields[5], 12);
    if (!isId(id) || side === null || slot < 0 || position < 1) return 'not sub,player,name,team,slot,position';
    if (this.startLine === 0) return 'a substitution before the starters';
    // A pinch hitter is up, whoever should have been.
    if (position === 11 && side === this.batting && !this.personnel.isUp(side, slot)) this.bringUp(line, side, slot);
    this.personnel.substitute({ id, side, slot, position });
    return this.push(line, {
      type: 'RecordSubstitution',
      side,
      player: this.player(id, name, side),
      battingOrderSlot: slot,
      position,
    });
  }

  /** `com,"suspended,20190611,CHI12,…"`: the game went on on that day. All other comments are for people. */
  private readComment([, ...fields]: readonly string[], line: number): null {
    const date = /^suspended,(\d{8})/.exec(fields.join())?.[1];
    if (date === undefined || this.turn === 1) return null;
    this.push(line, { type: 'SuspendGame' });
    return this.push(line, { type: 'ResumeGame', date });
  }

  private adjust(line: number, adjustment: Adjustment): null {
    return this.push(line, { type: 'RecordAdjustment', adjustment });
  }

  private readHand([kind, player = '', hand]: readonly string[], line: number): string | null {
    if (!isId(player) || (hand !== 'L' && hand !== 'R')) return `not ${kind},player,L or R`;
    const named: NamedHand = { line, player: player as PlayerId, hand };
    if (kind === 'badj') this.namedBatter = named;
    else this.namedArm = named;
    return null;
  }

  /** That the order is left. The plays say so as well, and by whom: they name their batters. */
  private readBattingOrder(fields: readonly string[]): string | null {
    return sideOf(fields[1]) === null || wholeNumber(fields[2], 9) < 1 ? 'not ladj,team,slot' : null;
  }

  private readAutomaticRunner([, player = '', baseText]: readonly string[], line: number): string | null {
    const base = wholeNumber(baseText, 3);
    if (!isId(player) || base < 1) return 'not radj,player,base';
    if (this.automaticRunner === null) {
      this.automaticRunner = { inning: 99, base };
      this.isRunnerOpen = true;
    }
    return this.adjust(line, { kind: 'automaticRunner', player: player as PlayerId, base });
  }

  /** The inning of the first automatic runner is that of the play after it. */
  private closeRunner(inning: number): void {
    if (!this.isRunnerOpen || this.automaticRunner === null) return;
    this.automaticRunner = { inning, base: this.automaticRunner.base };
    this.isRunnerOpen = false;
  }

  private readResponsiblePitcher([, pitcher = '', baseText]: readonly string[], line: number): string | null {
    const base = wholeNumber(baseText, 3);
    if (!isId(pitcher) || base < 1) return 'not presadj,pitcher,base';
    return this.adjust(line, { kind: 'responsiblePitcher', pitcher: pitcher as PlayerId, base });
  }

  private readData([, kind, pitcher = '', runs]: readonly string[], line: number): string | null {
    this.hasData = true;
    if (kind !== 'er') return null;
    const earnedRuns = wholeNumber(runs, 99);
    if (!isId(pitcher) || earnedRuns < 0) return 'not data,er,pitcher,earned runs';
    this.earnedRuns.push({ line, command: { type: 'SetEarnedRuns', pitcher: pitcher as PlayerId, earnedRuns } });
    return null;
  }
}
