/**
 * A hundred thousand messages by chance, against one real node over its real wire (but for a tenth, which goes straight
 * to the parser). The same seed sends the same messages.
 */
import { Redis } from 'ioredis';
import { ERROR_CODES } from '../../src/protocol/error-codes';
import type { EventsAnswer } from '../../src/protocol/rest';
import { wireParser } from '../../src/realtime/parser';
import type { BarePlayer } from '../support/bare-player';
import { type Fortress, startFortress, tokenOf } from '../support/fortress';
import { opening, scheduleInput } from '../support/scored-game';
import { digestGames } from '../support/world-digest';
import { packeteer, questioner, requester, RESOURCES } from './fuzz/messages';
import { leaksIn, secretsIn } from './leaks';
import { codeIn, Scene } from './scene';

const SEED = Number(process.env['DUGOUT_FUZZ_SEED'] ?? 20_261_129);

/** 90,000 over the wire, 10,000 in this process. */
const QUESTIONS = 84_000;
const REQUESTS = 4_000;
const PACKETS = 2_000;
const PARSED = 10_000;

/** Who asks, over a socket of his own: the sandbox's scorekeeper, a manager of the victim, nobody. */
const ASKERS = ['fuzzer', 'fuzzer', 'hilda', 'mallory'];
const AT_ONCE = 40;
/** A game that somebody has ended takes nothing more: there is a fresh one now and then. */
const QUESTIONS_A_SANDBOX = 2_000;
const GROWTH_MAX_BYTES = 200_000_000;
/** What would be our fault. */
const FAILURES = ['server/internal', 'game/violation', 'game/quarantined', 'server/unstorable', 'server/storage'];

let fortress: Fortress;
let scene: Scene;
let redis: Redis;
/** How often each code was answered to a question. */
const codes = new Map<string, number>();
let untouched: readonly string[];
let before: unknown;
const sandboxes: string[] = [];
/** What was under way when a connection ended: it may have been accepted. */
const unanswered: string[] = [];
/** Accepted commands by game; told again does not count. */
const accepted = new Map<string, Set<number>>();

beforeAll(async () => {
  fortress = await startFortress({ LOG_LEVEL: 'info' });
  scene = new Scene(fortress);
  redis = new Redis(fortress.redisUrl);
  untouched = [fortress.victim, fortress.over];
  await openSandbox();
  before = await digestGames({ knex: fortress.database.knex, redis }, untouched);
}, 120_000);

afterAll(async () => {
  scene.leave();
  redis.disconnect();
  await fortress.stop();
});

async function openSandbox(): Promise<void> {
  const token = await tokenOf('fuzzer');
  const json = scheduleInput({ seats: { scorekeeper: 'fuzzer' as never, commissioner: 'fuzzer' as never } });
  const headers = { 'idempotency-key': `sandbox-${sandboxes.length}` };
  const created = await scene.http('/api/games', { method: 'POST', token, json, headers });
  const [, game = ''] = /"gameId":"([^"]+)"/.exec(created.text) ?? [];
  for (const command of opening()) note(game, (await scene.command(command, { token, game })).text);
  sandboxes.push(game);
}

const games = (): string[] => [sandboxes.at(-1) ?? '', sandboxes.at(-1) ?? '', ...untouched, 'nope'];

function note(game: string, text: string): void {
  const [, seq] = /"ok":true,"seq":(\d+)/.exec(text) ?? [];
  if (seq === undefined) return;
  const seqs = accepted.get(game) ?? new Set();
  accepted.set(game, seqs.add(Number(seq)));
}

/** What is wrong with an answer; undefined: nothing. */
function wrongWith(text: string): string | undefined {
  const code = codeIn(text);
  if (code !== 'ok' && !(code in ERROR_CODES)) return `no answer of ours: ${text.slice(0, 200)}`;
  if (FAILURES.includes(code)) return `our fault: ${text.slice(0, 400)}`;
  const leaks = leaksIn(text);
  return leaks.length > 0 ? `holds ${leaks.join(', ')}: ${text.slice(0, 400)}` : undefined;
}

/** The first few, each with what was sent, and the seed to send it again. */
class Complaints {
  readonly list: string[] = [];

  add(sent: unknown, wrong: string | undefined): void {
    if (wrong !== undefined && this.list.length < 5) {
      this.list.push(`seed ${SEED}: ${JSON.stringify(sent).slice(0, 600)} → ${wrong}`);
    }
  }
}

