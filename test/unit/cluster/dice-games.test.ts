/** A dice game on nodes: both managers decide, anybody can check the rolls, and a takeover changes neither. */
import { projectEvent } from '../../../src/baseball/view';
import { commitmentOf, rollOf } from '../../../src/cluster/keyed-dice';
import type { CommandAnswer, CommandRequest, GameUpdate } from '../../../src/protocol/envelope';
import type { GameEvent, PlayRecorded } from '../../../src/protocol/events';
import { CardSetId } from '../../../src/protocol/ids';
import type { Viewer } from '../../../src/protocol/seat';
import type { GameView } from '../../../src/protocol/view';
import {
  CANARY,
  COMMISSIONER,
  diceGame,
  diceLineup,
  diceOpening,
  from,
  holderOf,
  plainTurn,
  storeCards,
} from '../../support/dice-game';
import { gameIdOf, SPECTATOR } from '../../support/game-commands';
import { MemoryCluster, type MemoryNode } from '../../support/memory-cluster';

const GAME = gameIdOf('dice-1');
const SHORT = { innings: 1, tieAfterInning: 1 };

class DiceWorld {
  readonly cluster = new MemoryCluster();

  static async start(
    options: Parameters<typeof diceGame> = [{}, SHORT],
  ): Promise<{ world: DiceWorld; node: MemoryNode }> {
    const world = new DiceWorld();
    await storeCards(world.cluster.cardSets);
    const node = await world.cluster.start();
    expect(await node.node.create(GAME, diceGame(...options), { user: COMMISSIONER })).toMatchObject({ ok: true });
    for (const command of diceOpening(GAME)) await world.accepted(node, command);
    return { world, node };
  }

  give(node: MemoryNode, command: CommandRequest): Promise<CommandAnswer> {
    return this.cluster.submit(node, command, holderOf(command.seat));
  }

  async accepted(node: MemoryNode, command: CommandRequest): Promise<GameUpdate> {
    const answer = await this.give(node, command);
    if (!answer.ok) throw new Error(`${command.command.type}: ${answer.error.code} ${answer.error.message}`);
    return answer.update;
  }

  async view(node: MemoryNode, viewer: Viewer): Promise<GameView> {
    const user = viewer === 'spectator' ? SPECTATOR : holderOf(viewer);
    const answer = await this.cluster.clock.until(node.node.catchup({ gameId: GAME, viewer }, { user }));
    if (!answer.ok || answer.catchup.kind !== 'view') throw new Error('no view');
    return answer.catchup.view;
  }

  /** Plays turns until the game is over, or so many. */
  async play(node: MemoryNode, turns = 200): Promise<void> {
    for (let i = 0; i < turns; i++) {
      const { status, turn, situation } = await this.view(node, 'spectator');
      if (status !== 'live' || situation === null) return;
      for (const command of plainTurn(GAME, { turn, half: situation.half })) await this.accepted(node, command);
    }
  }

  async events(node: MemoryNode): Promise<GameEvent[]> {
    const asked = node.node.updates({ gameId: GAME, viewer: 'spectator', after: 0, limit: 500 }, { user: SPECTATOR });
    const answer = await this.cluster.clock.until(asked);
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.updates.flatMap(({ events }) => events);
  }
}

const isPlay = (event: GameEvent): event is PlayRecorded => event.type === 'PlayRecorded';

