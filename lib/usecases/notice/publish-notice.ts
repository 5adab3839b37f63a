import { z } from "zod";
import { fromHex, sameBytes } from "@/lib/crypto/bytes";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { fileById } from "@/lib/store/files";
import { noticeById, type NoticeWithLots } from "@/lib/store/notices";
import { relationToTender, tenderById } from "@/lib/store/tenders";
import type { Deps } from "@/lib/usecases/deps";
import { keepBytes } from "@/lib/usecases/document/build-set";
import { refundFees } from "@/lib/usecases/payment/refund-fees";
import { bytesOfFile } from "@/lib/usecases/file/read-file";
import {
  type Accepted,
  acceptAct,
  acceptSignature,
  type Signed,
  signedInput,
} from "@/lib/usecases/signing/accept-signature";
import { acceptPdf } from "@/lib/usecases/signing/pdf";
import { type LotPapers, papersOf } from "./papers-of-notice";
import type { Preparation } from "./prepare-publication";
import { putIntoForce, type SignedLot } from "./put-into-force";

export const publishNoticeInput = z.strictObject({
  noticeId: z.uuid(),
  signed: z.array(signedInput).min(1).max(150),
});

/**
 * Publishes a notice: every signature is believed or refused, the platform signs policies and records beside the
 * tenderee, then one short transaction puts everything into force.
 *
 * @throws {Refusal} SIGNATURE_INVALID, SIGNER_MISMATCH; CONTENT_CHANGED where what was signed is not what
 *                   stands now; RULES_BROKEN where a date of the plan has passed meanwhile
 */
export async function publishNotice(
  actor: Actor,
  input: z.infer<typeof publishNoticeInput>,
  deps: Deps,
): Promise<{ noticeId: string; publishedAt: Date }> {
  const notice = await noticeById(input.noticeId);
  const tender = await tenderById(notice.tenderId);
  authorise(actor, "notice.publish", relationToTender(actor, tender));
  if (notice.state === "reviewing") throw new Refusal("NOT_READY", { missing: "review" }, ["R-38"]);
  if (notice.state !== "approved")
    throw new Refusal("STATE_FORBIDS", { state: notice.state, event: "publish" }, ["R-38"]);
  const preparation = notice.preparation as Preparation | null;
  if (!preparation) throw new Refusal("NOT_READY", { missing: "preparation" }, ["R-38"]);
  const papers = await papersOf(notice, tender, await platformNow(), deps);
  const { act, lots } = await acceptAll(actor, notice, papers, input.signed, deps);
  const pdf = await signedPdf(actor, notice, preparation, input.signed[1], deps);
  const platformSigned = await countersign(lots, deps);
  const publishedAt = await inTransaction((tx) =>
    putIntoForce(tx, actor, {
      notice,
      act,
      pdfFileId: pdf.id,
      pdfSha256: pdf.sha256,
      lots: platformSigned,
      origin: deps.origin,
    }),
  );
  // Outside the transaction: the gateway is somebody else's. What it does not answer now stays due and is asked again.
  if (notice.type === "terminationNotice")
    for (const { lotId } of notice.lots) await refundFees(lotId, deps).catch(() => undefined);
  return { noticeId: notice.id, publishedAt };
}

type AcceptedLot = Omit<SignedLot, "platformPolicyCms" | "platformRecordCms">;

/** In the order of the preparation: act, PDF, then policy (where there is one) and record of each lot. */
async function acceptAll(
  actor: Actor,
  notice: NoticeWithLots,
  papers: readonly LotPapers[],
  signed: readonly Signed[],
  deps: Deps,
): Promise<{ act: Accepted; lots: AcceptedLot[] }> {
  const wanted = 2 + papers.reduce((sum, { policy }) => sum + (policy ? 2 : 1), 0);
  const [first, , ...rest] = signed;
  if (signed.length !== wanted || !first) throw new Refusal("SIGNATURE_INVALID", { reason: "count" }, ["R-38"]);
  const act = await acceptAct(
    actor,
    first,
    { act: "notice.publish", subject: notice.id, digest: notice.digest ?? "" },
    deps,
  );
  const lots: AcceptedLot[] = [];
  let next = 0;
  for (const paper of papers) {
    const policy = paper.policy ? await exactly(actor, rest[next++], "policy", paper.policy, deps) : null;
    const record = await exactly(actor, rest[next++], "tender", paper.record, deps);
    lots.push({ paper, policy, record });
  }
  return { act, lots };
}

/** A signature over these bytes and no others. */
async function exactly(
  actor: Actor,
  signed: Signed | undefined,
  type: string,
  bytes: Uint8Array,
  deps: Deps,
): Promise<Accepted> {
  if (!signed) throw new Refusal("SIGNATURE_INVALID", { reason: "count" }, ["R-38"]);
  const accepted = await acceptSignature(actor, signed, { type }, deps);
  if (!sameBytes(accepted.bytes, bytes)) throw new Refusal("CONTENT_CHANGED", {}, ["R-39"]);
  return accepted;
}

async function signedPdf(
  actor: Actor,
  notice: NoticeWithLots,
  preparation: Preparation,
  signed: Signed | undefined,
  deps: Deps,
) {
  if (!signed) throw new Refusal("SIGNATURE_INVALID", { reason: "count" }, ["R-38"]);
  if (preparation.digest !== notice.digest) throw new Refusal("CONTENT_CHANGED", {}, ["R-39"]);
  const prepared = await bytesOfFile(await fileById(preparation.pdfFileId), deps);
  const { pdf } = await acceptPdf(actor, prepared, fromHex(preparation.pdfDigest), signed, deps);
  return keepBytes(actor, null, `${notice.title}.pdf`, "application/pdf", pdf, deps);
}

/** The platform signs policy and record beside the tenderee; its key may be slow, so outside the transaction. */
async function countersign(lots: readonly AcceptedLot[], deps: Deps): Promise<SignedLot[]> {
  return Promise.all(
    lots.map(async (lot) => ({
      ...lot,
      platformPolicyCms: lot.policy ? await deps.platform.signStatement(lot.policy.bytes) : null,
      platformRecordCms: await deps.platform.signStatement(lot.record.bytes),
    })),
  );
}
