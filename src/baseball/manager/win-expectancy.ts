/**
 * Win expectancy and leverage: how near a team is to winning, and how much hangs on the next plate appearance.
 *
 * Worked out once when the module is loaded, after Lindsey ("The progress of the score during a baseball game", 1961):
 * from the runs that a half-inning still yields, from the end of the game backwards. The runs from a base-out state
 * are taken as geometric above none, which needs two figures: the mean (RE24) and the chance of any run; both are those
 * of the 2019 regular season (counted from Retrosheet's play-by-play). Leverage is Tango's (The Book, 2006): the mean
 * swing of win expectancy over what may happen next, against the mean swing of all plate appearances.
 */

/** Runs that are told apart, in a lead and in a half-inning. */
const LEAD_MAX = 12;
const RUNS_MAX = 10;
const INNINGS = 9;
const HALF_INNINGS = 2 * INNINGS;
const LAST = HALF_INNINGS - 1;
const STATES = 24;
const LEADS = 2 * LEAD_MAX + 1;

/** RE24 of 2019, innings 1–8, by base-out state: empty, 1, 2, 12, 3, 13, 23, 123, each with none, one and two out. */
const RUNS_EXPECTED = [
  0.547, 0.298, 0.116, 0.962, 0.569, 0.246, 1.179, 0.738, 0.347, 1.59, 1.017, 0.47, 1.436, 1.002, 0.386, 1.806, 1.252,
  0.556, 2.063, 1.47, 0.614, 2.374, 1.683, 0.791,
];
/** The chance that a half-inning brings a run from there on, in the same order. */
const RUN_CHANCE = [
  0.293, 0.177, 0.079, 0.438, 0.279, 0.133, 0.608, 0.415, 0.225, 0.635, 0.438, 0.23, 0.829, 0.648, 0.263, 0.85, 0.647,
  0.294, 0.87, 0.699, 0.267, 0.865, 0.681, 0.328,
];
const EXTRA_INNINGS_HOME = 0.5;
/** The mean swing of a plate appearance in such a table (Tango: 0.035). */
const MEAN_SWING = 0.035;

/** Runs expected from a base-out state (`basesOccupied × 3 + outs`) to the end of the half-inning. */
export function runsExpected(baseOut: number): number {
  return RUNS_EXPECTED[baseOut] ?? 0;
}

function runChance(baseOut: number, runs: number): number {
  const any = RUN_CHANCE[baseOut] ?? 0;
  if (runs === 0) return 1 - any;
  const again = 1 - any / runsExpected(baseOut);
  return runs === RUNS_MAX ? any * again ** (runs - 1) : any * (1 - again) * again ** (runs - 1);
}

function clampedLead(lead: number): number {
  return lead > LEAD_MAX ? LEAD_MAX : lead < -LEAD_MAX ? -LEAD_MAX : lead;
}

/** Cells are ordered by half-inning (even: the top), lead of the home team, base-out state. */
function cellOf(halfInning: number, lead: number, baseOut: number): number {
  return (halfInning * LEADS + lead + LEAD_MAX) * STATES + baseOut;
}

const isTopOf = (halfInning: number): boolean => halfInning % 2 === 0;

/** The chances of the home team, as far as they are known: from the last half-inning backwards. */
class ChanceTable {
  readonly cells = new Float64Array(HALF_INNINGS * LEADS * STATES);

  constructor() {
    for (let halfInning = HALF_INNINGS - 1; halfInning >= 0; halfInning--) {
      for (let lead = -LEAD_MAX; lead <= LEAD_MAX; lead++) {
        for (let baseOut = 0; baseOut < STATES; baseOut++) {
          this.cells[cellOf(halfInning, lead, baseOut)] = this.averaged(halfInning, lead, baseOut);
        }
      }
    }
  }

  at(halfInning: number, lead: number, baseOut: number): number {
    return this.cells[cellOf(halfInning, lead, baseOut)] ?? 0;
  }

  /** Once a half-inning is over. */
  after(halfInning: number, lead: number): number {
    if (halfInning < LAST)
      return isTopOf(halfInning) && isWon(halfInning + 1, lead) ? 1 : this.at(halfInning + 1, lead, 0);
    return lead === 0 ? EXTRA_INNINGS_HOME : lead > 0 ? 1 : 0;
  }