describe('a dice game', () => {
  test('played to its end, through a takeover → every roll follows from the secret that is told last', async () => {
    const { world, node } = await DiceWorld.start();
    const other = await world.cluster.start();
    await world.play(node, 3);
    world.cluster.crash(node);
    await world.play(other);
    const events = await world.events(other);
    const rolls = events.filter(isPlay).flatMap(({ dice }) => dice?.rolls ?? []);
    const key = { gameId: GAME, secret: CANARY, words: { away: 'abracadabra', home: '' } };
    expect(rolls.length).toBeGreaterThan(6);
    expect(rolls.map(({ value }) => value)).toEqual(rolls.map(({ faces }, i) => rollOf(key, i + 1, faces)));
    expect(events.at(-1)).toEqual({ type: 'SecretRevealed', secret: CANARY, rolls: rolls.length });
    expect(events[0]).toMatchObject({ dice: { commitment: commitmentOf(CANARY) } });
  });

  test('one decision in → its side alone sees it, in views and in updates', async () => {
    const { world, node } = await DiceWorld.start();
    const [defense] = plainTurn(GAME, { turn: 1, half: 'top' });
    if (defense === undefined) throw new Error('no decision');
    const update = await world.accepted(node, defense);
    expect(update.events).toMatchObject([{ type: 'DefenseSubmitted', decision: { infieldDepth: 'normal' } }]);
    expect((await world.view(node, 'home')).dice).toMatchObject({ decided: { away: false, home: true }, own: {} });
    for (const viewer of ['away', 'commissioner', 'spectator'] as const) {
      const { dice } = await world.view(node, viewer);
      expect(dice).toMatchObject({ decided: { away: false, home: true }, own: null });
    }
    const told = (await world.events(node)).at(-1);
    expect(told).toEqual({ type: 'DefenseSubmitted', turn: 1, side: 'home', by: 'manager' });
  });

  test('a decision of somebody who does not hold the seat → refused', async () => {
    const { world, node } = await DiceWorld.start();
    const [defense] = plainTurn(GAME, { turn: 1, half: 'top' });
    if (defense === undefined) throw new Error('no decision');
    const answer = await world.cluster.submit(node, defense, SPECTATOR);
    expect(answer).toMatchObject({ ok: false, error: { code: 'seat/not_yours' } });
  });

  test('both decide at the same moment → one play, and each answer holds its own', async () => {
    const { world, node } = await DiceWorld.start();
    const answers = await Promise.all(
      plainTurn(GAME, { turn: 1, half: 'top' }).map((each) => world.accepted(node, each)),
    );
    expect(answers.flatMap(({ events }) => events).filter(isPlay)).toHaveLength(1);
  });

  test('a decision for another game → that game answers for itself', async () => {
    const { world, node } = await DiceWorld.start();
    const elsewhere = from('home', gameIdOf('nowhere'), { type: 'StartGame' });
    expect(await world.give(node, elsewhere)).toMatchObject({ ok: false, error: { code: 'game/not_found' } });
  });

  test('the secret → in no view and no update before the end', async () => {
    const { world, node } = await DiceWorld.start();
    await world.play(node, 3);
    const shown = [await world.events(node), await world.view(node, 'home'), await world.view(node, 'commissioner')];
    expect(JSON.stringify(shown)).not.toContain(CANARY);
  });

  test('the word that lets somebody take a seat → shown to nobody', () => {
    const lobby = { access: 'invite', invite: 'sesame' } as const;
    for (const viewer of ['home', 'commissioner', 'spectator'] as const) {
      const shown = projectEvent({ ...diceGame(), lobby }, viewer);
      expect(shown).toMatchObject({ lobby: { access: 'invite' } });
      expect(JSON.stringify(shown)).not.toMatch(/sesame|c0ffee/);
    }
  });

  test('the computer on both sides → the game waits for its clock', async () => {
    const managers = { away: { kind: 'computer' }, home: { kind: 'computer' } } as const;
    const world = new DiceWorld();
    await storeCards(world.cluster.cardSets);
    const node = await world.cluster.start();
    await node.node.create(GAME, diceGame({ managers }, SHORT), { user: COMMISSIONER });
    const { events } = await world.accepted(node, from('commissioner', GAME, { type: 'StartGame' }));
    expect(events.map(({ type }) => type)).toEqual(['LineupSet', 'LineupSet', 'GameStarted']);
  });

  test('the computer on one side → has decided in the entry that opened the turn', async () => {
    const managers = { away: { kind: 'human' }, home: { kind: 'computer' } } as const;
    const world = new DiceWorld();
    await storeCards(world.cluster.cardSets);
    const node = await world.cluster.start();
    await node.node.create(GAME, diceGame({ managers }, SHORT), { user: COMMISSIONER });
    await world.accepted(node, from('away', GAME, { type: 'SetLineup', side: 'away', lineup: diceLineup('away') }));
    const { events } = await world.accepted(node, from('away', GAME, { type: 'StartGame' }));
    expect(events.at(-1)).toEqual({ type: 'DefenseSubmitted', turn: 1, side: 'home', by: 'computer' });
  });
});

