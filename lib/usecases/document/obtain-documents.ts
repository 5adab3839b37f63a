import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { addDownload, currentSet, hasObtained } from "@/lib/store/documents";
import { lockLot, type LotWithTender } from "@/lib/store/lots";
import { feeIsPaid } from "@/lib/store/payments";
import { currentTerms, documentFeeFen } from "./current-terms";

export const obtainDocumentsInput = z.strictObject({ lotId: z.uuid() });

/**
 * Obtains the documents of a lot, always the newest version: any registered party, without application or approval
 * . It is recorded so that amendments reach everybody, and shown to nobody before the deadline.
 *
 * @returns the version that was obtained
 * @throws {Refusal} TOO_EARLY, TOO_LATE outside the period of availability (whoever has them keeps access);
 *                   FEE_NOT_PAID
 */
export async function obtainDocuments(
  actor: Actor,
  input: z.infer<typeof obtainDocumentsInput>,
): Promise<{ version: number }> {
  authorise(actor, "document.download", "none");
  const { partyId, personId } = actor;
  if (!partyId || !personId) throw new Refusal("SIGN_IN_NEEDED", {});
  return inTransaction(async (tx) => {
    const lot = await lockLot(tx, input.lotId, "share");
    const set = await currentSet(lot.id, tx);
    if (!set || !lot.publishedAt) throw new Refusal("NOT_ALLOWED", { action: "document.find" });
    const known = await hasObtained(lot.id, partyId, tx);
    if (!known) mustBeAvailable(lot, await platformNow(tx));
    const terms = await currentTerms(lot.id, tx);
    const fee = terms ? documentFeeFen(terms) : 0n;
    if (!known && fee > 0n && !(await feeIsPaid(tx, lot.id, partyId))) throw new Refusal("FEE_NOT_PAID", {}, ["R-46"]);
    await addDownload(tx, { lotId: lot.id, partyId, personId, setVersion: set.version, address: actor.address });
    await record(tx, actor, {
      action: "document.download",
      objectKind: "documentSet",
      objectId: set.id,
      lotId: lot.id,
      facts: { version: set.version },
      bidderSide: true,
    });
    return { version: set.version };
  });
}

function mustBeAvailable(lot: LotWithTender, now: Date): void {
  if (lot.terminatedAt) throw new Refusal("TERMINATED", {}, ["R-152"]);
  if (lot.documentsFrom && now < lot.documentsFrom)
    throw new Refusal("TOO_EARLY", { from: lot.documentsFrom }, ["R-45"]);
  if (lot.documentsTo && now >= lot.documentsTo) throw new Refusal("TOO_LATE", { limit: lot.documentsTo }, ["R-45"]);
  const stage = stageOf(lot, now);
  if (stage !== "bidding") throw new Refusal("STATE_FORBIDS", { state: stage, event: "obtain" }, ["R-45"]);
}
