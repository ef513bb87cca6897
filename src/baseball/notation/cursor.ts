/**
 * A reading position in a notation, and the fault that names what could not be read.
 *
 * `#` (doubtful), `!` (great play) are marks for people and are read over wherever they stand.
 */

/** Why a part cannot be read, and what could stand there where that can be said. */
interface Fault {
  readonly reason: string;
  readonly expected?: string;
}

/** Thrown inside `notation/` alone, and caught at its door. */
export class NotationFault extends Error {
  /** The part that could not be read, as it was written. */
  readonly part: string;
  /** Where it begins: 0 is the first character. */
  readonly position: number;
  readonly expected: string | undefined;

  constructor({ reason, expected }: Fault, part: string, position: number) {
    super(reason);
    this.part = part;
    this.position = position;
    this.expected = expected;
  }
}

export class Cursor {
  at = 0;
  readonly text: string;

  constructor(text: string) {
    this.text = text;
    this.skipMarks();
  }

  /** The character under the cursor; '' at the end. */
  peek(): string {
    return this.text.charAt(this.at);
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  next(): void {
    this.at += 1;
    this.skipMarks();
  }

  private skipMarks(): void {
    while (this.at < this.text.length && (this.text[this.at] === '#' || this.text[this.at] === '!')) this.at += 1;
  }

  /** Steps over `char` when it stands here. */
  take(char: string): boolean {
    if (this.peek() !== char) return false;
    this.next();
    return true;
  }

  expect(char: string, from: number): void {
    if (!this.take(char)) this.miss(`"${char}"`, from);
  }

  /** A run of capital letters; may be empty. */
  letters(): string {
    let word = '';
    while (this.peek() >= 'A' && this.peek() <= 'Z') {
      word += this.peek();
      this.next();
    }
    return word;
  }

  /** Everything up to one of `stops`, or to the end. */
  until(stops: string): string {
    let word = '';
    while (!this.isAtEnd && !stops.includes(this.peek())) {
      word += this.peek();
      this.next();
    }
    return word;
  }

  /** Refuses the part from `from` to the next separator, because something else belongs there. */
  miss(expected: string, from: number): never {
    this.refuse({ reason: `expected ${expected}`, expected }, from);
  }

  /** Refuses the part from `from` to the next separator. */
  fail(reason: string, from: number): never {
    this.refuse({ reason }, from);
  }

  private refuse(fault: Fault, from: number): never {
    let end = Math.max(this.at, from + 1);
    while (end < this.text.length && !'/.;+'.includes(this.text.charAt(end))) end += 1;
    throw new NotationFault(fault, this.text.slice(from, end), from);
  }
}
