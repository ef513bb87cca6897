/**
 * Where Redis is, in one URL:
 *
 *     redis://[user:password@]host[:port][/db]             one server (rediss:// for TLS)
 *     redis+sentinel://[user:password@]host:port,…/master[/db]   Sentinels, and the name of the master they watch
 *     redis+cluster://[user:password@]host:port,…          some nodes of a Redis Cluster
 *
 * `rediss+sentinel` and `rediss+cluster` speak TLS. User and password are those of the data nodes.
 */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

interface Credentials {
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
}

export type RedisAddress = Credentials &
  (
    | { readonly kind: 'single'; readonly host: string; readonly port: number; readonly db: number }
    | {
        readonly kind: 'sentinel';
        readonly sentinels: readonly HostPort[];
        readonly master: string;
        readonly db: number;
      }
    | { readonly kind: 'cluster'; readonly nodes: readonly HostPort[] }
  );

const PORT = 6379;
const SENTINEL_PORT = 26379;
const FORM = /^redis(s?)(?:\+(sentinel|cluster))?:\/\/(?:([^@/]*)@)?([^@/]+)(?:\/(.*))?$/;

/** @throws Error that says what is wrong with the URL, without the password in it. */
export function parseRedisUrl(url: string): RedisAddress {
  const [, tls, layout, login, hosts = '', path = ''] = FORM.exec(url) ?? [];
  if (hosts === '') {
    throw new Error(
      'a Redis URL looks like redis://host:port, redis+sentinel://host:port,…/master or redis+cluster://…',
    );
  }
  const credentials = { tls: tls === 's', ...parseLogin(login) };
  if (layout === 'cluster') {
    if (path !== '') throw new Error('a Redis Cluster has no databases: leave out what follows the hosts');
    return { ...credentials, kind: 'cluster', nodes: parseHosts(hosts, PORT) };
  }
  if (layout === 'sentinel') {
    const [master = '', db = ''] = path.split('/');
    if (master === '') throw new Error('a Sentinel URL ends with the name of the master: redis+sentinel://…/mymaster');
    return { ...credentials, kind: 'sentinel', sentinels: parseHosts(hosts, SENTINEL_PORT), master, db: parseDb(db) };
  }
  const [first, second] = parseHosts(hosts, PORT);
  if (first === undefined || second !== undefined) {
    throw new Error('several hosts are a redis+sentinel:// or a redis+cluster:// URL');
  }
  return { ...credentials, kind: 'single', ...first, db: parseDb(path) };
}

function parseLogin(login: string | undefined): { username?: string; password?: string } {
  if (login === undefined || login === '') return {};
  const colon = login.indexOf(':');
  const username = decodeURIComponent(colon < 0 ? login : login.slice(0, colon));
  const password = colon < 0 ? '' : decodeURIComponent(login.slice(colon + 1));
  return { ...(username === '' ? {} : { username }), ...(password === '' ? {} : { password }) };
}

function parseHosts(text: string, defaultPort: number): HostPort[] {
  return text.split(',').map((item) => {
    const [, bracketed, plain, port] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(item) ?? [];
    const host = bracketed ?? plain;
    const number = port === undefined ? defaultPort : Number(port);
    if (host === undefined || number < 1 || number > 65_535) throw new Error(`"${item}" is not host:port`);
    return { host, port: number };
  });
}

function parseDb(text: string): number {
  if (text === '') return 0;
  if (!/^\d{1,4}$/.test(text)) throw new Error(`"${text}" is not the number of a database`);
  return Number(text);
}
