/**
 * The heap of hot games: a node with obliging stores plays thousands of games, each to another point, and what its heap
 * holds more than before is divided by their number. Run with --expose-gc; answers its parent in one message.
 */
import { planGames } from '../../scripts/replay/plan';
import { playShare, startNode, textsOf, type GameTexts } from './bench-node';
import { obligingPorts } from './obliging-ports';

export interface MemoryPlan {
  readonly paths: readonly string[];
  readonly games: number;
}

export interface MemoryReport {
  readonly games: number;
  readonly commands: number;
  /** Bytes a game: JavaScript's heap, and the typed arrays beside it. */
  readonly heapBytes: number;
  readonly arrayBytes: number;
}

const AT_ONCE = 32;
/** Games that are played first, so that code and caches are there before the heap is looked at. */
const WARM_UP = 200;

async function main(plan: MemoryPlan): Promise<void> {
  const texts = planGames(plan.paths).games.map(textsOf);
  const node = await startNode(obligingPorts());
  await playMany(texts, WARM_UP, (each, share) => playShare(node, each, share));
  const before = used();
  let commands = 0;
  await playMany(texts, plan.games, (each, share) => {
    commands += Math.floor(each.commands.length * share);
    return playShare(node, each, share);
  });
  const after = used();
  const report: MemoryReport = {
    games: plan.games,
    commands,
    heapBytes: (after.heap - before.heap) / plan.games,
    arrayBytes: (after.arrays - before.arrays) / plan.games,
  };
  process.send?.(report, () => process.exit(0));
}

async function playMany(
  texts: readonly GameTexts[],
  games: number,
  play: (texts: GameTexts, share: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const player = async (): Promise<void> => {
    for (let n = next++; n < games; n = next++) {
      const each = texts[n % texts.length];
      if (each !== undefined) await play(each, ((n * 7919) % 1000) / 1000);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, player));
}

function used(): { readonly heap: number; readonly arrays: number } {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error('start this with --expose-gc');
  gc();
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { heap: heapUsed, arrays: arrayBuffers };
}

process.once('message', (plan: MemoryPlan) => void main(plan));
