/** `npm run dice-proof` on files: a game that was exported is proven, one that was tampered with is not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDiceProof } from '../../../scripts/dice-proof';
import { projectEvent } from '../../../src/baseball/view';
import { commitmentOf, keyedDice } from '../../../src/cluster/keyed-dice';
import type { GameEvent } from '../../../src/protocol/events';
import { newDiceGame, SECRET } from '../baseball/dice-book';
import { gameIdOf } from '../../support/game-commands';

const GAME = gameIdOf('exported');

/** A whole game as `GET …/export` gives it. */
function exportedEvents(): GameEvent[] {
  const dice = keyedDice({ gameId: GAME, secret: SECRET, words: { away: '', home: '' } }, 0);
  const book = newDiceGame({ ruleset: { innings: 1, tieAfterInning: 1 }, dice });
  while (book.state.status === 'live') {
    book.defend();
    book.bat();
  }
  const [first, ...rest] = book.events;
  if (first?.type !== 'GameScheduled' || first.dice === undefined) throw new Error('no dice');
  const scheduled = { ...first, dice: { ...first.dice, commitment: commitmentOf(SECRET) } };
  return [scheduled, ...rest].map((event) => projectEvent(event, 'spectator'));
}

describe('dice-proof on a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dugout-proof-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const proof = (content: unknown): ReturnType<typeof runDiceProof> => {
    const file = join(folder, 'export.json');
    writeFileSync(file, JSON.stringify(content));
    return runDiceProof([file], {});
  };

  test('as it was played → every roll follows', async () => {
    const run = await proof({ ok: true, v: 1, gameId: GAME, seq: 9, events: exportedEvents() });
    expect(run.isProven).toBe(true);
    expect(run.text).toMatch(/it is the one that was committed to/);
    expect(run.text).toMatch(/[1-9]\d* follow from the secret, 0 do not/);
    expect(run.text).toMatch(/d8 +\d+ rolls, chi-square/);
  });

  test('a roll was changed → it is named, and nothing is proven', async () => {
    const events = exportedEvents();
    const play = events.findLast((event) => event.type === 'PlayRecorded');
    const [roll] = play?.dice?.rolls ?? [];
    if (roll === undefined) throw new Error('no roll');
    roll.value = (roll.value % roll.faces) + 1;
    const run = await proof({ gameId: GAME, events });
    expect(run.isProven).toBe(false);
    expect(run.text).toMatch(/WRONG +roll \d+ \(turn \d+, result\)/);
  });

  test('the game has another id than it was played under → nothing is proven', async () => {
    expect((await proof({ gameId: 'another', events: exportedEvents() })).isProven).toBe(false);
  });

  test.each<[string, unknown, RegExp]>([
    ['something else', { hello: 1 }, /no exported game: gameId/],
    ['a game without events', { gameId: GAME, events: [] }, /no exported game: events/],
  ])('%s → said so', async (_, content, message) => {
    await expect(proof(content)).rejects.toThrow(message);
  });

  test.each([[[]], [['a', 'b']], [['a', '--league', 'pd']], [['--url', 'nowhere', 'a']]])(
    '%j → how it is used',
    async (argv) => {
      await expect(runDiceProof(argv, {})).rejects.toThrow(/Name one game|--url wants/);
    },
  );
});
