/**
 * socket.io's wire format, as this service reads and writes it.
 *
 * Reading, a packet that may not come in (too large, or with binary attachments) is not decoded: it reaches the socket
 * as a `RefusedPacket` under the sender's acknowledgement id, so that it gets its own typed answer and costs nothing. From
 * a socket that has said too much of that kind, nothing is decoded for a while.
 * Writing, there is no search for buffers in what is known to be plain JSON.
 *
 * Format: https://github.com/socketio/socket.io-protocol (revision 5).
 */
import { Decoder, type Packet, PacketType } from 'socket.io-parser';
import type { ErrorCode } from '../protocol/error-codes';
import { MESH_NAMESPACE, MESSAGE_MAX_CHARS } from '../protocol/wire';

/** The event name of a refused packet; a client that sends it itself brings no `RefusedPacket` along. */
export const REFUSED_EVENT = '$refused';

/** Why a packet was not decoded. Only this file makes one: JSON cannot. */
export class RefusedPacket {
  constructor(readonly code: ErrorCode) {}
}

/** Type, attachments, namespace, acknowledgement id: what stands before a packet's JSON. */
const HEAD = /^([0-9])(?:(\d{1,4})-)?(?:(\/[^,]{0,200}),)?(\d{1,15})?/;
const ATTACHMENTS_MAX = 9999;

const BINARY_EVENT = String(PacketType.BINARY_EVENT);
const BINARY_ACK = String(PacketType.BINARY_ACK);
const MESH_EVENT = `${PacketType.EVENT}${MESH_NAMESPACE},`;

class WireEncoder {
  /** One string a packet; socket.io's answers and events are plain JSON here. */
  encode(packet: Packet): string[] {
    return [encodePacket(packet)];
  }
}

function encodePacket(packet: Packet): string {
  const namespace = packet.nsp === '/' ? '' : `${packet.nsp},`;
  const id = packet.id === undefined ? '' : String(packet.id);
  const data = packet.data === undefined || packet.data === null ? '' : JSON.stringify(packet.data);
  return `${packet.type}${namespace}${id}${data}`;
}

/** An event of the namespace '/' as it goes over the wire, to be encoded once for all its receivers. */
export function encodeEvent(event: string, payload: unknown): string {
  return `${PacketType.EVENT}${JSON.stringify([event, payload])}`;
}

class WireDecoder extends Decoder {
  /** A node at the other end may say more in one packet than players. */
  acceptsLarge = false;
  /** What comes is dropped unread. */
  isDeaf = false;
  private attachmentsLeft = 0;

  override add(data: unknown): void {
    if (this.isDeaf) {
      return;
    }
    if (typeof data !== 'string') {
      this.skipAttachment();
      return;
    }
    if (this.attachmentsLeft > 0) {
      throw new Error('text in the place of a binary attachment');
    }
    if (data.startsWith(BINARY_EVENT) || data.startsWith(BINARY_ACK)) {
      this.refuse(data, 'request/binary');
    } else if (data.length > MESSAGE_MAX_CHARS && !(this.acceptsLarge && data.startsWith(MESH_EVENT))) {
      this.refuse(data, 'request/too_large');
    } else {
      super.add(data);
    }
  }

  private skipAttachment(): void {
    if (this.attachmentsLeft === 0) {
      throw new Error('a binary attachment without its packet');
    }
    this.attachmentsLeft -= 1;
  }

  private refuse(text: string, code: ErrorCode): void {
    const [, , attachments, namespace, id] = HEAD.exec(text) ?? [];
    this.attachmentsLeft = Math.min(Number(attachments ?? 0), ATTACHMENTS_MAX);
    const packet: Packet = {
      type: PacketType.EVENT,
      nsp: namespace ?? '/',
      data: [REFUSED_EVENT, new RefusedPacket(code)],
    };
    if (id !== undefined) {
      packet.id = Number(id);
    }
    this.emitReserved('decoded', packet);
  }
}

/** Lets a connection of socket.io's, whose other end has shown that it is a node, send large packets. */
export function acceptLarge(client: object): void {
  const { decoder } = client as { readonly decoder?: unknown };
  if (decoder instanceof WireDecoder) decoder.acceptsLarge = true;
}

/** Drops what comes over a connection of socket.io's, before any of it is decoded, or no longer. */
export function turnDeaf(client: object, isDeaf: boolean): void {
  const { decoder } = client as { readonly decoder?: unknown };
  if (decoder instanceof WireDecoder) decoder.isDeaf = isDeaf;
}

/** For socket.io's option `parser`. */
export const wireParser = { Encoder: WireEncoder, Decoder: WireDecoder };
