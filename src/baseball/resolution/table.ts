/**
 * A turn on the table: who stands where with which card, the dice as they fall, and the lines that they hit.
 *
 * The rolls are taken one after the other from the game's dice; nothing else is chance. What is looked up is written
 * down in the same order, so that a player can follow the play from the first die to the result.
 */
import type { DiceLine, DiceRecord, DiceRoll } from '../../protocol/dice';
import type { DiceSituation } from '../dice-rules';
import type { DefensiveDecision, OffensiveDecision } from '../../protocol/decisions';
import type { FieldingRating, PlayerCard, RunningRatings } from '../../protocol/cards';
import type { PlayerId } from '../../protocol/ids';
import type { BySide, Side } from '../../protocol/side';
import { assert } from '../assert';
import type { Charts } from '../cards/charts';
import type { Side2 } from '../cards/league-2019';
import type { TeamCards } from '../cards/team-cards';
import type { Dice } from '../dice';
import {
  battingTeam,
  currentBatter,
  currentPitcher,
  fielderAt,
  otherSide,
  ofSide,
  type LineupPlayerState,
  type LiveState,
} from '../state';
import type { Mound } from './fatigue';

const NO_WORK: Mound = { battersFaced: 0, isStarter: true, missingRestDays: 0 };
/** Whoever plays where his card does not put him. */
const OUT_OF_POSITION = Array.from({ length: 10 }, (_, position): FieldingRating => ({
  position,
  range: 5,
  error: 25,
  arm: -2,
}));
const PASSED_BALLS_OF_OTHERS = 18;

/** What a roll is for, and where a chart is entered, by fielder: made once, not at every roll. */
const byFielder = (word: string): readonly string[] => Array.from({ length: 10 }, (_, i) => `${word} ${i}`);
export const FIELDER = byFielder('fielder');
export const RANGE_OF = byFielder('range of');
export const HANDS_OF = byFielder('hands of');
export const FROM_BASE = ['from home', 'from first', 'from second', 'from third'];

export class Table {
  readonly rolls: DiceRoll[] = [];
  readonly lines: DiceLine[] = [];
  readonly state: LiveState;
  readonly defense: DefensiveDecision;
  readonly offense: OffensiveDecision;
  readonly batting: Side;
  readonly fielding: Side;
  readonly batter: LineupPlayerState;
  readonly pitcher: LineupPlayerState;
  readonly batterCard: PlayerCard;
  readonly pitcherCard: PlayerCard;
  /** The pitcher's arm, and the side that the batter takes against it. */
  readonly arm: Side2;
  readonly side: Side2;
  readonly outs: number;
  /** Looked up so far, by position. */
  private readonly fielders: (PlayerCard | undefined)[] = [];
  private readonly cards: BySide<TeamCards>;
  private readonly dice: Dice;

  constructor(situation: DiceSituation, dice: Dice) {
    const { state, cards } = situation;
    this.state = state;
    this.cards = cards;
    this.dice = dice;
    this.defense = situation.defense;
    this.offense = situation.offense;
    this.batting = battingTeam(state);
    this.fielding = otherSide(this.batting);
    this.batter = currentBatter(state);
    const pitcher = currentPitcher(state);
    assert(pitcher !== null, 'a turn without a pitcher');
    this.pitcher = pitcher;
    this.batterCard = this.cardOf(this.batting, this.batter.id);
    this.pitcherCard = this.cardOf(this.fielding, pitcher.id);
    this.arm = this.pitcherCard.player.throws;
    const { bats } = this.batterCard.player;
    this.side = bats === 'B' ? (this.arm === 'L' ? 'R' : 'L') : bats;
    this.outs = state.outs;
  }

  /** The pitcher's work so far; in a game that keeps no count of it, none. */
  get mound(): Mound {
    const { dice } = this.state;
    if (dice === null) return NO_WORK;
    const { battersFaced, pitchersBefore } = ofSide(dice.mound, this.fielding);
    const missingRestDays = ofSide(dice.facts.missingRestDays, this.fielding)[this.pitcher.id] ?? 0;
    return { battersFaced, isStarter: pitchersBefore === 0, missingRestDays };
  }

  private cardOf(side: Side, id: PlayerId): PlayerCard {
    const card = ofSide(this.cards, side).players.get(id);
    assert(card !== undefined, 'a player without a card is in the game');
    return card;
  }

  chartsOf(side: Side, id: PlayerId): Charts {
    const charts = ofSide(this.cards, side).charts.get(id);
    assert(charts !== undefined, 'a player without a card is in the game');
    return charts;
  }

  get park(): TeamCards['park'] {
    return this.cards.home.park;
  }

  get kind(): TeamCards['kind'] {
    return ofSide(this.cards, this.batting).kind;
  }

  get isHomeBatting(): boolean {
    return this.batting === 'home';
  }

  roll(faces: number, what: string): number {
    const value = this.dice.next(faces);
    this.rolls.push({ faces, value, for: what });
    return value;
  }

  write(line: DiceLine): void {
    this.lines.push(line);
  }

  private cardAt(position: number): PlayerCard {
    return (this.fielders[position] ??= this.cardOf(this.fielding, this.playerAt(position)));
  }

  private playerAt(position: number): PlayerId {
    const player = fielderAt(ofSide(this.state.lineups, this.fielding), position);
    assert(player !== null, 'a position is empty');
    return player.id;
  }

  /** Whose card it is at a position. */
  fielderId(position: number): PlayerId {
    return this.cardAt(position).player.id;
  }

  /** What the card of the player at a position says of him there. */
  fielder(position: number): FieldingRating {
    const { fielding } = this.cardAt(position);
    for (const rating of fielding) if (rating.position === position) return rating;
    const rating = OUT_OF_POSITION[position];
    assert(rating !== undefined, 'there is no such position');
    return rating;
  }

  /** The catcher's passed balls; of one who does not catch, twice the average. */
  get passedBall(): number {
    return this.cardAt(2).catching?.passedBall ?? PASSED_BALLS_OF_OTHERS;
  }

  isOn(base: number): boolean {
    return this.state.bases[base - 1] !== null;
  }

  get hasRunners(): boolean {
    const [first, second, third] = this.state.bases;
    return first !== null || second !== null || third !== null;
  }

  /** The runner on a base; 0 is the batter. */
  runnerId(base: number): PlayerId {
    const id = base === 0 ? this.batter.id : this.state.bases[base - 1]?.id;
    assert(id !== undefined, 'nobody is on that base');
    return id;
  }

  running(base: number): RunningRatings {
    return base === 0 ? this.batterCard.running : this.cardOf(this.batting, this.runnerId(base)).running;
  }

  isHeld(base: number): boolean {
    return (this.defense.hold as readonly number[]).includes(base);
  }

  get record(): DiceRecord {
    return { defense: this.defense, offense: this.offense, rolls: this.rolls, lines: this.lines };
  }
}
