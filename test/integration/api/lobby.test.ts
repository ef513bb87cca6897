/** Card sets, seats, starts, games of computers, rematches and forks, over REST of two nodes. */
import { runDiceProof } from '../../../scripts/dice-proof';
import { averageCardSet } from '../../../src/baseball/cards/average';
import type { CardSet } from '../../../src/protocol/cards';
import type { Command } from '../../../src/protocol/commands';
import type { OffensiveDecision } from '../../../src/protocol/decisions';
import type { GameEvent } from '../../../src/protocol/events';
import type { GameId } from '../../../src/protocol/ids';
import type { Player } from '../../../src/protocol/lineup';
import { diceLineup } from '../../support/dice-game';
import { EdgeWorld, startEdge, type EdgeNode } from '../../support/edge';
import { codeOf, send, type Reply } from '../../support/http';
import { startRedis, type TestRedis } from '../../support/redis';
import { openGame, SCOREKEEPER } from '../../support/scored-game';
import { until } from '../../support/until';

const AWAY = averageCardSet('pd', 'AWY');
const HOME = averageCardSet('pd', 'HOM');

describe('the lobby', () => {
  let redis: TestRedis;
  let node: EdgeNode;
  let other: EdgeNode;
  let cards: { readonly away: string; readonly home: string };
  let keys = 0;

  beforeAll(async () => {
    redis = await startRedis();
    const world = new EdgeWorld(redis.url);
    node = await startEdge(world, { limits: { computerPaceMs: 0 } });
    other = await startEdge(world, { limits: { computerPaceMs: 0 } });
    cards = { away: await storeCards(AWAY), home: await storeCards(HOME) };
  });

  afterAll(async () => {
    await other.stop();
    await node.stop();
    await redis.stop();
  });

  function post(path: string, user: string, json: unknown): Promise<Reply> {
    const headers = { 'Idempotency-Key': `lobby-${(keys += 1)}` };
    return send(node.url, path, { method: 'POST', user, json, headers });
  }

  async function storeCards(set: CardSet): Promise<string> {
    const { status, body } = await post('/api/card-sets', 'cora', set);
    expect(status).toBe(201);
    return String(body['cardSetId']);
  }

  const human = { kind: 'human' } as const;
  const computer = { kind: 'computer' } as const;

  function schedule(managers: { away: object; home: object }, more: Record<string, unknown> = {}) {
    return {
      league: 'pd',
      ruleset: 'pd',
      mode: 'dice',
      teams: { away: AWAY.team, home: HOME.team },
      seats: {},
      dice: { cards, managers, clock: { kind: 'none' } },
      ...more,
    };
  }

  async function create(...asked: Parameters<typeof schedule>): Promise<GameId> {
    const { status, body } = await post('/api/games', 'cora', schedule(...asked));
    expect({ status, body }).toMatchObject({ status: 201 });
    return body['gameId'] as GameId;
  }

  const give = (gameId: string, seat: string, user: string, command: Command): Promise<Reply> =>
    post(`/api/games/${gameId}/commands?seat=${seat}`, user, command);

  async function view(gameId: string, from = node): Promise<Record<string, unknown>> {
    const { body } = await send(from.url, `/api/games/${gameId}`, { user: 'fan' });
    return body['view'] as Record<string, unknown>;
  }

  async function listed(query: string): Promise<unknown[]> {
    const { body } = await send(node.url, `/api/games?${query}`, { user: 'fan' });
    return (body['games'] as { gameId: string }[]).map(({ gameId }) => gameId);
  }

  test('a card set → stored under what its content hashes to, read again, and listed', async () => {
    expect(await storeCards(AWAY)).toBe(cards.away);
    const { body } = await send(node.url, `/api/card-sets/${cards.away}`, { user: 'fan' });
    expect(body['cardSet']).toEqual(JSON.parse(JSON.stringify(AWAY)));
    const list = await send(node.url, '/api/card-sets?kind=pd&team=HOM', { user: 'fan' });
    expect(list.body['cardSets']).toMatchObject([{ cardSetId: cards.home, kind: 'pd', team: HOME.team }]);
  });

  test('a card set’s players → in its order, with positions and what they pitch', async () => {
    const { body } = await send(node.url, `/api/card-sets/${cards.home}/players`, { user: 'fan' });
    expect(body).toMatchObject({ cardSetId: cards.home, team: HOME.team, season: 2019 });
    const players = body['players'] as { id: string; positions: number[]; pitches: string | null }[];
    expect(players.map(({ id }) => id)).toEqual(HOME.players.map(({ player }) => player.id));
    expect(players.find(({ id }) => id === 'hom-b11')).toMatchObject({ positions: [4, 5, 6], pitches: null });
    expect(players.find(({ id }) => id === 'hom-s1')).toMatchObject({ positions: [1], pitches: 'starter' });
    expect(players.find(({ id }) => id === 'hom-r1')).toMatchObject({ positions: [1], pitches: 'reliever' });
    const unknown = await send(node.url, `/api/card-sets/${'A'.repeat(22)}/players`, { user: 'fan' });
    expect(codeOf(unknown)).toBe('cards/not_found');
  });

  test('a card without a column → refused, naming the player and the field', async () => {
    const broken = JSON.parse(JSON.stringify(AWAY)) as { players: { running?: unknown }[] };
    delete broken.players[0]?.running;
    const reply = await post('/api/card-sets', 'cora', broken);
    expect([reply.status, codeOf(reply)]).toEqual([422, 'cards/invalid']);
    expect(JSON.stringify(reply.body)).toContain('running');
    expect(codeOf(await send(node.url, '/api/card-sets/nothing-of-that-kind1', { user: 'fan' }))).toBe(
      'cards/not_found',
    );
  });

  test('an open game against the computer → listed while a seat is free; taken, ready, live', async () => {
    const gameId = await create({ away: human, home: computer }, { access: { kind: 'open' } });
    expect(await listed('open=true')).toContain(gameId);
    expect((await give(gameId, 'away', 'ann', { type: 'TakeSeat' })).body['ok']).toBe(true);
    expect(codeOf(await give(gameId, 'away', 'bob', { type: 'TakeSeat' }))).toBe('seat/taken');
    expect(codeOf(await give(gameId, 'away', 'bob', { type: 'Ready' }))).toBe('seat/not_yours');
    expect((await give(gameId, 'away', 'ann', { type: 'Ready' })).body['ok']).toBe(true);
    expect(await view(gameId)).toMatchObject({ status: 'live', lobby: { access: 'open' }, seats: ['away'] });
  });

  test('a private game → its invite opens it, and nobody is shown the invite', async () => {
    const invite = 'a-word-that-opens-it';
    const gameId = await create({ away: human, home: human }, { access: { kind: 'invite', invite } });
    expect(await listed('open=true')).not.toContain(gameId);
    expect(codeOf(await give(gameId, 'home', 'bob', { type: 'TakeSeat' }))).toBe('seat/closed');
    expect((await give(gameId, 'home', 'bob', { type: 'TakeSeat', invite })).body['ok']).toBe(true);
    const events = await send(node.url, `/api/games/${gameId}/events`, { user: 'fan' });
    const seen = JSON.stringify([events.body, await view(gameId)]);
    expect(seen).toContain('invite');
    expect(seen).not.toContain(invite);
  });

  test('two computers → a whole game, by itself; a rematch is one game with home and away changed over', async () => {
    const gameId = await create({ away: computer, home: computer }, { seats: { commissioner: 'cora' } });
    // The sweep would do it: somebody has the clock looked at.
    await other.node.tick(gameId);
    await until('the game is over', async () => (await view(gameId))['status'] === 'final', 60_000);
    const events = (await send(node.url, `/api/games/${gameId}/events?limit=500`, { user: 'fan' })).body;
    expect(JSON.stringify(events)).toContain('SecretRevealed');
    expect(codeOf(await post(`/api/games/${gameId}/rematch`, 'stranger', {}))).toBe('auth/forbidden');
    const [first, second] = [
      await post(`/api/games/${gameId}/rematch`, 'cora', {}),
      await post(`/api/games/${gameId}/rematch`, 'cora', {}),
    ];
    expect([first.status, second.status, second.body['duplicate']]).toEqual([201, 200, true]);
    expect(first.body['gameId']).toBe(second.body['gameId']);
    expect(await view(String(first.body['gameId']))).toMatchObject({ teams: { away: HOME.team, home: AWAY.team } });
  });

  test('dice-proof of a game that the service has → nothing to hold against it while it lasts, then every roll follows', async () => {
    const gameId = await create({ away: computer, home: computer });
    const proof = () => runDiceProof([gameId, '--url', node.url], {});
    const before = await proof();
    expect([before.isProven, before.text]).toEqual([true, expect.stringContaining('not told yet') as string]);
    await other.node.tick(gameId);
    await until('the game is over', async () => (await view(gameId))['status'] === 'final', 60_000);
    const after = await proof();
    expect([after.isProven, after.text]).toEqual([true, expect.stringMatching(/, 0 do not\n/) as string]);
  });

  test('a rematch of a game that is not over, or of a scored one → refused', async () => {
    const gameId = await create({ away: human, home: computer }, { seats: { away: 'ann' } });
    expect(codeOf(await post(`/api/games/${gameId}/rematch`, 'ann', {}))).toBe('command/not_allowed');
  });

  describe('forks', () => {
    async function scored(...notations: string[]): Promise<GameId> {
      const gameId = await openGame(node.rest(SCOREKEEPER));
      for (const [i, notation] of notations.entries()) {
        await give(gameId, 'scorekeeper', SCOREKEEPER, { type: 'RecordPlay', turn: i + 1, notation });
      }
      return gameId;
    }

    test('of a scored game, before its last play → the same position, scores included; then it goes its own way', async () => {
      const gameId = await scored('S8', 'D7.1-3', 'HR');
      const fork = await post(`/api/games/${gameId}/forks`, 'dora', {
        seq: 6,
        mode: 'scored',
        seats: { scorekeeper: 'dora' },
      });
      expect(fork.status).toBe(201);
      const forked = String(fork.body['gameId']);
      const then = await send(node.url, `/api/games/${gameId}/at/6`, { user: 'fan' });
      const { seats: _, ...position } = then.body['view'] as Record<string, unknown>;
      expect(await view(forked, other)).toMatchObject(position);
      const played = await give(forked, 'scorekeeper', 'dora', { type: 'RecordPlay', turn: 3, notation: 'K' });
      expect(played.body['ok']).toBe(true);
      const score = await send(node.url, `/api/games/${forked}/line-score`, { user: 'fan' });
      expect(score.body).toMatchObject({ lineScore: { away: { runs: 0, hits: 2 } } });
      expect((await view(gameId))['score']).toEqual({ away: 3, home: 0 });
    });

    test('the same key again → the same fork; a seq that has not been → refused', async () => {
      const gameId = await scored('S8');
      const json = { seq: 4, mode: 'scored', seats: { scorekeeper: 'dora' } };
      const ask = (): Promise<Reply> =>
        send(node.url, `/api/games/${gameId}/forks`, {
          method: 'POST',
          user: 'dora',
          json,
          headers: { 'Idempotency-Key': 'fork' },
        });
      const [first, again] = [await ask(), await ask()];
      expect([first.status, again.status, again.body['gameId']]).toEqual([201, 200, first.body['gameId']]);
      expect(codeOf(await post(`/api/games/${gameId}/forks`, 'dora', { ...json, seq: 6 }))).toBe('game/no_such_seq');
    });

    test('a dice game with players who have no card → refused, naming them', async () => {
      const gameId = await scored('S8');
      const dice = { cards, managers: { away: computer, home: computer }, clock: { kind: 'none' } };
      const reply = await post(`/api/games/${gameId}/forks`, 'dora', { seq: 5, mode: 'dice', seats: {}, dice });
      expect(codeOf(reply)).toBe('cards/mismatch');
      expect(JSON.stringify(reply.body)).toContain('a1');
    });

    test('a dice game from the middle of a scored one → what if he had pinch-hit?', async () => {
      const seats = { scorekeeper: SCOREKEEPER };
      const source = await create({ away: human, home: human }, { mode: 'scored', dice: undefined, seats });
      for (const side of ['away', 'home'] as const) {
        await give(source, 'scorekeeper', SCOREKEEPER, { type: 'SetLineup', side, lineup: diceLineup(side) });
      }
      await give(source, 'scorekeeper', SCOREKEEPER, { type: 'StartGame' });
      const scored = await give(source, 'scorekeeper', SCOREKEEPER, { type: 'RecordPlay', turn: 1, notation: 'HR9' });
      const dice = { cards, managers: { away: human, home: computer }, clock: { kind: 'none' } };
      const asked = { seq: Number(scored.body['seq']), mode: 'dice', seats: { away: 'dora' }, dice };
      const fork = await post(`/api/games/${source}/forks`, 'dora', asked);
      expect(fork).toMatchObject({ status: 201 });
      const forked = String(fork.body['gameId']);
      const position = await view(forked);
      expect(position).toMatchObject({ status: 'live', score: { away: 1, home: 0 } });
      const [hitter] = (position['lineups'] as { away: { bench: Player[] } }).away.bench;
      if (hitter === undefined) throw new Error('nobody on the bench');
      const sub: Command = { type: 'RecordSubstitution', player: hitter, battingOrderSlot: 2, position: 11 };
      expect((await give(forked, 'away', 'dora', sub)).body['ok']).toBe(true);
      const { turn } = (await view(forked)) as { turn: number };
      const decision: OffensiveDecision = { approach: 'normal', steal: [], hitAndRun: false, bunt: 'none' };
      const played = await give(forked, 'away', 'dora', { type: 'SubmitOffense', turn, decision });
      const { events } = played.body['update'] as { events: GameEvent[] };
      expect(events.find((event) => event.type === 'PlayRecorded')).toMatchObject({ batter: hitter.id });
    });

    test('a dice game from the middle of another → played to its end, with dice of its own', async () => {
      const source = await create({ away: human, home: computer }, { access: { kind: 'open' } });
      await give(source, 'away', 'ann', { type: 'TakeSeat' });
      await give(source, 'away', 'ann', { type: 'Ready' });
      const decision: OffensiveDecision = { approach: 'normal', steal: [], hitAndRun: false, bunt: 'none' };
      const played = await give(source, 'away', 'ann', { type: 'SubmitOffense', turn: 1, decision });
      const dice = { cards, managers: { away: computer, home: computer }, clock: { kind: 'none' } };
      const seq = Number(played.body['seq']);
      const fork = await post(`/api/games/${source}/forks`, 'dora', { seq, mode: 'dice', seats: {}, dice });
      const forked = fork.body['gameId'] as GameId;
      await node.node.tick(forked);
      await until('the fork is over', async () => (await view(forked))['status'] === 'final', 60_000);
      const commitment = async (id: string): Promise<unknown> =>
        ((await view(id))['dice'] as { commitment: string }).commitment;
      expect(await commitment(forked)).not.toBe(await commitment(source));
    });
  });
});