describe('the clock of a dice game', () => {
  test('a decision that finds the owner dead → what it waited for is credited first, and not paid from the bank', async () => {
    const bank = { kind: 'bank', bankMs: 60_000, incrementMs: 0 } as const;
    const { world, node } = await DiceWorld.start([{ clock: bank }, SHORT]);
    const other = await world.cluster.start();
    const [defense] = plainTurn(GAME, { turn: 1, half: 'top' });
    if (defense === undefined) throw new Error('no decision');
    world.cluster.crash(node);
    const askedAt = world.cluster.clock.now();
    const { events } = await world.accepted(other, defense);
    const waitedMs = world.cluster.clock.now() - askedAt;
    expect(waitedMs).toBeGreaterThan(1_000);
    expect((await world.events(other)).map(({ type }) => type).slice(-2)).toEqual([
      'ClockCredited',
      'DefenseSubmitted',
    ]);
    const [submitted] = events;
    expect(submitted?.type === 'DefenseSubmitted' ? (submitted.bank ?? 0) : 0).toBeGreaterThanOrEqual(60_000 - 500);
  });

  test('every node away for longer than a turn → who was cut off still decides it himself', async () => {
    const { world, node } = await DiceWorld.start([{ clock: { kind: 'perTurn', turnMs: 20_000 } }, SHORT]);
    world.cluster.crash(node);
    await world.cluster.clock.advance(60_000);
    const other = await world.cluster.start();
    await world.cluster.clock.until(other.node.tick(GAME));
    await world.cluster.clock.until(other.node.tick(GAME));
    const credits = (await world.events(other)).filter(({ type }) => type === 'ClockCredited');
    expect(credits).toMatchObject([{ turn: 1 }]);
    await world.play(other, 1);
    expect((await world.events(other)).filter(isPlay)).toHaveLength(1);
    expect((await world.view(other, 'spectator')).lobby?.expired).toEqual({ away: 0, home: 0 });
  });
});

describe('the cards of a dice game', () => {
  test.each<[string, string, string]>([
    ['a set that nobody stored', 'x'.repeat(22), 'cards/not_found'],
    ["the other side's set", 'same', 'cards/mismatch'],
  ])('%s → the game is not made', async (_, id, code) => {
    const cluster = new MemoryCluster();
    await storeCards(cluster.cardSets);
    const { node } = await cluster.start();
    const { dice, ...event } = diceGame();
    if (dice === undefined) throw new Error('no dice');
    const home = id === 'same' ? dice.cards.away : CardSetId.parse(id);
    const asked = { ...event, dice: { ...dice, cards: { ...dice.cards, home } } };
    expect(await node.create(GAME, asked, { user: COMMISSIONER })).toMatchObject({ ok: false, error: { code } });
  });

  test('made again with another secret → the same game: what was asked is the same', async () => {
    const cluster = new MemoryCluster();
    await storeCards(cluster.cardSets);
    const { node } = await cluster.start();
    const again = diceGame();
    if (again.dice !== undefined) again.dice.secret = '12'.repeat(32);
    expect(await node.create(GAME, diceGame(), { user: COMMISSIONER })).toEqual({ ok: true, duplicate: false });
    expect(await node.create(GAME, again, { user: COMMISSIONER })).toEqual({ ok: true, duplicate: true });
  });
});