  private averaged(halfInning: number, lead: number, baseOut: number): number {
    let chance = 0;
    for (let runs = 0; runs <= RUNS_MAX; runs++) {
      chance += runChance(baseOut, runs) * this.after(halfInning, leadAfter(halfInning, lead, runs));
    }
    return chance;
  }
}

/** Whether the home team, ahead, need bat no more. */
function isWon(halfInning: number, lead: number): boolean {
  return halfInning === LAST && lead > 0;
}

function leadAfter(halfInning: number, lead: number, runs: number): number {
  return clampedLead(isTopOf(halfInning) ? lead - runs : lead + runs);
}

const CHANCES = new ChanceTable();

/** A point of a game as the tables see it. */
export interface Juncture {
  readonly inning: number;
  /** Innings that are scheduled. */
  readonly innings: number;
  readonly isTop: boolean;
  /** Runs by which the home team leads; below 0, is behind. */
  readonly homeLead: number;
  /** `basesOccupied × 3 + outs`. */
  readonly baseOut: number;
}

/** Later innings are like the ninth, and the innings of a shorter game like the last ones of nine. */
function cellAt({ inning, innings, isTop, homeLead, baseOut }: Juncture): number {
  const alike = Math.min(Math.max(inning + INNINGS - innings, 1), INNINGS);
  return cellOf(2 * (alike - 1) + (isTop ? 0 : 1), clampedLead(homeLead), baseOut);
}

/** The home team's chance to win. */
export function homeWinExpectancy(juncture: Juncture): number {
  return CHANCES.cells[cellAt(juncture)] ?? EXTRA_INNINGS_HOME;
}

/** What a plate appearance may bring, told roughly: how often, the runs, the bases and outs after it. */
interface Outcome {
  readonly share: number;
  readonly after: (baseOut: number) => { readonly runs: number; readonly bases: number; readonly outs: number };
}

const countOf = (bases: number): number => (bases & 1) + ((bases >> 1) & 1) + ((bases >> 2) & 1);

/** The bases after a walk: who must move on does. */
function forced(bases: number): number {
  if ((bases & 1) === 0) return bases | 1;
  return (bases & 2) === 0 ? bases | 2 : 7;
}

const basesOf = (baseOut: number): number => Math.floor(baseOut / 3);

/** Shares of 2019, outs of every kind as one. */
const OUTCOMES: readonly Outcome[] = [
  { share: 0.675, after: (from) => ({ runs: 0, bases: basesOf(from), outs: (from % 3) + 1 }) },
  {
    share: 0.096,
    after: (from) => ({ runs: basesOf(from) === 7 ? 1 : 0, bases: forced(basesOf(from)), outs: from % 3 }),
  },
  {
    share: 0.147,
    after: (from) => ({ runs: countOf(basesOf(from) & 6), bases: 1 | ((basesOf(from) & 1) << 1), outs: from % 3 }),
  },
  {
    share: 0.046,
    after: (from) => ({ runs: countOf(basesOf(from) & 6), bases: 2 | ((basesOf(from) & 1) << 2), outs: from % 3 }),
  },
  { share: 0.036, after: (from) => ({ runs: countOf(basesOf(from)) + 1, bases: 0, outs: from % 3 }) },
];

function swing(halfInning: number, lead: number, baseOut: number): number {
  const now = CHANCES.at(halfInning, lead, baseOut);
  let sum = 0;
  for (const { share, after } of OUTCOMES) {
    const { runs, bases, outs } = after(baseOut);
    const then = leadAfter(halfInning, lead, runs);
    const goesOn = outs === 3 ? CHANCES.after(halfInning, then) : CHANCES.at(halfInning, then, bases * 3 + outs);
    sum += share * Math.abs((isWon(halfInning, then) ? 1 : goesOn) - now);
  }
  return sum / MEAN_SWING;
}

function leverages(): Float32Array {
  const table = new Float32Array(CHANCES.cells.length);
  for (let cell = 0; cell < table.length; cell++) {
    const lead = (Math.floor(cell / STATES) % LEADS) - LEAD_MAX;
    table[cell] = swing(Math.floor(cell / (STATES * LEADS)), lead, cell % STATES);
  }
  return table;
}

const LEVERAGES = leverages();

/** How much hangs on the plate appearance: 1 is the average, 2 twice as much. */
export function leverageIndex(juncture: Juncture): number {
  return LEVERAGES[cellAt(juncture)] ?? 0;
}
