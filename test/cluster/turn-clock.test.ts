/**
 * A manager who does not answer, and an owner who dies, or stands still, in the middle of his turn. The clock is a
 * delayed job that asks for a look; the owner judges; the computer decides for the absent one, once.
 */
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { GameId } from '../../src/protocol/ids';
import { QUEUES, type ClockJob } from '../../src/protocol/jobs';
import { QUEUE_PREFIX } from '../../src/jobs/queues';
import { ClockedGame, type Told } from './clocked-game';
import type { Cluster } from './harness';
import { story } from './story';

/** The visitors bat first. */
const WARNED_AND_REPLACED = ['TurnWarned clock away', 'OffenseSubmitted clock away', 'PlayRecorded clock'];

/** Whether the clock queue holds a delayed job of the game. */
async function isRingPlanned(cluster: Cluster, gameId: GameId): Promise<boolean> {
  const connection = new Redis(cluster.redisUrl, { maxRetriesPerRequest: null });
  const queue = new Queue<ClockJob>(QUEUES.clock, { connection, prefix: QUEUE_PREFIX });
  try {
    return (await queue.getDelayed()).some(({ data }) => data.gameId === gameId);
  } finally {
    await queue.close();
    connection.disconnect();
  }
}

/** Every turn: one decision of each side, and one play. */
function expectEachOnce(told: readonly Told[]): void {
  const decisive = told.flatMap(({ event }) => {
    if (event.type === 'PlayRecorded') return [`${event.type} ${event.turn}`];
    return event.type === 'DefenseSubmitted' || event.type === 'OffenseSubmitted'
      ? [`${event.side} ${event.turn}`]
      : [];
  });
  expect(decisive).toEqual([...new Set(decisive)]);
  expect(decisive.length).toBeGreaterThan(9);
}

/** Where no turn expired before its time was up. */
function expectNobodyHurried(told: readonly Told[]): void {
  const deadlines = new Map<string, number | null>();
  for (const { event, seat, at } of told) {
    if (event.type === 'TurnOpened' || event.type === 'ClockCredited') {
      for (const side of ['away', 'home'] as const) deadlines.set(`${event.turn} ${side}`, event.deadlines[side]);
    }
    if (seat !== 'clock' || (event.type !== 'DefenseSubmitted' && event.type !== 'OffenseSubmitted')) continue;
    expect(at).toBeGreaterThanOrEqual(deadlines.get(`${event.turn} ${event.side}`) ?? Infinity);
  }
}

const deciderOf = (told: readonly Told[], turn: number, side: string): string | undefined =>
  told
    .map(({ event }) => event)
    .filter((event) => event.type === 'DefenseSubmitted' || event.type === 'OffenseSubmitted')
    .find((event) => event.turn === turn && event.side === side)?.by;

story(
  'a manager who never answers: warned, replaced for the turn, and back at once',
  { nodes: 2, workers: 1 },
  async (cluster) => {
    const game = await ClockedGame.open(cluster);
    await game.decide('home');
    await cluster.waitUntil('the clock queue has a job of the game', () => isRingPlanned(cluster, game.gameId));
    const returned = await game.seenBy('away');
    expect(returned.dice).toMatchObject({ decided: { away: false, home: true }, deadlines: await game.deadlines(1) });
    await game.untilPlayed(1);
    expect(await game.storyOf(1)).toEqual(['TurnOpened home', 'DefenseSubmitted home home', ...WARNED_AND_REPLACED]);
    expect((await game.view()).lobby?.expired).toEqual({ away: 1, home: 0 });

    await game.decide('away');
    await game.decide('home');
    await game.untilPlayed(2);
    expect((await game.view()).lobby?.expired).toEqual({ away: 0, home: 0 });

    // Nobody answers.
    await game.untilPlayed(3);
    await game.playOut();
    await cluster.waitUntil(
      'the end is stored',
      async () => (await game.told()).at(-1)?.event.type === 'SecretRevealed',
    );
    const told = await game.told();
    expectEachOnce(told);
    expectNobodyHurried(told);
    expect([1, 2, 3].map((turn) => deciderOf(told, turn, 'away'))).toEqual(['computer', 'manager', 'computer']);
    expect([1, 2, 3].map((turn) => deciderOf(told, turn, 'home'))).toEqual(['manager', 'manager', 'computer']);
  },
);

/** Something befalls the owner while a turn is open, and nobody commands until the turn is played. */
async function loseOwner(cluster: Cluster, befall: (owner: string) => Promise<void>): Promise<ClockedGame> {
  const game = await ClockedGame.open(cluster);
  await game.decide('home');
  const opened = await game.deadlines(1);
  const owner = await cluster.ownerOf(game.gameId);
  await befall(owner);
  await game.untilPlayed(1);
  const successor = await cluster.ownerOf(game.gameId);
  expect(successor).not.toBe(owner);

  const told = await game.told();
  const credits = told.flatMap(({ event }) => (event.type === 'ClockCredited' ? [event] : []));
  expect(credits).toMatchObject([{ turn: 1 }]);
  const [credited] = credits;
  expect(credited?.ms).toBeGreaterThan(0);
  expect(credited?.deadlines).toEqual({
    away: (opened.away ?? 0) + (credited?.ms ?? 0),
    home: (opened.home ?? 0) + (credited?.ms ?? 0),
  });
  expect((await game.storyOf(1)).filter((line) => !line.startsWith('ClockCredited'))).toEqual([
    'TurnOpened home',
    'DefenseSubmitted home home',
    ...WARNED_AND_REPLACED,
  ]);
  expectNobodyHurried(told);
  return game;
}

async function playedOnce(cluster: Cluster, game: ClockedGame): Promise<void> {
  await game.playOut();
  await cluster.waitUntil('the end is stored', async () => (await game.told()).at(-1)?.event.type === 'SecretRevealed');
  const told = await game.told();
  expectEachOnce(told);
  expectNobodyHurried(told);
  const last = told.flatMap(({ event }) => (event.type === 'PlayRecorded' ? [event.turn] : [])).at(-1) ?? 0;
  expect([deciderOf(told, last, 'away'), deciderOf(told, last, 'home')]).toEqual(['manager', 'manager']);
}

story(
  'an owner killed in a turn: another expires it, once, and gives back what was lost',
  { nodes: 3, workers: 1 },
  async (cluster) => {
    const game = await loseOwner(cluster, (owner) => cluster.kill(owner));
    await playedOnce(cluster, game);
  },
);

story(
  'an owner that stands still in a turn: another expires it; thawed, it does not do so again',
  { nodes: 3, workers: 1 },
  async (cluster) => {
    let frozen = '';
    const game = await loseOwner(cluster, (owner) => {
      cluster.freeze(owner);
      frozen = owner;
      return Promise.resolve();
    });
    cluster.thaw(frozen);
    await cluster.waitUntil('the thawed node holds no game', async () => {
      const report = (await cluster.reports()).get(frozen);
      return report?.hotGames === 0;
    });
    await playedOnce(cluster, game);
  },
);
