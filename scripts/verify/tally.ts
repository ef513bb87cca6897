/** How often each field was looked at, how often it differed, and the first places where it did. */

/** One difference. */
export interface Difference {
  readonly game: string;
  /** Where in the game: a play, a player, a line. */
  readonly place: string;
  readonly ours: string;
  readonly theirs: string;
}

export interface FieldTally {
  checked: number;
  differing: number;
  readonly first: Difference[];
}

export class Tally {
  /** By file, then by field, in the order of the file. */
  readonly files = new Map<string, Map<string, FieldTally>>();

  constructor(private readonly firstMax: number) {}

  check(file: string, field: string, difference: Difference): void {
    const tally = this.tallyOf(file, field);
    tally.checked += 1;
    if (difference.ours === difference.theirs) return;
    tally.differing += 1;
    if (tally.first.length < this.firstMax) tally.first.push(difference);
  }

  /** Checks that were all equal: the cheap way for most of them. */
  equal(file: string, field: string): void {
    this.tallyOf(file, field).checked += 1;
  }

  private tallyOf(file: string, field: string): FieldTally {
    let fields = this.files.get(file);
    if (fields === undefined) this.files.set(file, (fields = new Map<string, FieldTally>()));
    let tally = fields.get(field);
    if (tally === undefined) fields.set(field, (tally = { checked: 0, differing: 0, first: [] }));
    return tally;
  }

  get differing(): number {
    let differing = 0;
    for (const fields of this.files.values()) for (const tally of fields.values()) differing += tally.differing;
    return differing;
  }
}
