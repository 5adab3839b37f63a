import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { lockLot, lotById } from "@/lib/store/lots";
import { addPayment, documentFee, type PaymentRow } from "@/lib/store/payments";
import type { Deps } from "@/lib/usecases/deps";
import { currentTerms, documentFeeFen } from "@/lib/usecases/document/current-terms";

export const payDocumentsInput = z.strictObject({ lotId: z.uuid() });

/**
 * Opens the payment of the document fee, or gives the one that is open, and where to pay it. Paid twice is not
 * possible from here; a gateway that takes money twice all the same is refunded by the callback.
 *
 * @throws {Refusal} STATE_FORBIDS where nothing is to be paid (any more)
 */
export async function payDocuments(
  actor: Actor,
  input: z.infer<typeof payDocumentsInput>,
  deps: Deps,
): Promise<{ paymentId: string; checkoutUrl: string }> {
  authorise(actor, "document.pay", "none");
  const partyId = actor.partyId;
  if (!partyId) throw new Refusal("NOT_ALLOWED", { action: "document.pay" });
  const lot = await lotById(input.lotId);
  const stage = stageOf(lot, await platformNow());
  const terms = await currentTerms(lot.id);
  const feeFen = terms ? documentFeeFen(terms) : 0n;
  if (stage !== "bidding" || feeFen === 0n)
    throw new Refusal("STATE_FORBIDS", { state: stage, event: "pay" }, ["R-46"]);
  const payment = await inTransaction(async (tx) => {
    await lockLot(tx, lot.id, "share");
    const open = await documentFee(lot.id, partyId, tx);
    if (open?.state === "paid") throw new Refusal("STATE_FORBIDS", { state: open.state, event: "pay" }, ["R-46"]);
    if (open?.state === "pending" && open.amountFen === feeFen) return open;
    const fresh = await addPayment(tx, { lotId: lot.id, partyId, amountFen: feeFen });
    await record(tx, actor, {
      action: "document.pay",
      objectKind: "payment",
      objectId: fresh.id,
      lotId: lot.id,
      bidderSide: true,
    });
    return fresh;
  });
  return { paymentId: payment.id, checkoutUrl: checkout(payment, lot.code, lot.id, deps) };
}

const checkout = (payment: PaymentRow, lotCode: string, lotId: string, deps: Deps) =>
  deps.payment.checkoutUrl({
    id: payment.id,
    amountFen: payment.amountFen,
    title: `招标文件工本费 ${lotCode}`,
    returnUrl: `${deps.origin}/work/tenders/lot/${lotId}`,
    callbackUrl: `${deps.origin}/api/payments/callback`,
  });
