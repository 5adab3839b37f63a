import { Refusal } from "@/lib/domain/refusal";
import type { Tx } from "@/lib/store/db";
import { refusalsOf } from "@/lib/store/statements";
import { holdUploadsOf, uploadedBytes } from "@/lib/store/uploads";
import type { Deps } from "@/lib/usecases/deps";

/**
 * Holds the bid's uploads for the rest of the transaction and makes sure that `bytes` more fit. Counted under the lock
 * and over all containers, the replaced and the given-up ones too: a bidder that starts a new container for each part, or
 * sends a thousand parts at once, must not fill the disk on which everybody's deadline depends.
 *
 * @throws {Refusal} BID_SPACE_FULL
 */
export async function mustFit(tx: Tx, bidId: string, bytes: number, deps: Deps): Promise<void> {
  await holdUploadsOf(tx, bidId);
  if ((await uploadedBytes(bidId, tx)) + bytes > deps.limits.bidBytes) throw spaceFull(deps);
}

export const spaceFull = ({ limits }: Deps): Refusal =>
  new Refusal("BID_SPACE_FULL", { limitBytes: limits.bidBytes }, ["R-25"]);

/**
 * Whether the signed refusals of a bid have reached their number. Nobody is shut out by that: what is refused from then on
 * is told, but no longer kept, and checks come before the arrival instead of after it.
 */
export const refusedTooOften = async (
  { id, lotId }: { readonly id: string; readonly lotId: string },
  { limits }: Deps,
): Promise<boolean> => (await refusalsOf(lotId, id)) >= limits.refusalsPerBid;
