import type { z } from "zod";
import { parseSeal } from "@/lib/crypto/seal";
import { parseReceipt, statementHash } from "@/lib/crypto/statements";
import { peekTimestamp } from "@/lib/crypto/timestamp";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { certificateByFingerprint } from "@/lib/store/certificates";
import { platformNow } from "@/lib/store/clock";
import { isProvable } from "@/lib/store/log";
import { eventOfHash, logEventById } from "@/lib/store/log-events";
import { lotById } from "@/lib/store/lots";
import { nameOfPerson } from "@/lib/store/people";
import { resubmissionBySeal } from "@/lib/store/resubmissions";
import { type SealedBidRow, sealedBid } from "@/lib/store/sealed-bids";
import { partyCards } from "@/lib/store/tenders";
import type { Deps } from "@/lib/usecases/deps";
import { PLATFORM_NAME } from "@/lib/usecases/notice/notice-pdf";
import { signPdfAsPlatform } from "@/lib/usecases/signing/pdf";
import { ownBid } from "./own-bid";
import type { receiptBundleInput } from "./receipt-bundle";

/**
 * The receipt for people, signed by the platform. Made from the signed statement whenever it is asked for; what proves
 * is the `.sbcr` file (settled 11). That of a re-submission says which bid it stands for and which end counted (§2.11, 6).
 */
export async function receiptPdf(
  actor: Actor,
  input: z.infer<typeof receiptBundleInput>,
  deps: Deps,
): Promise<Uint8Array> {
  const bid = await ownBid(actor, input.bidId, "bid.view");
  const row = (await sealedBid(input.digest)) ?? (await submittedAgain(input.digest));
  if (!row || row.bidId !== bid.id) throw new Refusal("NOT_ALLOWED", { action: "receipt.find" });
  const at = await platformNow();
  const pdf = await deps.pdf.make("receipt", await dataOf(row, at, deps));
  return signPdfAsPlatform(pdf, { name: "platform", reason: titleOf(row), at }, deps);
}

/** A receipted statement of a bid; `again` where it is a container submitted again for it. */
type Receipted = Pick<
  SealedBidRow,
  "bidId" | "lotId" | "partyId" | "bytes" | "certificate" | "receipt" | "tst" | "eventId"
> & { readonly kind: string; readonly again?: string };

async function submittedAgain(digest: string): Promise<Receipted | null> {
  const row = await resubmissionBySeal(digest);
  if (!row) return null;
  const event = await eventOfHash(statementHash(row.receipt), "resubmission");
  return { ...row, kind: "seal", again: row.digest, tst: null, eventId: event?.id ?? null };
}

const titleOf = ({ kind, again }: Receipted): string =>
  again ? "投标文件重新提交回执" : kind === "withdraw" ? "投标文件撤回回执" : "投标文件接收回执";

/** Index in the log, once somebody could check it there. */
async function placeInLog(eventId: string | null): Promise<string | null> {
  if (!eventId || !(await isProvable(eventId))) return null;
  return String((await logEventById(eventId)).batchIdx);
}

async function dataOf(row: Receipted, at: Date, deps: Pick<Deps, "origin">) {
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
    timestampedAt: row.tst ? peekTimestamp(row.tst).genTime.toISOString() : null,
    logIndex: await placeInLog(row.eventId),
    again: row.again ? { bid: row.again, until: lot.remedyEndsAt?.toISOString() ?? "" } : null,
    submittedBy: holder ?? "—",
  };
}

/** `CN=… , O=…` shortened to the name. */
const commonName = (subject: string): string => /CN=([^,]+)/.exec(subject)?.[1] ?? subject;
