import { z } from "zod";
import { encodeBase64 } from "@/lib/crypto/binding";
import { randomBytes, toBase64url } from "@/lib/crypto/bytes";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { platformNow } from "@/lib/store/clock";
import { lotById } from "@/lib/store/lots";
import { sealedBid } from "@/lib/store/sealed-bids";
import { ownBid } from "@/lib/usecases/bid/own-bid";
import { type SealingMaterial, viewMaterial } from "@/lib/usecases/bid/view-material";
import { mustBeRemedy } from "./remedy";

export const prepareResubmissionInput = z.strictObject({ bidId: z.uuid() });

export type ResubmissionMaterial = {
  /** What every sealing needs; `prev` is the bid. */
  readonly material: SealingMaterial;
  /** The seal of the receipt, base64: its commitments are what must be met. */
  readonly seal: string;
  readonly nonce: string;
};

/** What the bidder's device needs to seal the same content again: its own seal and the papers, nothing secret. */
export async function prepareResubmission(
  actor: Actor,
  input: z.infer<typeof prepareResubmissionInput>,
): Promise<ResubmissionMaterial> {
  const bid = await ownBid(actor, input.bidId, "opening.release");
  await mustBeRemedy(await lotById(bid.lotId), bid, await platformNow());
  const sealed = bid.digest ? await sealedBid(bid.digest) : null;
  if (!sealed) throw new Refusal("STATE_FORBIDS", { state: bid.state, event: "resubmit" }, ["R-99"]);
  const material = await viewMaterial(actor, input);
  return { material, seal: encodeBase64(sealed.bytes), nonce: toBase64url(randomBytes(32)) };
}