describe(`fuzz, seed ${SEED}`, () => {
  test('sockets: 84,000 questions → one answer each, none our fault', async () => {
    const complaints = new Complaints();
    let answers = 0;
    let sent = 0;
    await Promise.all(
      ASKERS.map(async (user, index) => {
        const next = questioner(SEED + index, games);
        const token = await tokenOf(user);
        let player: BarePlayer | undefined;
        for (let left = QUESTIONS / ASKERS.length; left > 0; left -= AT_ONCE) {
          if (player === undefined || player.isClosed) player = (await scene.signIn(JSON.stringify({ token }))).player;
          const asker = player;
          const batch = Array.from({ length: AT_ONCE }, next);
          const replies = await Promise.all(batch.map(({ event, args }) => asker.ask(event, args)));
          replies.forEach((reply, at) => {
            answers += 1;
            const { event, args } = batch[at]!;
            // What is no JSON ends the connection, and whatever was under way on it.
            if (reply === 'closed') {
              unanswered.push(args);
              return;
            }
            complaints.add(batch[at], wrongWith(reply));
            codes.set(codeIn(reply), (codes.get(codeIn(reply)) ?? 0) + 1);
            const [, game] = /"gameId":"([^"]+)"/.exec(reply) ?? [];
            if (event === 'command' && game !== undefined && args !== '') note(game, reply);
          });
          expect(asker.strayAnswers).toEqual([]);
          sent += AT_ONCE;
          if (sent % QUESTIONS_A_SANDBOX === 0) await openSandbox();
        }
      }),
    );
    expect(complaints.list).toEqual([]);
    expect(answers).toBe(QUESTIONS);
    expect(fortress.node.crash).toBeUndefined();
  }, 300_000);

  test('sockets: 2,000 broken packets → ignored, or the end of that connection', async () => {
    const next = packeteer(SEED);
    const leaks: string[] = [];
    let player = await scene.player('stranger');
    for (let sent = 0; sent < PACKETS; sent += 1) {
      if (player.isClosed) player = await scene.player('stranger');
      player.socket.send(next());
      const text = await player.ask('leave', '{"gameId":"g"}');
      leaks.push(...leaksIn([text, ...player.socket.heard.splice(0)].join('\n')));
    }
    expect(leaks).toEqual([]);
    expect(fortress.node.crash).toBeUndefined();
  }, 300_000);

  test('REST: 4,000 requests → each an answer of ours, none our fault', async () => {
    expect(RESOURCES.length).toBeGreaterThanOrEqual(10);
    const complaints = new Complaints();
    const next = requester(SEED, games);
    const token = await tokenOf('fuzzer');
    for (let sent = 0; sent < REQUESTS; sent += AT_ONCE) {
      const batch = Array.from({ length: AT_ONCE }, next);
      const replies = await Promise.all(
        batch.map(async ({ method, path, body, key }) => {
          const asked = { method, headers: { authorization: `Bearer ${token}`, 'idempotency-key': key } };
          const typed =
            body === undefined
              ? asked
              : { ...asked, body, headers: { ...asked.headers, 'content-type': 'application/json' } };
          return await (
            await fetch(`${fortress.url}${path}`, method === 'GET' || method === 'HEAD' ? asked : typed)
          ).text();
        }),
      );
      replies.forEach((reply, at) => {
        if (batch[at]!.method !== 'HEAD') complaints.add(batch[at], wrongWith(reply));
        const [, game] = /^\/api\/games\/([^/?]+)\/(?:commands|lineups)/.exec(batch[at]!.path) ?? [];
        if (game !== undefined) note(game, reply);
      });
    }
    expect(complaints.list).toEqual([]);
    expect(fortress.node.crash).toBeUndefined();
  }, 300_000);

  test('the parser: 10,000 packets in this process → a packet of a known kind, or an error', () => {
    const next = packeteer(SEED + 1);
    for (let n = 0; n < PARSED; n += 1) {
      const decoder = new wireParser.Decoder();
      const packets: { readonly type: number }[] = [];
      decoder.on('decoded', (packet: { type: number }) => packets.push(packet));
      const text = next().slice(1);
      try {
        decoder.add(text);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
      expect(packets.every(({ type }) => type >= 0 && type <= 6)).toBe(true);
      expect(Object.prototype).not.toHaveProperty('x');
    }
  });
});

describe('after all of them', () => {
  test('games of others → as they were, in PostgreSQL and in Redis', async () => {
    expect(await digestGames({ knex: fortress.database.knex, redis }, untouched)).toEqual(before);
  });

  test('games that the fuzzer may change → changed by what was answered with ok, and by nothing else', async () => {
    const under = unanswered.join('\n');
    let changes = 0;
    for (const game of sandboxes) {
      const { text } = await scene.http(`/api/games/${game}/events?limit=500`, { token: await tokenOf('fuzzer') });
      const { updates, next } = JSON.parse(text.slice(text.lastIndexOf('\n') + 1)) as EventsAnswer;
      expect(next).toBeNull();
      const known = accepted.get(game) ?? new Set();
      // The first entry is the creation's.
      const strange = updates.slice(1).filter(({ seq, commandId }) => !known.has(seq) && !under.includes(commandId));
      expect(strange).toEqual([]);
      expect([...known].filter((seq) => seq > updates.length)).toEqual([]);
      changes += updates.length - 1;
    }
    // More than what opened them.
    expect(changes).toBeGreaterThan(sandboxes.length * opening().length);
  });

  test('the questions → reached the rules, and not only the schemas', () => {
    const ofRules = [
      ...['play/invalid', 'substitution/invalid', 'adjustment/invalid', 'command/not_allowed', 'game/already_started'],
      ...['turn/future', 'seat/not_yours', 'seat/wrong_seat', 'ok'],
    ];
    expect([...codes.keys()]).toEqual(expect.arrayContaining(ofRules));
    const invalid = codes.get('request/invalid') ?? 0;
    const all = [...codes.values()].reduce((sum, count) => sum + count, 0);
    expect(all).toBeGreaterThan(QUESTIONS * 0.9);
    expect((all - invalid) / all).toBeGreaterThan(0.1);
  });

  test('the node → has not grown without bound, holds no secret in its log, and plays on', async () => {
    expect(await fortress.metric('process_resident_memory_bytes')).toBeLessThan(GROWTH_MAX_BYTES + 250_000_000);
    expect(secretsIn(fortress.logged(), Object.values(fortress.tokens))).toEqual([]);
    expect(await scene.tell({ type: 'RecordPlay', turn: 2, notation: 'K' })).toMatchObject({ got: 'ok' });
  });
});
