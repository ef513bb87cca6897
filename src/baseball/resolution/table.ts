/**
 * A turn on the table: who stands where with which card, the dice as they fall, and the lines that they hit.
 *
 * The rolls are taken one after the other from the game's dice; nothing else is chance. What is looked up is written
 * down in the same order, so that a player can follow the play from the first die to the result.
 */
import type { DiceLine, DiceRecord, DiceRoll } from '../../protocol/dice';
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
  type LineupPlayerState,
  type LiveState,
} from '../state';
import type { Mound } from './fatigue';

/** All that the resolution of a turn depends on, but the dice. */
export interface DiceSituation {
  readonly state: LiveState;
  readonly cards: BySide<TeamCards>;
  readonly defense: DefensiveDecision;
  readonly offense: OffensiveDecision;
  /** The current pitcher's work. */
  readonly mound: Mound;
}

const OUT_OF_POSITION = { range: 5, error: 25, arm: -2 } as const;

export class Table {
  readonly rolls: DiceRoll[] = [];
  readonly lines: DiceLine[] = [];
  readonly state: LiveState;
  readonly defense: DefensiveDecision;
  readonly offense: OffensiveDecision;
  readonly mound: Mound;
  readonly batting: Side;
  readonly batter: LineupPlayerState;
  readonly pitcher: LineupPlayerState;
  readonly batterCard: PlayerCard;
  readonly pitcherCard: PlayerCard;
  /** The pitcher's arm, and the side that the batter takes against it. */
  readonly arm: Side2;
  readonly side: Side2;
  readonly outs: number;
  private readonly cards: BySide<TeamCards>;
  private readonly dice: Dice;

  constructor(situation: DiceSituation, dice: Dice) {
    const { state, cards } = situation;
    this.state = state;
    this.cards = cards;
    this.dice = dice;
    this.defense = situation.defense;
    this.offense = situation.offense;
    this.mound = situation.mound;
    this.batting = battingTeam(state);
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

  get fielding(): Side {
    return otherSide(this.batting);
  }

  private cardOf(side: Side, id: PlayerId): PlayerCard {
    const card = this.cards[side].players.get(id);
    assert(card !== undefined, 'a player without a card is in the game');
    return card;
  }

  chartsOf(side: Side, id: PlayerId): Charts {
    const charts = this.cards[side].charts.get(id);
    assert(charts !== undefined, 'a player without a card is in the game');
    return charts;
  }

  get park(): TeamCards['park'] {
    return this.cards.home.park;
  }

  get kind(): TeamCards['kind'] {
    return this.cards[this.batting].kind;
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

  /** The player at a position, and what his card says of him there. */
  fielder(position: number): FieldingRating & { readonly id: PlayerId } {
    const player = fielderAt(this.state.lineups[this.fielding], position);
    assert(player !== null, 'a position is empty');
    const card = this.cardOf(this.fielding, player.id);
    for (const rating of card.fielding) if (rating.position === position) return { ...rating, id: player.id };
    return { ...OUT_OF_POSITION, position, id: player.id };
  }

  /** The catcher's passed balls; of one who does not catch, twice the average. */
  get catcher(): { readonly id: PlayerId; readonly passedBall: number } {
    const player = fielderAt(this.state.lineups[this.fielding], 2);
    assert(player !== null, 'nobody catches');
    const { catching } = this.cardOf(this.fielding, player.id);
    return { id: player.id, passedBall: catching?.passedBall ?? 18 };
  }

  isOn(base: number): boolean {
    return this.state.bases[base - 1] !== null;
  }

  get hasRunners(): boolean {
    const [first, second, third] = this.state.bases;
    return first !== null || second !== null || third !== null;
  }

  /** How the runner on a base runs; 0 is the batter. */
  running(base: number): RunningRatings & { readonly id: PlayerId } {
    const id = base === 0 ? this.batter.id : this.state.bases[base - 1]?.id;
    assert(id !== undefined, 'nobody is on that base');
    const card = base === 0 ? this.batterCard : this.cardOf(this.batting, id);
    return { ...card.running, id };
  }

  isHeld(base: number): boolean {
    return (this.defense.hold as readonly number[]).includes(base);
  }

  get record(): DiceRecord {
    return { defense: this.defense, offense: this.offense, rolls: this.rolls, lines: this.lines };
  }
}
