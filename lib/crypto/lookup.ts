/**
 * Looks rows up by a key, through an index that is made once for each list: what is asked once for each bid must not go
 * through all bids. The list must be complete when it is first asked.
 *
 * @param keysOf what a row is found by, perhaps by several
 * @returns all rows with a key, in the order of the list
 */
export function lookup<Row>(keysOf: (row: Row) => Iterable<string>) {
  const indexes = new WeakMap<readonly Row[], ReadonlyMap<string, readonly Row[]>>();
  return (rows: readonly Row[], key: string): readonly Row[] => {
    let index = indexes.get(rows);
    if (!index) {
      index = indexOf(rows, keysOf);
      indexes.set(rows, index);
    }
    return index.get(key) ?? [];
  };
}

function indexOf<Row>(
  rows: readonly Row[],
  keysOf: (row: Row) => Iterable<string>,
): ReadonlyMap<string, readonly Row[]> {
  const index = new Map<string, Row[]>();
  for (const row of rows)
    for (const key of new Set(keysOf(row))) {
      const there = index.get(key);
      if (there) there.push(row);
      else index.set(key, [row]);
    }
  return index;
}
