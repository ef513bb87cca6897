import { addressOf, bucketOf } from '../../../src/platform/addresses';

const PEER = '10.0.0.9';

describe('the address of a caller', () => {
  test.each<[string, string | string[] | undefined, number, string]>([
    ['no header', undefined, 1, PEER],
    ['a header that nobody vouches for', '1.2.3.4', 0, PEER],
    ['what one proxy saw', '1.2.3.4', 1, '1.2.3.4'],
    ['what the caller made up before it', '6.6.6.6, 1.2.3.4', 1, '1.2.3.4'],
    ['what the first of two proxies saw', '6.6.6.6, 1.2.3.4, 10.0.0.1', 2, '1.2.3.4'],
    ['fewer entries than proxies', '1.2.3.4', 2, PEER],
    ['several headers', ['6.6.6.6', '1.2.3.4'], 1, '1.2.3.4'],
    ['no address', 'unknown', 1, PEER],
    ['text that breaks a key', 'a\nb{c}*', 1, PEER],
    ['an address with a port', '1.2.3.4:5678', 1, '1.2.3.4'],
    ['an IPv6 address in brackets', '[2001:db8::1]:443', 1, '2001:db8::1'],
    ['an IPv4 address as IPv6', '::ffff:1.2.3.4', 1, '1.2.3.4'],
  ])('%s (%j, %i hops) → %s', (_title, forwardedFor, hops, expected) => {
    expect(addressOf({ peer: PEER, forwardedFor, hops })).toBe(expected);
  });

  test('a peer that came in over IPv6 with an IPv4 address → that', () => {
    expect(addressOf({ peer: '::ffff:127.0.0.1', forwardedFor: undefined, hops: 0 })).toBe('127.0.0.1');
  });
});

describe('what is counted as one address', () => {
  test.each([
    ['1.2.3.4', '1.2.3.4'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0db8:0000:0000:1::', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('%s → %s', (address, bucket) => {
    expect(bucketOf(address)).toBe(bucket);
  });
});
