/** A dice game between two average teams, for tests that care for its journal, its dice and its secrets. */
import { averageCardSet } from '../../src/baseball/cards/average';
import { teamCards } from '../../src/baseball/cards/team-cards';
import { chooseLineup } from '../../src/baseball/manager/lineup';
import { RULESETS } from '../../src/baseball/rulesets';
import { cardSetIdOf } from '../../src/cluster/card-set-id';
import { commitmentOf } from '../../src/cluster/keyed-dice';
import type { CardSets } from '../../src/cluster/ports';
import type { CardSet } from '../../src/protocol/cards';
import type { Command } from '../../src/protocol/commands';
import type { DiceOptions } from '../../src/protocol/dice';
import type { CommandRequest } from '../../src/protocol/envelope';
import { GameScheduled } from '../../src/protocol/events';
import { CommandId, UserId, type CardSetId, type GameId } from '../../src/protocol/ids';
import type { Lineup } from '../../src/protocol/lineup';
import type { Ruleset } from '../../src/protocol/ruleset';
import type { ScheduleInput } from '../../src/protocol/schedule';
import type { Seat } from '../../src/protocol/seat';
import type { BySide, Half, Side } from '../../src/protocol/side';

export const MANAGERS: BySide<UserId> = { away: UserId.parse('ann'), home: UserId.parse('hal') };
export const COMMISSIONER = UserId.parse('cora');

const SETS: BySide<CardSet> = { away: averageCardSet('pd', 'AWY'), home: averageCardSet('pd', 'HOM') };
export const CARD_SET_IDS: BySide<CardSetId> = { away: cardSetIdOf(SETS.away), home: cardSetIdOf(SETS.home) };

/** The known secret that tests look for. */
export const CANARY = 'c0ffee'.padEnd(64, '5ec2e7');

export async function storeCards(sets: CardSets): Promise<void> {
  await sets.add(CARD_SET_IDS.away, SETS.away);
  await sets.add(CARD_SET_IDS.home, SETS.home);
}

const OPTIONS: DiceOptions = {
  cards: CARD_SET_IDS,
  managers: { away: { kind: 'human' }, home: { kind: 'human' } },
  clock: { kind: 'none' },
};

/** What makes such a game over REST. */
export function diceSchedule(dice: Partial<DiceOptions> = {}, ruleset: Partial<Ruleset> = {}): ScheduleInput {
  return {
    league: 'pd' as ScheduleInput['league'],
    ruleset: { ...RULESETS.pd, ...ruleset },
    mode: 'dice',
    teams: { away: SETS.away.team, home: SETS.home.team },
    seats: { ...MANAGERS, commissioner: COMMISSIONER },
    dice: { ...OPTIONS, ...dice },
  };
}

/** The first event of such a game, with the canary for its secret. */
export function diceGame(dice: Partial<DiceOptions> = {}, ruleset: Partial<Ruleset> = {}): GameScheduled {
  const { ruleset: rules, ...input } = diceSchedule(dice, ruleset);
  return GameScheduled.parse({
    type: 'GameScheduled',
    rulesVersion: 1,
    ...input,
    ruleset: rules,
    dice: { ...OPTIONS, ...dice, secret: CANARY, commitment: commitmentOf(CANARY) },
  });
}

export function diceLineup(side: Side): Lineup {
  const options = { ruleset: RULESETS.pd, opponentThrows: 'R', starter: null, unavailable: new Set<never>() } as const;
  return chooseLineup(teamCards(SETS[side]), options);
}

let commands = 0;

/** A command under an id of its own. */
export function from(seat: Seat, gameId: GameId, command: Command): CommandRequest {
  commands += 1;
  return { gameId, commandId: CommandId.parse(`dice-${commands}`), seat, command };
}

/** Both lineups, a word of the visitors, and the start. */
export function diceOpening(gameId: GameId): CommandRequest[] {
  return [
    from('away', gameId, { type: 'SetLineup', side: 'away', lineup: diceLineup('away') }),
    from('home', gameId, { type: 'SetLineup', side: 'home', lineup: diceLineup('home') }),
    from('away', gameId, { type: 'AddWord', word: 'abracadabra' }),
    from('away', gameId, { type: 'Ready' }),
    from('home', gameId, { type: 'StartGame' }),
  ];
}

/** The plainest decisions of both sides for a turn, the home side's first. */
export function plainTurn(
  gameId: GameId,
  { turn, half }: { readonly turn: number; readonly half: Half },
): CommandRequest[] {
  const defense: Command = {
    type: 'SubmitDefense',
    turn,
    decision: {
      alignment: 'normal',
      infieldDepth: 'normal',
      outfieldDepth: 'normal',
      hold: [],
      pitchOut: false,
      intentionalWalk: false,
    },
  };
  const offense: Command = {
    type: 'SubmitOffense',
    turn,
    decision: { approach: 'normal', steal: [], hitAndRun: false, bunt: 'none' },
  };
  const [home, away] = half === 'top' ? [defense, offense] : [offense, defense];
  return [from('home', gameId, home), from('away', gameId, away)];
}

/** Who holds a seat of the game. */
export function holderOf(seat: Seat): UserId {
  return seat === 'away' || seat === 'home' ? MANAGERS[seat] : COMMISSIONER;
}
