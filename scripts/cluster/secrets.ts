/** The secrets of this machine's cluster: made once, kept where only its user can read them. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

export interface Secrets {
  /** Signs players' tokens. */
  readonly authSecret: string;
  /** One node shows it to another. */
  readonly meshSecret: string;
  /** Opens the queue dashboard. */
  readonly operatorToken: string;
}

const NAMES = ['authSecret', 'meshSecret', 'operatorToken'] as const;
const SECRET_BYTES = 24;

/**
 * Reads the file, or makes it (mode 0600).
 * @throws Error when the file is there but does not hold the secrets: never overwritten, tokens were signed with it
 */
export function loadSecrets(file: string): Secrets {
  const made: Secrets = { authSecret: secret(), meshSecret: secret(), operatorToken: secret() };
  try {
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
    return parseSecrets(readFileSync(file, 'utf8'), file);
  }
}

function parseSecrets(text: string, file: string): Secrets {
  try {
    const kept = JSON.parse(text) as Secrets;
    if (NAMES.every((name) => typeof kept[name] === 'string' && kept[name].length > 0)) {
      return kept;
    }
  } catch {
    // Not JSON: said below, with the cases in which a secret is missing.
  }
  throw new Error(`${file} does not hold the cluster's secrets. Remove it, and new ones are made.`);
}

const secret = (): string => randomBytes(SECRET_BYTES).toString('base64url');
