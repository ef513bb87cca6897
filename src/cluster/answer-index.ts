/**
 * Which commands a game has accepted already: four bytes a command, so that it can stay in memory for the whole game.
 *
 * It holds the hash of each command id at its seq. A hash that is not there is certain (the command is new); one that
 * is there names the seqs to look at, and the entry itself decides. So a duplicate costs one look-up, and one new
 * command in millions a needless one, instead of every command costing memory for its whole answer.
 */
import type { CommandId } from '../protocol/ids';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a over the UTF-16 code units: ids are ASCII. http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashOf(commandId: CommandId): number {
  let hash = FNV_OFFSET;
  for (let i = 0; i < commandId.length; i++) hash = Math.imul(hash ^ commandId.charCodeAt(i), FNV_PRIME);
  return hash >>> 0;
}

export class AnswerIndex {
  private hashes: Uint32Array;
  private length: number;

  private constructor(hashes: Uint32Array, length: number) {
    this.hashes = hashes;
    this.length = length;
  }

  static empty(): AnswerIndex {
    return new AnswerIndex(new Uint32Array(8), 0);
  }

  /** @param text what `toText` gave. */
  static fromText(text: string): AnswerIndex {
    const bytes = Buffer.from(text, 'base64');
    const hashes = new Uint32Array(bytes.length / 4);
    for (let i = 0; i < hashes.length; i++) hashes[i] = bytes.readUInt32LE(i * 4);
    return new AnswerIndex(hashes, hashes.length);
  }

  /** The hashes as base64, little-endian: part of a snapshot. */
  toText(): string {
    const bytes = Buffer.alloc(this.length * 4);
    for (let i = 0; i < this.length; i++) bytes.writeUInt32LE(this.hashes[i] ?? 0, i * 4);
    return bytes.toString('base64');
  }

  /** Notes the command of the next seq. */
  add(commandId: CommandId): void {
    if (this.length === this.hashes.length) {
      const grown = new Uint32Array(Math.max(8, Math.ceil(this.length * 1.5)));
      grown.set(this.hashes);
      this.hashes = grown;
    }
    this.hashes[this.length++] = hashOf(commandId);
  }

  /** How many commands are noted: the game's seq. */
  get size(): number {
    return this.length;
  }

  /** Whether this id may have been accepted before: false is certain. */
  mayHold(commandId: CommandId): boolean {
    const at = this.hashes.indexOf(hashOf(commandId));
    return at !== -1 && at < this.length;
  }
}
