import type { z } from "zod";
import { parseSeal } from "@/lib/crypto/seal";
import { parseReceipt } from "@/lib/crypto/statements";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { certificateByFingerprint } from "@/lib/store/certificates";
import { platformNow } from "@/lib/store/clock";
import { lotById } from "@/lib/store/lots";
import { nameOfPerson } from "@/lib/store/people";
import { type SealedBidRow, sealedBid } from "@/lib/store/sealed-bids";
import { partyCards } from "@/lib/store/tenders";
import type { Deps } from "@/lib/usecases/deps";
import { PLATFORM_NAME } from "@/lib/usecases/notice/notice-pdf";
import { signPdfAsPlatform } from "@/lib/usecases/signing/pdf";
import { ownBid } from "./own-bid";
import type { receiptBundleInput } from "./receipt-bundle";

/**
 * The receipt for people, signed by the platform. Made from the signed statement whenever it is asked for; what proves
 * is the `.sbcr` file (settled 11).
 */
export async function receiptPdf(
  actor: Actor,
  input: z.infer<typeof receiptBundleInput>,
  deps: Deps,
): Promise<Uint8Array> {
  const bid = await ownBid(actor, input.bidId, "bid.view");
  const row = await sealedBid(input.digest);
  if (!row || row.bidId !== bid.id) throw new Refusal("NOT_ALLOWED", { action: "receipt.find" });
  const at = await platformNow();
  const pdf = await deps.pdf.make("receipt", await dataOf(row, at, deps));
  return signPdfAsPlatform(pdf, { name: "platform", reason: "投标文件接收回执", at }, deps);
}

async function dataOf(row: SealedBidRow, at: Date, deps: Pick<Deps, "origin">) {
  const receipt = parseReceipt(row.receipt);
  const lot = await lotById(row.lotId);
  const { tendereeId, agencyId } = lot.tender;
  const [parties, certificate] = await Promise.all([
    partyCards([tendereeId, agencyId, row.partyId]),
    certificateByFingerprint(row.certificate),
  ]);
  const unit = (id: string) => {
    const { name = "—", uscc = "" } = parties.get(id) ?? {};
    return { name, uscc };
  };
  const seal = row.kind === "seal" ? parseSeal(row.bytes) : null;
  const holder = certificate?.personId ? await nameOfPerson(certificate.personId) : null;
  return {
    platform: PLATFORM_NAME,
    number: `${lot.code}-HZ${receipt.bid.slice(0, 8).toUpperCase()}`,
    generatedAt: at.toISOString(),
    digest: receipt.bid,
    verifyUrl: `${deps.origin}/verify`,
    training: lot.tender.training,
    tender: {
      tenderName: lot.tender.name,
      tenderCode: lot.tender.code,
      lotName: lot.name,
      lotCode: lot.code,
      tenderee: unit(tendereeId),
      agency: agencyId ? unit(agencyId) : null,
    },
    bidder: unit(row.partyId),
    status: receipt.status,
    arrival: receipt.arrival,
    deadline: lot.deadline?.toISOString() ?? "",
    seq: receipt.seq,
    bid: receipt.bid,
    container: seal?.container ?? "—",
    bytes: receipt.bytes,
    segments: seal ? seal.segments.map(({ name, len, root }) => ({ name, bytes: len, root })) : [],
    signer: { name: commonName(certificate?.subject ?? "—"), serial: certificate?.serial ?? "" },
    timestampedAt: null,
    logIndex: null,
    submittedBy: holder ?? "—",
  };
}

/** `CN=… , O=…` shortened to the name. */
const commonName = (subject: string): string => /CN=([^,]+)/.exec(subject)?.[1] ?? subject;
