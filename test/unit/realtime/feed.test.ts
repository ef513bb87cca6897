import { GameId } from '../../../src/protocol/ids';
import { Feed, type NodeMessage } from '../../../src/realtime/feed';
import { GameStream } from '../../../src/realtime/game-stream';
import { channelOf, roomOf } from '../../../src/realtime/rooms';
import type { Viewer } from '../../../src/protocol/seat';

const gameId = GameId.parse('g1');

/** Two nodes on one wire. */
function nodes(viewers: Readonly<Record<string, Viewer>>) {
  const wire: { channel: string; message: string }[] = [];
  const sent: Record<string, string[]> = {};
  const heard: NodeMessage[] = [];
  const streams = Object.entries(viewers).map(([socket, viewer]) => {
    sent[socket] = [];
    const stream = new GameStream(viewer, (text) => sent[socket]!.push(text));
    stream.caughtUp(0);
    return [socket, stream] as const;
  });
  const node = (sender: string, status = 'ready') =>
    new Feed({
      redis: {
        status,
        spublish: (channel, message) => {
          wire.push({ channel, message });
          return Promise.resolve(1);
        },
      },
      clock: { endOfTick: (run) => run(), after: () => ({ cancel: () => undefined }) },
      sender,
      streamsOf: () => (sender === 'far' ? streams : []),
      onNodeMessage: (message) => heard.push(message),
      onLost: () => wire.push({ channel: 'lost', message: '' }),
    });
  return { near: node('near'), far: node('far'), cut: node('cut', 'reconnecting'), wire, sent, heard };
}

describe('feed', () => {
  test('an update for everybody → one message on the game’s channel, the text as it was', () => {
    const { near, far, wire, sent } = nodes({ a: 'home', b: 'spectator' });
    near.tell({ gameId, seq: 7, except: 'b', variants: [{ viewers: undefined, text: '2["update",{"x":"é"}]' }] });
    expect(wire.map(({ channel }) => channel)).toEqual([channelOf(roomOf(gameId))]);
    far.receive(Buffer.from(wire[0]!.message));
    expect(sent).toEqual({ a: ['2["update",{"x":"é"}]'], b: [] });
  });

  test('an update in which something is hidden → to each pair of eyes its own', () => {
    const { near, far, wire, sent } = nodes({ a: 'home', b: 'away', c: 'spectator' });
    const variants = [
      { viewers: ['home'] as const, text: 'for home' },
      { viewers: ['away', 'spectator'] as const, text: 'for the others' },
    ];
    near.tell({ gameId, seq: 7, except: undefined, variants });
    far.receive(Buffer.from(wire[0]!.message));
    expect(sent).toEqual({ a: ['for home'], b: ['for the others'], c: ['for the others'] });
  });

  test('a message that comes twice, or back to its sender → is told once, or not at all', () => {
    const { near, far, wire, sent } = nodes({ a: 'home' });
    near.tell({ gameId, seq: 7, except: undefined, variants: [{ viewers: undefined, text: 'u7' }] });
    const raw = Buffer.from(wire[0]!.message);
    near.receive(raw);
    far.receive(raw);
    far.receive(raw);
    expect(sent).toEqual({ a: ['u7'] });
  });

  test('a message for nodes → is theirs, and no viewer sees it', () => {
    const { near, far, wire, sent, heard } = nodes({ a: 'home' });
    near.tellNodes(gameId, '{"part":1}');
    far.receive(Buffer.from(wire[0]!.message));
    expect(heard).toEqual([{ gameId, sender: 'near', body: '{"part":1}' }]);
    expect(sent).toEqual({ a: [] });
  });

  test('Redis is not connected → lost, and not kept', () => {
    const { cut, wire } = nodes({});
    cut.tell({ gameId, seq: 1, except: undefined, variants: [{ viewers: undefined, text: 'u1' }] });
    expect(wire).toEqual([{ channel: 'lost', message: '' }]);
  });
});

describe('who listens', () => {
  const update = (seq: number) => ({
    gameId,
    seq,
    except: undefined,
    variants: [{ viewers: undefined, text: `u${seq}` }],
  });

  /** A node with a viewer of its own; Redis says of each publish that so many nodes heard it. */
  function publisher({ heardBy, isCluster = false }: { heardBy: () => number; isCluster?: boolean }) {
    const writes: string[][] = [];
    const timers: (() => void)[] = [];
    const stream = new GameStream('home', () => undefined);
    const feed = new Feed({
      redis: {
        status: 'ready',
        ...(isCluster ? {} : { stream: { cork: () => writes.push([]), uncork: () => undefined } }),
        spublish: (_channel, message) => {
          if (isCluster) writes.push([]);
          writes.at(-1)!.push(message.split('\n').at(-1)!);
          return Promise.resolve(heardBy());
        },
      },
      clock: {
        endOfTick: (run) => run(),
        after: (_ms, run) => {
          timers.push(run);
          return { cancel: () => void timers.splice(timers.indexOf(run), 1) };
        },
      },
      sender: 'near',
      streamsOf: () => [['a', stream]],
      onNodeMessage: () => undefined,
      onLost: () => undefined,
    });
    const tell = async (...seqs: number[]): Promise<void> => {
      for (const seq of seqs) feed.tell(update(seq));
      await new Promise(setImmediate);
    };
    return { feed, writes, timers, tell };
  }

  test('only this node heard the last → the next wait for each other, and leave in one write', async () => {
    const { writes, timers, tell } = publisher({ heardBy: () => 1 });
    await tell(1);
    await tell(2, 3);
    expect(writes).toEqual([['u1']]);
    timers[0]!();
    expect(writes).toEqual([['u1'], ['u2', 'u3']]);
  });

  test('another node heard it → the next at once, and whatever waits before it', async () => {
    let heardBy = 1;
    const { feed, writes, timers, tell } = publisher({ heardBy: () => heardBy });
    await tell(1);
    await tell(2);
    feed.tellNodes(gameId, 'presence');
    expect(writes).toEqual([['u1'], ['u2', 'presence']]);
    expect(timers).toEqual([]);
    heardBy = 2;
    await tell(3);
    timers[0]!();
    await tell();
    await tell(4);
    expect(writes.slice(2)).toEqual([['u3'], ['u4']]);
  });

  test('a Redis Cluster, which cannot count them all → always at once', async () => {
    const { writes, tell } = publisher({ heardBy: () => 1, isCluster: true });
    await tell(1);
    await tell(2);
    expect(writes).toEqual([['u1'], ['u2']]);
  });
});
