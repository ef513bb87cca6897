/**
 * A canary: the secret of a real game's dice, on real nodes, is looked for everywhere while the game is played, through
 * a correction, a pause and a takeover. Nobody may see it before the last event tells it; logs, queues and metrics never.
 */
import { averageCardSet } from '../../src/baseball/cards/average';
import { cardSetIdOf } from '../../src/cluster/card-set-id';
import { RestClient } from '../../src/client/rest';
import { systemClock, systemRandom } from '../../src/platform/clock';
import type { CommandAnswer } from '../../src/protocol/envelope';
import type { Command } from '../../src/protocol/commands';
import type { GameId, UserId } from '../../src/protocol/ids';
import { UserId as User } from '../../src/protocol/ids';
import type { Seat, Viewer } from '../../src/protocol/seat';
import type { GameView } from '../../src/protocol/view';
import { postgresCardSets } from '../../src/store/postgres/card-sets';
import { COMMISSIONER, diceLineup, diceSchedule, holderOf, MANAGERS, plainTurn } from '../support/dice-game';
import { Eavesdropper } from './eavesdropper';
import type { Cluster } from './harness';
import { story } from './story';

const FAN = User.parse('fan');
const EYES: readonly (readonly [Viewer, UserId])[] = [
  ['away', MANAGERS.away],
  ['home', MANAGERS.home],
  ['commissioner', COMMISSIONER],
  ['spectator', FAN],
];

/** Long enough to correct and to take over, short enough to wait for. */
const SHORT = { innings: 2, tieAfterInning: 2 };

class Table {
  private constructor(
    readonly gameId: GameId,
    private readonly url: string,
    private readonly ears: Eavesdropper,
  ) {}

  static async open(cluster: Cluster): Promise<{ table: Table; ears: Eavesdropper }> {
    const sets = postgresCardSets(cluster.knex);
    for (const id of ['AWY', 'HOM']) await sets.add(cardSetIdOf(averageCardSet('pd', id)), averageCardSet('pd', id));
    const created = await rest(cluster.url, COMMISSIONER).create(diceSchedule({}, SHORT));
    if (!created.ok) throw new Error(created.error.message);
    const ears = await Eavesdropper.at(created.gameId, cluster.redisUrl);
    return { table: new Table(created.gameId, cluster.url, ears), ears };
  }

  async ask(seat: Seat, command: Command): Promise<CommandAnswer> {
    const answer = await rest(this.url, holderOf(seat)).command(this.gameId, { seat, command });
    this.ears.heard(`answer to ${command.type}`, seat, answer);
    return answer;
  }

  async give(seat: Seat, command: Command): Promise<void> {
    const answer = await this.ask(seat, command);
    if (!answer.ok) throw new Error(`${seat} ${command.type}: ${answer.error.code} ${answer.error.message}`);
  }

  async view(): Promise<GameView> {
    const answer = await rest(this.url, FAN).game(this.gameId);
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.view;
  }

  /** Plays turns until the game is over, or so many. */
  async play(turns = 500): Promise<void> {
    for (let i = 0; i < turns; i++) {
      const { status, turn, situation } = await this.view();
      if (status !== 'live' || situation === null) return;
      for (const { seat, command } of plainTurn(this.gameId, { turn, half: situation.half }))
        await this.give(seat, command);
    }
  }

  /** What refuses: each for another reason. */
  async mistake(): Promise<void> {
    const { turn, situation } = await this.view();
    const [home] = plainTurn(this.gameId, { turn: turn + 7, half: situation?.half ?? 'top' });
    if (home === undefined) return;
    expect(await this.ask('home', home.command)).toMatchObject({ ok: false });
    expect(await this.ask('away', { type: 'RecordPlay', turn, notation: 'HR' })).toMatchObject({ ok: false });
    expect(await this.ask('home', { type: 'AddWord', word: 'late' })).toMatchObject({ ok: false });
    expect(await this.ask('commissioner', { type: 'CorrectPlay', turn: 1, notation: '99X' })).toMatchObject({
      ok: false,
    });
  }
}

function rest(url: string, user: UserId): RestClient {
  return new RestClient({ url, credential: { user }, clock: systemClock, random: systemRandom });
}

/** What the database alone may know. */
async function secretOf(cluster: Cluster, gameId: GameId): Promise<string> {
  const { rows } = await cluster.knex.raw<{ rows: { text: string }[] }>(
    'SELECT payload::text AS text FROM game_events WHERE game_id = ? AND seq = 1',
    [gameId],
  );
  const [, secret = ''] = /"secret": ?"([0-9a-f]{64})"/.exec(rows[0]?.text ?? '') ?? [];
  expect(secret).toHaveLength(64);
  return secret;
}

