import { z } from "zod";
import { encodeBase64 } from "@/lib/crypto/binding";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import type { CompleteTerms } from "@/lib/domain/terms";
import { currentSet } from "@/lib/store/documents";
import { lotById } from "@/lib/store/lots";
import { uploadOfContainer } from "@/lib/store/uploads";
import { sealedBid } from "@/lib/store/sealed-bids";
import { parseSeal } from "@/lib/crypto/seal";
import { ownBid } from "./own-bid";
import { recordInForce } from "./record-in-force";

export const viewMaterialInput = z.strictObject({ bidId: z.uuid() });

export type SealingMaterial = {
  readonly uscc: string;
  readonly tender: { readonly id: string; readonly lot: string };
  readonly deadline: string;
  /** Canonical tender record and opening policy with their signatures, base64: the client verifies them itself. */
  readonly record: SignedPair;
  readonly policy: SignedPair;
  readonly docsHash: string;
  readonly seq: number;
  readonly prev: string | null;
  readonly form: CompleteTerms["form"];
  /** Headers of the containers of the bid in force, for self-test and withdrawal. */
  readonly headers: readonly string[];
};
type SignedPair = { readonly bytes: string; readonly tenderee: string; readonly platform: string };

/** What the bidder's program needs to seal, all of it signed by others than this page (protocol §2.10). */
export async function viewMaterial(actor: Actor, input: z.infer<typeof viewMaterialInput>): Promise<SealingMaterial> {
  const bid = await ownBid(actor, input.bidId, "bid.view");
  const [lot, record, set] = await Promise.all([lotById(bid.lotId), recordInForce(bid.lotId), currentSet(bid.lotId)]);
  if (!record || !set || !actor.uscc) throw new Refusal("STATE_FORBIDS", { state: "preparation", event: "seal" });
  const terms = set.terms as unknown as CompleteTerms;
  const pair = (
    bytes: Uint8Array,
    { tenderee, platform }: { tenderee: Uint8Array; platform: Uint8Array },
  ): SignedPair => ({
    bytes: encodeBase64(bytes),
    tenderee: encodeBase64(tenderee),
    platform: encodeBase64(platform),
  });
  return {
    uscc: actor.uscc,
    tender: { id: lot.tender.code, lot: lot.code },
    deadline: record.record.deadline,
    record: pair(record.recordBytes, record.signatures.record),
    policy: pair(record.policyBytes, record.signatures.policy),
    docsHash: record.docsHash,
    seq: bid.seq + 1,
    prev: bid.prev,
    form: terms.form,
    headers: await headersOf(bid.digest),
  };
}

async function headersOf(digest: string | null): Promise<string[]> {
  const sealed = digest ? await sealedBid(digest) : null;
  if (!sealed) return [];
  const containers = Object.keys(parseSeal(sealed.bytes).headers);
  const uploads = await Promise.all(containers.map((container) => uploadOfContainer(container)));
  return uploads.flatMap((upload) => (upload ? [encodeBase64(upload.header)] : []));
}
