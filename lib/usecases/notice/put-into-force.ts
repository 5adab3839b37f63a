import type { Actor } from "@/lib/domain/actor";
import { mediaFor } from "@/lib/domain/media";
import type { NoticeContent, NoticeType } from "@/lib/domain/notice-content";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import type { Tx } from "@/lib/store/db";
import { setAudience } from "@/lib/store/files";
import { logEvent } from "@/lib/store/log-events";
import { lockLot } from "@/lib/store/lots";
import { lockNotice, type MediumState, type NoticeWithLots, saveNotice } from "@/lib/store/notices";
import { report } from "@/lib/store/outbox";
import { keepStatement } from "@/lib/store/statements";
import { lockTender, partyCards, saveTender, type TenderWithLots } from "@/lib/store/tenders";
import type { Accepted } from "@/lib/usecases/signing/accept-signature";
import { jsonOf } from "./content-digest";
import { afterAmendment } from "./after-amendment";
import { AFTER_PUBLICATION } from "./after-publication";
import { issueLot } from "./issue-lot";
import { noticeRecord } from "./notice-record";
import type { LotPapers } from "./papers-of-notice";
import { publicState } from "./step-notice";

/** One lot's papers with both signatures. */
export type SignedLot = {
  readonly paper: LotPapers;
  readonly policy: Accepted | null;
  readonly record: Accepted;
  readonly platformPolicyCms: Uint8Array | null;
  readonly platformRecordCms: Uint8Array;
};

export type Publication = {
  readonly notice: NoticeWithLots;
  readonly act: Accepted;
  readonly pdfFileId: string;
  readonly pdfSha256: string;
  readonly lots: readonly SignedLot[];
  readonly origin: string;
};

/**
 * The publication: notice, documents, policy, record, facts of the lots, log events, reports and messages, all or none.
 * Locks: tender, lots by id, notice; everywhere in this order.
 *
 * @returns the instant of publication, the database's
 */
export async function putIntoForce(tx: Tx, actor: Actor, publication: Publication): Promise<Date> {
  const { notice, act, lots } = publication;
  const tender = await lockTender(tx, notice.tenderId);
  if (tender.state === "terminated") throw new Refusal("TERMINATED", {}, ["R-152"]);
  for (const { lotId } of [...notice.lots].sort((a, b) => (a.lotId < b.lotId ? -1 : 1)))
    await lockLot(tx, lotId, "update");
  const held = await lockNotice(tx, notice.id);
  // Two people signed the same notice: the second finds it published, or returned and made anew.
  const at = await platformNow(tx);
  const media = mediaAt(tender.regionCode, held.digest ?? "", at, publication.origin);
  const state = publicState(actor, held, notice.digest, media);
  for (const lot of lots) await issueLot(tx, actor, tender, notice, lot, at);
  const statementId = await keepAct(tx, publication);
  await setAudience(tx, [publication.pdfFileId], "public");
  const { pdfFileId } = publication;
  await saveNotice(tx, notice.id, { state, publishedAt: at, pdfFileId, statementId, media: jsonOf(media) });
  if (tender.state === "draft") await saveTender(tx, tender.id, { state: "running" });
  await record(tx, actor, {
    action: "notice.publish",
    objectKind: "notice",
    objectId: notice.id,
    lotId: lots.length === 1 ? lots[0]!.paper.lot.id : null,
    afterHash: notice.digest,
    facts: { title: notice.title, act: act.sha256 },
  });
  await tellOutside(tx, tender, publication, at);
  if (notice.type === "amendmentNotice") await afterAmendment(tx, notice, lots, at);
  await AFTER_PUBLICATION[notice.type as NoticeType]?.(tx, actor, notice, at);
  return at;
}

function keepAct(tx: Tx, { notice, act, lots }: Publication): Promise<string> {
  const lotId = lots.length === 1 ? lots[0]!.paper.lot.id : null;
  return keepStatement(tx, { ...act, lotId, subject: notice.id, timestamp: true });
}

/** This platform and every designated medium, with the digest each must show. */
export function mediaAt(regionCode: string, digest: string, at: Date, origin: string): readonly MediumState[] {
  const sentAt = at.toISOString();
  const own: MediumState = { kind: "platform", code: origin, name: "本平台", sentAt, confirmedAt: sentAt, digest };
  const others = mediaFor(regionCode).map(
    ({ code, name }): MediumState => ({ kind: "hub", code, name, sentAt, confirmedAt: null, digest }),
  );
  return [own, ...others];
}

/** Report to the hub and line in the log, in the same transaction as the act. */
async function tellOutside(tx: Tx, tender: TenderWithLots, publication: Publication, at: Date): Promise<void> {
  const { notice, lots, origin, pdfSha256 } = publication;
  const content = notice.content as unknown as NoticeContent;
  const parties = await partyCards([tender.tendereeId, tender.agencyId], tx);
  const lotId = lots.length === 1 ? { lotId: lots[0]!.paper.lot.id } : {};
  await report(tx, {
    kind: 503,
    op: "create",
    key: notice.id,
    ...lotId,
    payload: noticeRecord({ notice, content, tender, parties, at, origin }),
    occurredAt: at,
  });
  const only = lots.length === 1 ? lots[0]!.paper : null;
  await logEvent(tx, {
    lotId: only?.lot.id ?? null,
    kind: "notice",
    hash: pdfSha256,
    tender: only?.tender ?? null,
    at,
  });
}
