import { z } from "zod";
import { withdrawBytes } from "@/lib/crypto/statements";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { lotById } from "@/lib/store/lots";
import { type Prepared, prepared } from "@/lib/usecases/signing/act";
import { ownBid } from "./own-bid";

export const prepareWithdrawalInput = z.strictObject({ bidId: z.uuid() });

/** The withdrawal of the bid in force, to be signed. */
export async function prepareWithdrawal(
  actor: Actor,
  input: z.infer<typeof prepareWithdrawalInput>,
): Promise<Prepared> {
  const bid = await ownBid(actor, input.bidId, "bid.withdraw");
  if (bid.state !== "submitted" || !bid.prev || !actor.uscc)
    throw new Refusal("STATE_FORBIDS", { state: bid.state, event: "withdraw" }, ["R-75"]);
  const lot = await lotById(bid.lotId);
  const tender = { id: lot.tender.code, lot: lot.code };
  const bytes = withdrawBytes({ uscc: actor.uscc, prev: bid.prev, seq: bid.seq + 1, tender });
  return prepared({ bytes, purpose: "withdraw", tender, title: `${lot.tender.name} ${lot.name}` });
}
