import { z } from "zod";
import { encodeBase64 } from "@/lib/crypto/binding";
import { randomBytes, toBase64url } from "@/lib/crypto/bytes";
import { parseSeal } from "@/lib/crypto/seal";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { lotById } from "@/lib/store/lots";
import { openedBid } from "@/lib/store/openings";
import { sealedBid } from "@/lib/store/sealed-bids";
import { uploadOfContainer } from "@/lib/store/uploads";
import { ownBid } from "@/lib/usecases/bid/own-bid";

export const prepareReleaseInput = z.strictObject({ bidId: z.uuid() });

export type ReleaseMaterial = {
  readonly bid: string;
  readonly tender: { readonly id: string; readonly lot: string };
  readonly nonce: string;
  /** Per group the container that holds it, and that container's header (base64) to unwrap M from. */
  readonly groups: readonly { readonly g: number; readonly c: string; readonly header: string }[];
};

/** What a bidder's device needs to make its release: nothing of it is secret, and nobody else gets it. */
export async function prepareRelease(
  actor: Actor,
  input: z.infer<typeof prepareReleaseInput>,
): Promise<ReleaseMaterial> {
  const bid = await ownBid(actor, input.bidId, "opening.release");
  const line = bid.digest ? await openedBid(bid.digest) : null;
  const sealed = bid.digest ? await sealedBid(bid.digest) : null;
  if (!line || !sealed) throw new Refusal("STATE_FORBIDS", { state: bid.state, event: "release" }, ["R-96"]);
  const seal = parseSeal(sealed.bytes);
  const lot = await lotById(bid.lotId);
  const stages = [...new Set(seal.segments.map(({ stage }) => stage))].sort();
  const groups = await Promise.all(
    stages.map(async (g) => {
      const { c } = seal.segments.find(({ stage }) => stage === g)!;
      const upload = await uploadOfContainer(c);
      if (!upload) throw new Error(`container ${c} is gone`);
      return { g, c, header: encodeBase64(upload.header) };
    }),
  );
  const nonce = toBase64url(randomBytes(32));
  return { bid: sealed.digest, tender: { id: lot.tender.code, lot: lot.code }, nonce, groups };
}
