/** A story as a test: a cluster starts, things happen to it, and at the end the checker judges all that was said. */
import { Cluster, type ClusterOptions } from './harness';

/** The bounds inside a story come first: this one is for a story that hangs. */
const STORY_WITHIN_MS = 240_000;

export function story(title: string, options: ClusterOptions, tell: (cluster: Cluster) => Promise<void>): void {
  let running: Cluster | undefined;
  // For a story that did not come to its own end.
  afterAll(() => running?.close());

  test(
    title,
    async () => {
      const cluster = await Cluster.start(options);
      running = cluster;
      try {
        await tell(cluster);
        expect(await cluster.violations()).toEqual([]);
      } catch (cause) {
        throw new Error(`the story failed; what the processes last said:\n${cluster.logTails()}`, { cause });
      } finally {
        await cluster.close();
      }
    },
    STORY_WITHIN_MS,
  );
}
