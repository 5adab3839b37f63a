import type { Container } from "./container";
import { reject } from "./reasons";

/**
 * Whether the groups a container carries are those of the earlier containers at hand (protocol §2.7): same bidder, lot,
 * suite and number of groups, entries copied unchanged from the seal of the container that holds them.
 * @returns numbers of carried segments whose container is not at hand
 * @throws reason `carried`
 */
export function checkCarried({ seal, header }: Container, earlier: readonly Container[]): readonly number[] {
  const missing: number[] = [];
  for (const entry of seal.segments) {
    if (entry.c === seal.container) continue;
    const home = earlier.find(({ header: { container } }) => container === entry.c);
    if (!home) {
      missing.push(entry.i);
      continue;
    }
    const same =
      home.seal.bidder.uscc === seal.bidder.uscc &&
      home.seal.tender.id === seal.tender.id &&
      home.seal.tender.lot === seal.tender.lot &&
      home.seal.suite === seal.suite &&
      home.header.stages === header.stages;
    if (!same) reject("carried", "another bidder's, lot's or suite's container");
    if (home.headerHash !== seal.headers[entry.c]) reject("carried", "another header");
    const there = home.seal.segments[entry.i];
    if (!there || JSON.stringify(there) !== JSON.stringify(entry)) reject("carried", `segment ${entry.i}`);
  }
  const before = earlier.find(({ bid }) => bid === seal.prev);
  if (before && before.seal.seq + 1 !== seal.seq) reject("carried", "seq does not follow prev");
  return missing;
}
