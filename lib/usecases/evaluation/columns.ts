import { hmacSha256, utf8 } from "@/lib/crypto/bytes";
import { blindCodes, isBlind, type MarkPhase } from "@/lib/domain/marking";
import { Refusal } from "@/lib/domain/refusal";
import { type Db, db } from "@/lib/store/db";
import type { OpenedRow } from "@/lib/store/openings";
import { validBids } from "./review-steps";
import type { Bench } from "./bench";

/** One column of a member's grid: a bid under the key and the words this member knows it by. */
export type Column = {
  /** Digest of the bid, or in a blind part the member's own code for it. */
  readonly key: string;
  /** Code, or the bidder's name. */
  readonly label: string;
  readonly bid: OpenedRow;
};

/** The phase a committee marks in now, or null. */
export const phaseOf = (state: Bench["committee"]["state"]): MarkPhase | null =>
  state === "detailed" ? "technical" : state === "scoring" ? "business" : null;

/**
 * The valid bids as one member sees them in a phase: by name in the order of the opening record, or blind, under codes and
 * in an order of its own (evaluation.md §6). Codes are keyed by the committee's id, which no
 * page of the room or of the host contains: whoever knew the key could turn the digests of the first review into codes.
 */
export async function columnsOf(
  bench: Bench,
  rejections: readonly { readonly digest: string }[],
  phase: MarkPhase,
  on: Db = db(),
): Promise<readonly Column[]> {
  const bids = validBids(bench.bids, rejections);
  if (isBlind(bench.terms.method, phase)) {
    const key = utf8(`blind ${bench.committee.id} ${bench.own.id}`);
    const codes = blindCodes(bids.map(({ digest }) => ({ digest, noise: hmacSha256(key, utf8(digest)) })));
    return [...codes].map(([digest, code]) => ({
      key: code,
      label: code,
      bid: bids.find((b) => b.digest === digest)!,
    }));
  }
  const names = await bidderNames(bids, on);
  return bids.map((bid) => ({ key: bid.digest, label: names.get(bid.digest) ?? "", bid }));
}

/** Names of the bidders by digest. */
export async function bidderNames(
  bids: readonly { readonly digest: string; readonly partyId: string }[],
  on: Db = db(),
): Promise<ReadonlyMap<string, string>> {
  const parties = await on.party.findMany({
    where: { id: { in: bids.map(({ partyId }) => partyId) } },
    select: { id: true, name: true },
  });
  return new Map(bids.map(({ digest, partyId }) => [digest, parties.find(({ id }) => id === partyId)?.name ?? ""]));
}

/** @throws {Refusal} NOT_ALLOWED for a key that is not of this member's grid: a digest names nothing in a blind part */
export function columnAt(columns: readonly Column[], key: string): Column {
  const column = columns.find((one) => one.key === key);
  if (!column) throw new Refusal("NOT_ALLOWED", { action: "bid.find" });
  return column;
}
