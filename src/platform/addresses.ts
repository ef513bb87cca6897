/**
 * Where a request or a socket comes from.
 *
 * `X-Forwarded-For` is written by whoever sends it; only what the proxies that we trust have appended at its end is
 * true. So the entry that counts is the last but `hops`, it counts only when it is an address, and without proxies
 * nothing of the header does.
 */
import { isIP } from 'node:net';

export interface Origin {
  /** The other end of the connection. */
  readonly peer: string;
  readonly forwardedFor: string | readonly string[] | undefined;
  /** Proxies in front of the node, each of which appends the address that it saw. */
  readonly hops: number;
}

export function addressOf({ peer, forwardedFor, hops }: Origin): string {
  const header = typeof forwardedFor === 'string' ? forwardedFor : (forwardedFor ?? []).join(',');
  const seen = hops > 0 ? bare(header.split(',').at(-hops) ?? '') : '';
  return isIP(seen) === 0 ? bare(peer) : seen;
}

/** What is counted as one: an IPv4 address, or an IPv6 network of which one customer has all 2^64 addresses. */
export function bucketOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const groupsOf = (half: string): string[] => half.split(':').filter((group) => group !== '');
  const [left, right] = [groupsOf(head), groupsOf(tail ?? '')];
  const gap = Array.from({ length: tail === undefined ? 0 : 8 - left.length - right.length }, () => '0');
  const network = [...left, ...gap, ...right].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${network.join(':').toLowerCase()}::/64`;
}

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/;

/** Without a port, a zone, brackets, or the IPv6 form of an IPv4 address. */
function bare(text: string): string {
  const trimmed = text.trim();
  const [, six, four] = WITH_PORT.exec(trimmed) ?? [];
  const [address = ''] = (six ?? four ?? trimmed).split('%');
  return MAPPED.exec(address)?.[1] ?? address;
}
