import { Decoder, Encoder, PacketType, type Packet } from 'socket.io-parser';
import { acceptLarge, encodeEvent, REFUSED_EVENT, RefusedPacket, wireParser } from '../../../src/realtime/parser';

/** What comes out of the decoder for what goes in. */
function decoded(...pieces: unknown[]): Packet[] {
  return decodedBy(new wireParser.Decoder(), pieces);
}

function decodedBy(decoder: InstanceType<typeof wireParser.Decoder>, pieces: readonly unknown[]): Packet[] {
  const packets: Packet[] = [];
  decoder.on('decoded', (packet: Packet) => packets.push(packet));
  pieces.forEach((piece) => decoder.add(piece));
  return packets;
}

const samples: Packet[] = [
  { type: PacketType.CONNECT, nsp: '/', data: { sid: 'x' } },
  { type: PacketType.EVENT, nsp: '/', data: ['update', { seq: 1, text: 'é\n"' }] },
  { type: PacketType.EVENT, nsp: '/mesh', data: ['ask', []], id: 0 },
  { type: PacketType.ACK, nsp: '/', data: [{ ok: true }], id: 12 },
  { type: PacketType.CONNECT_ERROR, nsp: '/', data: { message: 'no' } },
  { type: PacketType.DISCONNECT, nsp: '/', data: undefined },
];

describe('wire parser', () => {
  test.each(samples)('%j → written as socket.io itself writes it, and read back', (packet) => {
    const text = new wireParser.Encoder().encode(packet);
    expect(text).toEqual(new Encoder().encode(packet));
    expect(decoded(...text)).toEqual([expect.objectContaining({ nsp: packet.nsp, type: packet.type })]);
  });

  test('an event encoded beforehand → the same text', () => {
    expect([encodeEvent('head', { seq: 1 })]).toEqual(
      new Encoder().encode({ type: PacketType.EVENT, nsp: '/', data: ['head', { seq: 1 }] }),
    );
  });

  test('binary attachments → a refusal under the same id, and the attachments are swallowed', () => {
    const pieces: unknown[] = new Encoder().encode({
      type: PacketType.EVENT,
      nsp: '/',
      data: ['command', Buffer.from('x')],
      id: 7,
    });
    expect(decoded(...pieces, '2["leave"]')).toMatchObject([
      { type: PacketType.EVENT, id: 7, data: [REFUSED_EVENT, { code: 'request/binary' }] },
      { data: ['leave'] },
    ]);
  });

  test('a text that is too large → a refusal under the same id, and it is not parsed', () => {
    const huge = `242["command",{"pad":"${'x'.repeat(70_000)}`;
    const [packet] = decoded(huge);
    expect(packet).toMatchObject({ id: 42, data: [REFUSED_EVENT, { code: 'request/too_large' }] });
    expect((packet?.data as unknown[])[1]).toBeInstanceOf(RefusedPacket);
  });

  test('a large text of another node → read; of whoever has not shown that he is one → not', () => {
    const text: unknown[] = new Encoder().encode({
      type: PacketType.EVENT,
      nsp: '/mesh',
      data: ['ask', 'x'.repeat(70_000)],
    });
    const decoder = new wireParser.Decoder();
    expect(decodedBy(decoder, text)[0]).toMatchObject({ data: [REFUSED_EVENT, { code: 'request/too_large' }] });
    acceptLarge({ decoder });
    expect(decodedBy(decoder, text).at(-1)).toMatchObject({
      nsp: '/mesh',
      data: ['ask', expect.any(String) as string],
    });
  });

  test.each([
    ['an attachment without its packet', [Buffer.from('x')]],
    ['text in the place of an attachment', ['51-["a",{"_placeholder":true,"num":0}]', '2["b"]']],
    ['no JSON', ['2{{']],
    ['an unknown type', ['9[]']],
  ])('%s → an error, on which the connection ends', (_title, pieces) => {
    expect(() => decoded(...pieces)).toThrow();
  });

  test('our decoder is socket.io’s own, but for that', () => {
    expect(new wireParser.Decoder()).toBeInstanceOf(Decoder);
  });
});
