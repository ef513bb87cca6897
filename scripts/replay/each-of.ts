/** Works through a list, so many at once. Takes what it works on out of the list. */
export async function eachOf<T>(waiting: T[], atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
  const worker = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, worker));
}
