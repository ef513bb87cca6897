/** `npm run dice-proof` on files: a game that was exported is proven, one that was tampered with is not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDiceProof } from '../../../scripts/dice-proof';
import { LeagueDice } from '../../../src/api/league-dice';
import { leagueReport } from '../../../scripts/dice-proof/report';
import { fairlyPlayed } from '../baseball/fair-game';
import { gameIdOf } from '../../support/game-commands';

const GAME = gameIdOf('exported');

describe('dice-proof on a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dugout-proof-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const proof = (content: unknown): ReturnType<typeof runDiceProof> => {
    const file = join(folder, 'export.json');
    writeFileSync(file, JSON.stringify(content));
    return runDiceProof([file], {});
  };

  test('as it was played → every roll follows', async () => {
    const run = await proof({ ok: true, v: 1, gameId: GAME, seq: 9, events: fairlyPlayed(GAME) });
    expect(run.isProven).toBe(true);
    expect(run.text).toMatch(/it is the one that was committed to/);
    expect(run.text).toMatch(/[1-9]\d* follow from the secret, 0 do not/);
    expect(run.text).toMatch(/d8 +\d+ rolls, chi-square/);
  });

  test('a roll was changed → it is named, and nothing is proven', async () => {
    const events = fairlyPlayed(GAME);
    const play = events.findLast((event) => event.type === 'PlayRecorded');
    const [roll] = play?.dice?.rolls ?? [];
    if (roll === undefined) throw new Error('no roll');
    roll.value = (roll.value % roll.faces) + 1;
    const run = await proof({ gameId: GAME, events });
    expect(run.isProven).toBe(false);
    expect(run.text).toMatch(/WRONG +roll \d+ \(turn \d+, result\)/);
  });

  test('the game has another id than it was played under → nothing is proven', async () => {
    expect((await proof({ gameId: 'another', events: fairlyPlayed(GAME) })).isProven).toBe(false);
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

describe('dice-proof of a league', () => {
  test('its games one after the other → how many hold, which do not, and all rolls together', () => {
    const dice = new LeagueDice();
    dice.add(GAME, fairlyPlayed(GAME));
    dice.add(gameIdOf('another'), fairlyPlayed(GAME));
    const report = leagueReport('pd', dice);
    expect(report).toContain('2 completed with dice; 1 hold, 1 do not');
    expect(report).toContain(`WRONG     ${gameIdOf('another')}`);
    expect(report).toMatch(/d8 +\d+ rolls, chi-square/);
  });
});
