import { parseRedisUrl } from '../../../src/store/redis/address';

test.each([
  ['redis://localhost', { kind: 'single', tls: false, host: 'localhost', port: 6379, db: 0 }],
  ['redis://127.0.0.1:7000/3', { kind: 'single', tls: false, host: '127.0.0.1', port: 7000, db: 3 }],
  [
    'rediss://alice:s%40cret@redis.example:6380',
    { kind: 'single', tls: true, username: 'alice', password: 's@cret', host: 'redis.example', port: 6380, db: 0 },
  ],
  ['redis://:secret@[::1]:6380', { kind: 'single', tls: false, password: 'secret', host: '::1', port: 6380, db: 0 }],
  [
    'redis+sentinel://:secret@a:26379,b/mymaster/2',
    {
      kind: 'sentinel',
      tls: false,
      password: 'secret',
      sentinels: [
        { host: 'a', port: 26379 },
        { host: 'b', port: 26379 },
      ],
      master: 'mymaster',
      db: 2,
    },
  ],
  [
    'rediss+cluster://a:7000,b:7001',
    {
      kind: 'cluster',
      tls: true,
      nodes: [
        { host: 'a', port: 7000 },
        { host: 'b', port: 7001 },
      ],
    },
  ],
])('parseRedisUrl: %s → where it is', (url, expected) => {
  expect(parseRedisUrl(url)).toEqual(expected);
});

test.each([
  ['http://localhost', 'looks like redis://'],
  ['redis://', 'looks like redis://'],
  ['redis://a:1,b:2', 'several hosts'],
  ['redis://a:99999', 'is not host:port'],
  ['redis://a:x', 'is not host:port'],
  ['redis://a/b', 'is not the number of a database'],
  ['redis+cluster://a:1/2', 'no databases'],
  ['redis+sentinel://a:1', 'name of the master'],
])('parseRedisUrl: %s → an error that says what is wrong', (url, message) => {
  expect(() => parseRedisUrl(url)).toThrow(message);
});

test('parseRedisUrl: a bad URL with a password → the password is not in the error', () => {
  expect.assertions(1);
  try {
    parseRedisUrl('redis://:secret@a:99999');
  } catch (error) {
    expect(String(error)).not.toContain('secret');
  }
});
