/**
 * Does `work` for every item, so many at a time, in order of their beginning: ten thousand bids read at once would hold ten
 * thousand connections and buffers. The first error ends it; what had begun goes on to its end unheard.
 *
 * @returns results in the order of the items
 */
export async function inLanes<Item, Result>(
  lanes: number,
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at]!, at);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  return results;
}
