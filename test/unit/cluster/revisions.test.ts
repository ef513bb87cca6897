/** Undo and correction as commands: journaled, ordered and answered as all others, and the same after a takeover. */
import type { Command } from '../../../src/protocol/commands';
import type { Accepted, CommandAnswer } from '../../../src/protocol/envelope';
import type { GameView } from '../../../src/protocol/view';
import { MemoryCluster, type MemoryNode } from '../../support/memory-cluster';
import { gameIdOf, openingOf, request, scheduledGame, SCORER, SPECTATOR, strikeout } from '../../support/game-commands';

const GAME = gameIdOf('game-1');
/** After the opening, seq 4, each play has the next seq. */
const OPENED = 4;

interface Started {
  readonly cluster: MemoryCluster;
  readonly owner: MemoryNode;
  readonly other: MemoryNode;
}

async function started(plays: number): Promise<Started> {
  const cluster = new MemoryCluster();
  const owner = await cluster.start();
  const other = await cluster.start();
  await owner.node.create(GAME, scheduledGame(), { user: SCORER });
  for (const command of openingOf(GAME)) await cluster.submit(owner, command, SCORER);
  for (let turn = 1; turn <= plays; turn++) await cluster.submit(owner, strikeout(GAME, turn), SCORER);
  return { cluster, owner, other };
}

const give = ({ cluster }: Started, node: MemoryNode, id: string, command: Command): Promise<CommandAnswer> =>
  cluster.submit(node, request(GAME, id, command), SCORER);

function acceptedBy(answer: CommandAnswer): Accepted {
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
  return answer;
}

async function viewFrom({ cluster }: Started, node: MemoryNode): Promise<GameView> {
  const asked = node.node.catchup({ gameId: GAME, viewer: 'spectator' }, { user: SPECTATOR });
  const answer = await cluster.clock.until(asked);
  if (!answer.ok || answer.catchup.kind !== 'view') throw new Error('no view');
  return answer.catchup.view;
}

describe('a revision', () => {
  test.each([
    ['all of it in memory', 0],
    ['half of it in PostgreSQL', 2],
    ['all of it in PostgreSQL', 4],
  ])('the past lies with %s → judged again, answered with a seq of its own', async (_what, stored) => {
    const game = await started(stored);
    await game.cluster.persist();
    for (let turn = stored + 1; turn <= 4; turn++) await game.cluster.submit(game.owner, strikeout(GAME, turn), SCORER);
    const correct = { type: 'CorrectPlay', turn: 4, notation: 'S8' } as const;
    const corrected = acceptedBy(await give(game, game.other, 'correct', correct));
    expect(corrected).toMatchObject({ seq: OPENED + 5, update: { events: [{ type: 'HistoryRevised', turn: 4 }, {}] } });
    expect(corrected.update.events[0]).not.toHaveProperty('state');
    const undone = acceptedBy(await give(game, game.owner, 'undo', { type: 'UndoPlay', turn: 4 }));
    expect(undone.seq).toBe(OPENED + 6);
    expect(await viewFrom(game, game.owner)).toMatchObject({ turn: 4, situation: { half: 'bottom', outs: 0 } });
  });

  test('its owner dies → the next one comes to the same state, with and without the snapshot', async () => {
    const game = await started(5);
    acceptedBy(await give(game, game.owner, 'correct', { type: 'CorrectPlay', turn: 5, notation: 'D7' }));
    acceptedBy(await give(game, game.owner, 'undo', { type: 'UndoPlay', turn: 5 }));
    const before = await viewFrom(game, game.owner);
    game.cluster.crash(game.owner);
    acceptedBy(await give(game, game.other, 'next', { type: 'RecordPlay', turn: 5, notation: 'W' }));
    acceptedBy(await give(game, game.other, 'undo-again', { type: 'UndoPlay', turn: 5 }));
    expect(await viewFrom(game, game.other)).toEqual(before);
    await game.cluster.persist();
    const stored = game.cluster.archive.games.get(GAME);
    expect(stored?.snapshot?.seq).toBe(OPENED + 9);
    if (stored !== undefined) stored.snapshot = null;
    const third = await game.cluster.start();
    game.cluster.crash(game.other);
    acceptedBy(await give({ ...game }, third, 'last', { type: 'RecordPlay', turn: 5, notation: 'K' }));
    expect(await viewFrom(game, third)).toMatchObject({ turn: 6, situation: { outs: 2, half: 'bottom' } });
  });

  test('sent again → the first answer again; nothing is undone twice', async () => {
    const game = await started(3);
    const first = acceptedBy(await give(game, game.owner, 'undo', { type: 'UndoPlay', turn: 3 }));
    const again = acceptedBy(await give(game, game.owner, 'undo', { type: 'UndoPlay', turn: 3 }));
    expect(again).toEqual({ ...first, duplicate: true });
    expect(await give(game, game.owner, 'undo-2', { type: 'UndoPlay', turn: 3 })).toMatchObject({
      ok: false,
      error: { code: 'turn/future', details: { last: 2 } },
    });
  });

  test('PostgreSQL is away → server/storage, nothing changed; the same command later', async () => {
    const game = await started(3);
    await game.cluster.persist();
    await give(game, game.owner, 'pitches', { type: 'RecordPitches', turn: 4, count: { balls: 1, strikes: 0 } });
    game.cluster.fail('entries', 'refuse');
    const undo = { type: 'UndoPlay', turn: 3 } as const;
    expect(await give(game, game.owner, 'undo', undo)).toMatchObject({ ok: false, error: { code: 'server/storage' } });
    expect(await viewFrom(game, game.owner)).toMatchObject({ turn: 4 });
    expect(acceptedBy(await give(game, game.owner, 'undo', undo)).seq).toBe(OPENED + 5);
  });

  test('commands behind it in the lane → decided on what it left', async () => {
    const game = await started(3);
    await game.cluster.persist();
    const commands = [
      request(GAME, 'undo', { type: 'UndoPlay', turn: 3 }),
      request(GAME, 'stale', { type: 'RecordPlay', turn: 4, notation: 'HR' }),
      request(GAME, 'fresh', { type: 'RecordPlay', turn: 3, notation: 'HR' }),
    ];
    const answers = await game.cluster.clock.until(
      Promise.all(commands.map((command) => game.owner.node.submit(command, { user: SCORER }))),
    );
    expect(answers.map((answer) => (answer.ok ? answer.seq : answer.error.code))).toEqual([
      OPENED + 4,
      'turn/future',
      OPENED + 5,
    ]);
  });

  test('from a seat that is not the sender’s → refused before anything is read', async () => {
    const game = await started(1);
    game.cluster.fail('entries', 'refuse');
    const undo = request(GAME, 'undo', { type: 'UndoPlay', turn: 1 });
    const answer = await game.cluster.submit(game.owner, undo, SPECTATOR);
    expect(answer).toMatchObject({ ok: false, error: { code: 'seat/not_yours' } });
    expect(game.cluster.faults.get('entries')).toEqual(['refuse']);
  });
});
