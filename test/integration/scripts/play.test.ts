/** `npm run play` itself, typed into by a script: a whole game against the computer, to the final score. */
import { Readable } from 'node:stream';
import { runPlay } from '../../../scripts/play';
import { EdgeWorld, startEdge, type EdgeNode } from '../../support/edge';
import { startRedis, type TestRedis } from '../../support/redis';

describe('npm run play', () => {
  let redis: TestRedis;
  let node: EdgeNode;

  beforeAll(async () => {
    redis = await startRedis();
    node = await startEdge(new EdgeWorld(redis.url), { limits: { computerPaceMs: 0 } });
  });

  afterAll(async () => {
    await node.stop();
    await redis.stop();
  });

  /** What the terminal shows when these lines are typed, and then Enter for as long as it takes. */
  async function shown(argv: readonly string[], lines: readonly string[]): Promise<string> {
    let text = '';
    const input = Readable.from(lines.map((line) => `${line}\n`));
    const status = await runPlay([...argv, '--url', node.url], { input, say: (line) => (text += `${line}\n`) });
    expect(status).toBe(0);
    return text;
  }

  test('a whole game: the bench, a pause, choices by number → the final line score, as the game’s end says it', async () => {
    const text = await shown(['--side', 'home', '--cards', 'sba'], ['d', '1', '1', 's', '2', 'o', '', '99', '2']);
    expect(text).toContain('Another for ');
    expect(text).toMatch(/Now catcher: .*, for /);
    expect(text).toMatch(/Now pitcher: .*, for /);
    expect(text).toMatch(/\(suspended\)[^]*1 {2}Go on/);
    expect(text).toContain('"99" is none of the choices.');
    const [, away, home] = /The game is over: (\d+) to (\d+) \((?:the last out is made|a walk-off)\)/.exec(text) ?? [];
    const [head, ...teams] = text.trimEnd().split('\n').slice(-4, -1);
    expect(head).toMatch(/ 9 +R +H +E$|1\d +R +H +E$/);
    expect(teams.map((line) => line.trim().split(/ +/).at(-3))).toEqual([away, home]);
    expect(text.trimEnd().endsWith('(final)')).toBe(true);
  }, 30_000);

  test('resigned → over; left → the game stays', async () => {
    expect(await shown([], ['r'])).toContain('The game is over: 0 to 0 (forfeited to the ');
    expect(await shown([], ['q'])).not.toContain('The game is over');
  }, 30_000);
});