function sightings(ears: Eavesdropper, text: string): string[] {
  return ears.overheard
    .filter((seen) => seen.text.includes(text))
    .map(({ where, viewer }) => `${where} (${viewer ?? '-'})`);
}

const OPTIONS = { nodes: 2, workers: 1, env: { LOG_LEVEL: 'trace' } } as const;

story("the secret of a game's dice: seen nowhere until the last event", OPTIONS, async (cluster) => {
  const { table, ears } = await Table.open(cluster);
  try {
    const secret = await secretOf(cluster, table.gameId);
    const lookAround = async (): Promise<void> => {
      for (const [viewer, user] of EYES) await ears.read(cluster.url, viewer, user);
      expect(await ears.readQueues()).toBeGreaterThan(0);
    };
    for (const [viewer, user] of EYES) await ears.listen(cluster.url, viewer, user);
    await table.give('away', { type: 'SetLineup', side: 'away', lineup: diceLineup('away') });
    await table.give('home', { type: 'SetLineup', side: 'home', lineup: diceLineup('home') });
    await table.give('home', { type: 'AddWord', word: 'word-of-home' });
    await table.give('home', { type: 'Ready' });
    await table.give('away', { type: 'StartGame' });
    await lookAround();

    // A decision is for its own side's eyes, until the other's is in.
    const [defense, offense] = plainTurn(table.gameId, { turn: 1, half: 'top' });
    if (defense?.command.type !== 'SubmitDefense' || offense === undefined) throw new Error('no decisions');
    const shift: Command = { ...defense.command, decision: { ...defense.command.decision, alignment: 'shift' } };
    await table.give('home', shift);
    await lookAround();
    const peeks = ears.overheard.filter(({ text, viewer }) => text.includes('"shift"') && viewer !== 'home');
    // The channel between nodes carries each side's own variant under its name.
    expect(peeks.filter(({ where }) => where !== 'redis')).toEqual([]);
    for (const { text } of peeks) expect(viewersOf(text, '"shift"')).toEqual(['home']);
    await table.give('away', offense.command);
    await cluster.waitUntil('a spectator heard of the shift', () =>
      ears.overheard.some(
        ({ where, viewer, text }) => where === 'socket update' && viewer === 'spectator' && text.includes('"shift"'),
      ),
    );

    await table.play(4);
    await table.mistake();
    // The last play: what the dice said of those after an earlier one might not fit any more.
    const { turn } = await table.view();
    await table.give('commissioner', { type: 'CorrectPlay', turn: turn - 1, notation: 'K' });
    await lookAround();
    await table.give('commissioner', { type: 'SuspendGame' });
    await table.give('commissioner', { type: 'ResumeGame' });
    await cluster.kill(await cluster.ownerOf(table.gameId));
    await table.play(4);
    await lookAround();
    expect(sightings(ears, secret)).toEqual([]);

    await table.play();
    await cluster.waitUntil('a spectator heard of the end', () =>
      sightings(ears, 'SecretRevealed').includes('socket update (spectator)'),
    );
    await lookAround();
    const seen = sightings(ears, secret);
    expect(seen).toContain(`GET /api/games/${table.gameId}/dice (spectator)`);
    expect(seen).toContain('socket update (spectator)');
    expect(seen.filter((where) => /^(queue|GET \/(metrics|healthz|readyz|api\/stats))/.test(where))).toEqual([]);
    await proveDiceOf(cluster, table.gameId);
    expect(cluster.logs()).not.toContain(secret);
    expect(cluster.logs().length).toBeGreaterThan(0);
  } finally {
    ears.close();
  }
});

/** Whom a message on the channel between nodes shows a text: it is lines, a line of viewers before each packet. */
function viewersOf(message: string, text: string): string[] {
  const lines = message.split('\n');
  return lines.flatMap((line, i) => (line.includes(text) ? [lines[i - 1] ?? '?'] : []));
}

async function proveDiceOf(cluster: Cluster, gameId: GameId): Promise<void> {
  const answer = await fetch(new URL(`/api/games/${gameId}/dice`, cluster.url), {
    headers: { authorization: 'Bearer open:fan' },
  });
  const { dice } = (await answer.json()) as {
    dice: { isCommitted: boolean; isComplete: boolean; rolls: { holds: boolean }[] };
  };
  expect(dice).toMatchObject({ isCommitted: true, isComplete: true });
  expect(dice.rolls.length).toBeGreaterThan(10);
  expect(dice.rolls.every(({ holds }) => holds)).toBe(true);
}
