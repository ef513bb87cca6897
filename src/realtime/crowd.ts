/** How many sockets each address and each user has on this node, and who may have one more. */

export interface CrowdLimits {
  /** 0: no limit. */
  readonly socketsPerAddressMax: number;
  readonly socketsPerUserMax: number;
}

export interface Comer {
  /** An address, or a network that counts as one. */
  readonly bucket: string;
  readonly user: string;
}

export class Crowd {
  private readonly addresses = new Map<string, number>();
  private readonly users = new Map<string, number>();

  constructor(private readonly limits: CrowdLimits) {}

  /** Takes a place, unless either has as many as it may. */
  enter({ bucket, user }: Comer): boolean {
    const { socketsPerAddressMax, socketsPerUserMax } = this.limits;
    if (isFull(this.addresses.get(bucket), socketsPerAddressMax) || isFull(this.users.get(user), socketsPerUserMax)) {
      return false;
    }
    add(this.addresses, bucket, 1);
    add(this.users, user, 1);
    return true;
  }

  leave({ bucket, user }: Comer): void {
    add(this.addresses, bucket, -1);
    add(this.users, user, -1);
  }
}

const isFull = (count: number | undefined, max: number): boolean => max > 0 && (count ?? 0) >= max;

function add(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
