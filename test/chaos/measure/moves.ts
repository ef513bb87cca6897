/** Games that came to another node, from the nodes' own logs: a node that was killed said so before it was. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Takeover {
  /** In ms since the run began, by the node's clock, which a fault may have moved. */
  readonly at: number;
  readonly node: string;
  readonly gameId: string;
}

/** What the nodes' logs say about takeovers. @param startedAt when the run began, in ms since 1970 */
export function takeoversIn(folder: string, startedAt: number): readonly Takeover[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('node-'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .flatMap((line) => takeoverIn(line, startedAt) ?? [])
    .sort((a, b) => a.at - b.at);
}

export function takeoverIn(line: string, startedAt: number): Takeover | undefined {
  if (!line.includes('"takeover"')) return undefined;
  const { time, node, gameId, reason } = JSON.parse(line) as Record<string, string>;
  if (reason !== 'takeover' || time === undefined || node === undefined || gameId === undefined) return undefined;
  return { at: Date.parse(time) - startedAt, node, gameId };
}
