/**
 * A histogram of times: buckets that grow by two per cent, so that a quantile is at most two per cent too high, and a
 * million times take no more room than a hundred. Several can be added up, over processes too.
 */
const GROWTH = 1.02;
const LOG_GROWTH = Math.log(GROWTH);
/** Times below this are one bucket: a microsecond. */
const SMALLEST_MS = 0.001;
/** The last bucket takes all above about three hours. */
const BUCKETS = 1_200;

/** A histogram as it goes from one process to another: the buckets that hold something. */
export interface LatencyCounts {
  readonly buckets: readonly (readonly [bucket: number, count: number])[];
  readonly maxMs: number;
}

export class Latencies {
  private readonly counts = new Uint32Array(BUCKETS);
  private total = 0;
  private longest = 0;

  /** Those that a histogram counted, of another process perhaps. */
  static of(counts: LatencyCounts): Latencies {
    const latencies = new Latencies();
    latencies.addCounts(counts);
    return latencies;
  }

  add(tookMs: number): void {
    const bucket = tookMs <= SMALLEST_MS ? 0 : Math.ceil(Math.log(tookMs / SMALLEST_MS) / LOG_GROWTH);
    this.put(Math.min(bucket, BUCKETS - 1), 1);
    this.longest = Math.max(this.longest, tookMs);
  }

  get count(): number {
    return this.total;
  }

  /** The longest, exact; 0 when there is none. */
  get maxMs(): number {
    return this.longest;
  }

  /** The time that this share (0–1) of all did not exceed, in milliseconds; 0 when there is none. */
  quantile(share: number): number {
    const wanted = Math.ceil(this.total * share);
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += this.counts[bucket] ?? 0;
      if (seen >= wanted && seen > 0) return Math.min(SMALLEST_MS * GROWTH ** bucket, this.longest);
    }
    return this.longest;
  }

  toCounts(): LatencyCounts {
    const buckets: (readonly [number, number])[] = [];
    this.counts.forEach((count, bucket) => count > 0 && buckets.push([bucket, count]));
    return { buckets, maxMs: this.longest };
  }

  addCounts({ buckets, maxMs }: LatencyCounts): void {
    for (const [bucket, count] of buckets) this.put(bucket, count);
    this.longest = Math.max(this.longest, maxMs);
  }

  private put(bucket: number, count: number): void {
    this.counts[bucket] = (this.counts[bucket] ?? 0) + count;
    this.total += count;
  }
}
