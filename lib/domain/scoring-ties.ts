/** Ranks that arithmetic left level, and how the committee set them (EV-8): the order it decided, first before second. */
export type TieDecision = { readonly digests: readonly string[]; readonly reason: string };
export type RankedLine = { readonly id: string; readonly rank: number; readonly tied: boolean };

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === a.length;

/** Groups of bids that share a rank and no decision sets in order. */
export function openTies(
  lines: readonly RankedLine[],
  decisions: readonly TieDecision[],
): readonly (readonly string[])[] {
  const ranks = [...new Set(lines.filter(({ tied }) => tied).map(({ rank }) => rank))];
  return ranks
    .map((rank) => lines.filter((line) => line.tied && line.rank === rank).map(({ id }) => id))
    .filter((group) => !decisions.some(({ digests }) => sameSet(digests, group)));
}

/** Lines with the ranks the decisions give them, best first. Where none was taken, equals stay level. */
export function finalRanks<L extends RankedLine>(lines: readonly L[], decisions: readonly TieDecision[]): readonly L[] {
  return lines
    .map((line) => {
      const level = lines.filter((other) => other.tied && other.rank === line.rank).map(({ id }) => id);
      const decided = line.tied ? decisions.find(({ digests }) => sameSet(digests, level)) : undefined;
      return decided ? { ...line, rank: line.rank + decided.digests.indexOf(line.id), tied: false } : line;
    })
    .sort((a, b) => a.rank - b.rank);
}
