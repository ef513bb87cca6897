/**
 * What can be asked of a running cluster: `npm run cluster -- <verb> [target]`. The same words go over the wire, and
 * both sides read them here.
 */

export type Verb =
  | { readonly verb: 'kill' | 'freeze' | 'thaw' | 'drain'; readonly target: string }
  | { readonly verb: 'add' }
  | { readonly verb: 'status'; readonly isJson: boolean }
  | { readonly verb: 'where' }
  | { readonly verb: 'stop' };

/** A mistake in what somebody typed; its message is all they need to see. */
export class UsageError extends Error {}

const TARGETED = ['kill', 'freeze', 'thaw', 'drain'] as const;
const VERBS: readonly string[] = [...TARGETED, 'add', 'status', 'where', 'stop'];

export const isVerb = (word: string | undefined): boolean => word !== undefined && VERBS.includes(word);

/**
 * `['kill', '2']` is node-2; `worker-1` is a worker.
 * @throws UsageError naming what is wrong
 */
export function parseVerb(words: readonly string[]): Verb {
  const [verb, target, ...rest] = words;
  const targeted = TARGETED.find((name) => name === verb);
  if (targeted !== undefined && target !== undefined && rest.length === 0) {
    return { verb: targeted, target: targetName(target) };
  }
  if (targeted !== undefined) {
    throw new UsageError(`${targeted} wants one node: a number as in "${targeted} 2", or a name as in the table.`);
  }
  if (verb === 'status' && (target === undefined || target === '--json') && rest.length === 0) {
    return { verb, isJson: target === '--json' };
  }
  if ((verb === 'add' || verb === 'where' || verb === 'stop') && target === undefined) {
    return { verb };
  }
  const isKnown = isVerb(verb);
  throw new UsageError(
    isKnown ? `${verb} takes no "${target}".` : `There is no "${verb}". There are: ${VERBS.join(', ')}.`,
  );
}

function targetName(word: string): string {
  if (/^[1-9]\d{0,3}$/.test(word)) {
    return `node-${word}`;
  }
  if (/^(?:node|worker)-[1-9]\d{0,3}$/.test(word)) {
    return word;
  }
  throw new UsageError(`"${word}" is no process of the cluster: say 2 or node-2 for a node, worker-1 for a worker.`);
}
