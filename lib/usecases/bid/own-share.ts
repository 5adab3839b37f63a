import type { Seal } from "@/lib/crypto/seal";
import { Refusal } from "@/lib/domain/refusal";
import type { Deps } from "@/lib/usecases/deps";
import type { Stored } from "./whole-upload";

/**
 * The platform's own trustee tries its share before the receipt (protocol §2.9, 6): a wrong one is nearly always a fault
 * of the bidder's program, and the bidder can still seal again. A trustee that does not answer costs nobody the deadline.
 */
export async function ownShareFits(seal: Seal, stored: Stored, deps: Deps): Promise<void> {
  const own = deps.trustees.find((trustee) => trustee.own);
  const upload = stored.get(seal.container);
  if (!own || !upload) return;
  const tender = { id: seal.tender.id, lot: seal.tender.lot };
  const fits = await own.checkShares(tender, upload.header).catch(() => true);
  if (!fits) throw new Refusal("SEAL_REJECTED", { reason: "share" }, ["R-70"]);
}
