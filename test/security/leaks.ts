/** What no answer, log line or page may hold. */
import { CANARIES } from '../support/fortress';

const SECRETS = Object.values(CANARIES);

/** Signs that something of the inside came out: where the code is, what it asked, what it is made of. */
const INSIDES: readonly (readonly [string, RegExp])[] = [
  ['a stack', /\n\s+at .+:\d+:\d+|\bat (?:async )?[\w.<>]+ \(/],
  ['a path', /node_modules|\/dist\/|\/src\/\w+\/|\.[jt]s:\d+|file:\/\//],
  [
    'SQL',
    /syntax error at or near|duplicate key value|violates \w+ constraint|relation "|invalid input syntax|\$\d+::/i,
  ],
  [
    'an error of a library',
    /ReplyError|WRONGPASS|NOAUTH|DatabaseError|ZodError|SyntaxError|TypeError|KnexTimeout|ECONN/,
  ],
  ['a function', /native code|\[object Object\]/],
];

export function leaksIn(text: string): string[] {
  const secrets = SECRETS.filter((secret) => text.includes(secret)).map(
    (secret) => `the secret ${secret.slice(0, 14)}…`,
  );
  return [...secrets, ...INSIDES.filter(([, sign]) => sign.test(text)).map(([name]) => name)];
}

/** The log is for operators: it may tell where the code failed, and never a secret or a credential. */
export function secretsIn(text: string, credentials: readonly string[]): string[] {
  return [...SECRETS, ...credentials].filter((secret) => text.includes(secret)).map((secret) => secret.slice(0, 14));
}
