import { fromBase64url, fromHex } from "./bytes";
import type { Header } from "./header";
import { checkSecret } from "./keys";
import { reject } from "./reasons";
import type { Seal } from "./seal";
import type { TenderRef } from "./shape";
import { suiteOf } from "./suite";

type Value = { readonly c: string; readonly g: number; readonly v: string };
/** A `release` with its B, or a `release-opening` with its O. */
export type Released = { readonly bid: string; readonly tender: TenderRef; readonly values: readonly Value[] };

/**
 * Judges what a bidder released by the seal it is for: the bid and its lot, and every group once with the container that
 * holds it (protocol §2.7).
 *
 * @throws reasons `secrets` for another bid or lot, `shape` for other groups
 */
export function mustBeOf({ bid, tender, values }: Released, id: string, seal: Seal): void {
  if (bid !== id) reject("secrets", "released for another bid");
  if (tender.id !== seal.tender.id || tender.lot !== seal.tender.lot) reject("secrets", "released for another lot");
  const holds = new Map(seal.segments.map(({ stage, c }) => [stage, c]));
  if (values.length !== holds.size || values.some(({ c, g }) => holds.get(g) !== c))
    reject("shape", "other groups than the bid's");
}

/**
 * Judges its B by the commitments of the headers that are at hand; the others are judged when they are.
 *
 * @throws reason `commit-bidder`
 */
export function mustFit({ values }: Released, headerOf: (container: string) => Header | undefined): void {
  for (const { c, g, v } of values) {
    const header = headerOf(c);
    if (!header) continue;
    const commit = fromHex(header.commit.bidder[g - 1] ?? "");
    checkSecret("bidder", fromBase64url(c, 16), g, fromBase64url(v, 32), commit, suiteOf(header.suite));
  }
}
