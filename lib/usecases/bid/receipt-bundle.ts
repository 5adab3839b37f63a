import { z } from "zod";
import { toBase64url } from "@/lib/crypto/bytes";
import { canonicalText } from "@/lib/crypto/canonical";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { proofOfEvent } from "@/lib/store/log";
import { eventOfHash } from "@/lib/store/log-events";
import { resubmissionBySeal } from "@/lib/store/resubmissions";
import { sealedBid } from "@/lib/store/sealed-bids";
import { statementHash } from "@/lib/crypto/statements";
import { ownBid } from "./own-bid";

export const receiptBundleInput = z.strictObject({ bidId: z.uuid(), digest: z.string().regex(/^[0-9a-f]{64}$/) });

/**
 * The `.sbcr` file: receipt, the platform's CMS, and, once they are there, timestamp token and log proof (settled 11).
 * It alone proves the bid against the platform; keep it with the backup key. That of a re-submission is the same, without
 * token: nothing of it is stamped.
 */
export async function receiptBundle(actor: Actor, input: z.infer<typeof receiptBundleInput>): Promise<string> {
  const bid = await ownBid(actor, input.bidId, "bid.view");
  const row = (await sealedBid(input.digest)) ?? (await submittedAgain(input.digest));
  if (!row || row.bidId !== bid.id) throw new Refusal("NOT_ALLOWED", { action: "receipt.find" });
  const proof = row.eventId ? await proofOfEvent(row.eventId) : null;
  return canonicalText({
    cms: toBase64url(row.receiptCms),
    fmt: "SBC/1",
    proof,
    receipt: toBase64url(row.receipt),
    seal: toBase64url(row.bytes),
    seal_cms: toBase64url(row.cms),
    token: row.tst ? toBase64url(row.tst) : null,
    type: "receipt-bundle",
  });
}

async function submittedAgain(digest: string) {
  const row = await resubmissionBySeal(digest);
  if (!row) return null;
  const event = await eventOfHash(statementHash(row.receipt), "resubmission");
  return { ...row, tst: null, eventId: event?.id ?? null };
}
