import type { Actor } from "@/lib/domain/actor";
import { ruleSetOn } from "@/lib/domain/rules";
import { beijingDate } from "@/lib/kernel/calendar";
import { Refusal } from "@/lib/domain/refusal";
import { compactTime } from "@/lib/kernel/format";
import { record } from "@/lib/store/audit";
import type { Tx } from "@/lib/store/db";
import { draftSet, issueSet } from "@/lib/store/documents";
import { setAudience } from "@/lib/store/files";
import { logEvent } from "@/lib/store/log-events";
import { type LotWithTender, lotById } from "@/lib/store/lots";
import type { NoticeWithLots } from "@/lib/store/notices";
import { report } from "@/lib/store/outbox";
import { addPolicy, addTenderRecord } from "@/lib/store/policies";
import { keepStatement } from "@/lib/store/statements";
import { putReferencePrice, saveLot, type TenderWithLots } from "@/lib/store/tenders";
import { mustComply } from "@/lib/usecases/document/check-lot";
import type { Accepted } from "@/lib/usecases/signing/accept-signature";
import { documentRecord } from "./document-record";
import { mustLeaveTime } from "./leave-time";
import { hashOf } from "./lot-papers";
import type { SignedLot } from "./put-into-force";

/** Puts one lot's documents, policy and record into force. The lot is locked `FOR UPDATE`: no arrival in between. */
export async function issueLot(
  tx: Tx,
  actor: Actor,
  tender: TenderWithLots,
  notice: NoticeWithLots,
  signed: SignedLot,
  at: Date,
): Promise<void> {
  const { paper } = signed;
  const lot = await lotById(paper.lot.id, tx);
  const set = await draftSet(lot.id, tx);
  if (!set || set.docsHash !== paper.docsHash) throw new Refusal("CONTENT_CHANGED", {}, ["R-61"]);
  const first = notice.type === "tenderNotice";
  if (first && lot.publishedAt) throw new Refusal("STATE_FORBIDS", { state: "published", event: "publish" }, ["R-44"]);
  // By the instant that is written, under the lock: midnight may have come since the preparation.
  if (first) mustComply(tender, lot, paper.terms, at);
  else mustLeaveTime(lot, set, at);
  await issueSet(tx, set, at);
  await setAudience(
    tx,
    set.files.map(({ fileId }) => fileId),
    "documents",
    lot.id,
  );
  await saveLot(
    tx,
    lot.id,
    first ? firstFacts(paper.terms, set.deadline!, at) : laterFacts(lot, paper.terms, set.deadline!),
  );
  if (first && paper.terms.price.referenceCommitment)
    await putReferencePrice(tx, {
      lotId: lot.id,
      commitment: paper.terms.price.referenceCommitment,
      byId: actor.personId!,
      at,
    });
  await keepPapers(tx, signed, at);
  await record(tx, actor, {
    action: first ? "document.issue" : "document.amend",
    objectKind: "documentSet",
    objectId: set.id,
    lotId: lot.id,
    afterHash: set.docsHash,
    facts: { version: set.version, deadline: set.deadline!.toISOString() },
  });
  await report(tx, {
    kind: 504,
    op: set.version === 1 ? "create" : "update",
    key: `${lot.code}${String(set.version).padStart(3, "0")}`,
    lotId: lot.id,
    payload: documentRecord(lot, tender, set, paper.terms, compactTime(at)),
    occurredAt: at,
  });
}

/** The period of availability follows a later deadline and is never cut short. */
function laterFacts(lot: LotWithTender, terms: SignedLot["paper"]["terms"], deadline: Date) {
  const to = new Date(terms.schedule.documentsTo);
  return { deadline, documentsTo: lot.documentsTo && lot.documentsTo > to ? lot.documentsTo : to };
}

function firstFacts(terms: SignedLot["paper"]["terms"], deadline: Date, at: Date) {
  const from = new Date(terms.schedule.documentsFrom);
  return {
    publishedAt: at,
    documentsFrom: from > at ? from : at,
    documentsTo: new Date(terms.schedule.documentsTo),
    deadline,
    intake: "open",
    ruleSet: ruleSetOn(beijingDate(at)).version,
  };
}

/** Statements, rows and log events of documents, policy and record. */
async function keepPapers(
  tx: Tx,
  { paper, policy, record, platformPolicyCms, platformRecordCms }: SignedLot,
  at: Date,
): Promise<void> {
  const lotId = paper.lot.id;
  const log = (kind: string, hash: string) => logEvent(tx, { lotId, kind, hash, tender: paper.tender, at });
  const keep = (accepted: Accepted) =>
    keepStatement(tx, { ...accepted, lotId, subject: paper.set.id, timestamp: true });
  // The log knows everything by SHA-256; records and seals by the suite's own hash.
  await log("docs", await hashOf(paper.set.docs!));
  if (policy && platformPolicyCms) {
    await keep(policy);
    const { bytes, sha256, cms: tendereeCms } = policy;
    const hash = paper.policyHash;
    await addPolicy(tx, { lotId, version: 1, bytes, hash, tendereeCms, platformCms: platformPolicyCms, at });
    await log("policy", sha256);
  }
  await keep(record);
  const { bytes, sha256: hash, cms: tendereeCms } = record;
  await addTenderRecord(tx, {
    lotId,
    version: paper.recordVersion,
    bytes,
    hash,
    tendereeCms,
    platformCms: platformRecordCms,
    at,
  });
  await log("tender", hash);
}
