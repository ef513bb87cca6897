/**
 * A reading position in a notation, and the fault that names what could not be read.
 *
 * `#` (doubtful), `!` (great play) are marks for people and are read over wherever they stand.
 */

/** Thrown inside `notation/` alone, and caught at its door. */
export class NotationFault extends Error {
  /** The part that could not be read, as it was written. */
  readonly part: string;
  /** Where it begins: 0 is the first character. */
  readonly position: number;

  constructor(reason: string, part: string, position: number) {
    super(reason);
    this.part = part;
    this.position = position;
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
    if (!this.take(char)) this.fail(`"${char}" is missing`, from);
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

  /** Refuses the part from `from` to the next separator. */
  fail(reason: string, from: number): never {
    let end = Math.max(this.at, from + 1);
    while (end < this.text.length && !'/.;+'.includes(this.text.charAt(end))) end += 1;
    throw new NotationFault(reason, this.text.slice(from, end), from);
  }
}
