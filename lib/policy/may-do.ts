import type { Who } from "./table";

const HOST: readonly Who[] = [
  { role: "tenderee", relation: "owner" },
  { role: "agency", relation: "owner" },
];
const TENDEREE: readonly Who[] = [{ role: "tenderee", relation: "owner" }];
const OWN_BID: readonly Who[] = [{ role: "bidder", relation: "owner" }];
const BIDDER: readonly Who[] = [{ role: "bidder" }];
const BENCH: readonly Who[] = [{ role: "evaluator", relation: "party" }];
const SUPERVISOR: readonly Who[] = [{ role: "supervisor", relation: "owner" }];
const OPERATOR: readonly Who[] = [{ role: "operator" }];
const SYSTEM_ONLY: readonly Who[] = [{ role: "system" }];
const SIGNED_IN: readonly Who[] = (
  ["tenderee", "agency", "bidder", "evaluator", "supervisor", "operator", "auditor"] as const
).map((role) => ({ role }));
/** `owner` of an organisation: its administrator. `party`: anybody acting for it, or for a certificate its holder. */
const ADMIN: readonly Who[] = SIGNED_IN.map(({ role }) => ({ role, relation: "owner" }));
const MEMBER: readonly Who[] = SIGNED_IN.map(({ role }) => ({ role, relation: "party" }));

/**
 * Who may attempt what. *When* is the lifecycle's business (lib/domain), so that each fact has one home.
 * `owner`: tenderee or agency of the lot, supervisor of the lot, bidder whose bid it is. `party`: seated evaluator.
 */
export const MAY_DO = {
  // identity
  "party.view": [...MEMBER, ...ADMIN, ...OPERATOR],
  "party.edit": ADMIN,
  "party.export": ADMIN,
  "party.relate": ADMIN,
  "party.verify": OPERATOR,
  "party.block": OPERATOR,
  "certificate.bind": SIGNED_IN,
  "readiness.check": SIGNED_IN,
  "certificate.stop": [...MEMBER, ...ADMIN],
  "member.invite": ADMIN,
  "member.end": ADMIN,
  // tender
  "project.create": [{ role: "tenderee" }, { role: "agency" }],
  "project.edit": HOST,
  "project.view": [...HOST, ...OPERATOR],
  "project.verify": OPERATOR,
  "tender.create": HOST,
  "lot.edit": HOST,
  "notice.submit": HOST,
  "notice.review": HOST,
  "notice.publish": HOST,
  "document.issue": HOST,
  "document.amend": HOST,
  "document.download": SIGNED_IN,
  "document.pay": BIDDER,
  "question.ask": BIDDER,
  "question.answer": HOST,
  "file.upload": SIGNED_IN,
  "payment.refund": [...HOST, ...SYSTEM_ONLY],
  "referencePrice.reveal": HOST,
  "policy.publish": HOST,
  "tender.terminate": TENDEREE,
  "tender.watch": [...HOST, ...SUPERVISOR],
  // bid
  "bid.prepare": BIDDER,
  "bid.edit": OWN_BID,
  "bid.upload": OWN_BID,
  "bid.submit": OWN_BID,
  "bid.withdraw": OWN_BID,
  "bid.view": OWN_BID,
  "bond.give": BIDDER,
  // opening
  "opening.checkIn": OWN_BID,
  "opening.release": OWN_BID,
  "opening.confirm": OWN_BID,
  "opening.object": OWN_BID,
  "opening.answer": HOST,
  "opening.decideCause": HOST,
  "opening.draw": HOST,
  "opening.finish": HOST,
  "opening.setPrices": HOST,
  "opening.advance": SYSTEM_ONLY,
  // evaluation
  "committee.form": HOST,
  "committee.answer": [{ role: "evaluator" }],
  "evaluation.start": HOST,
  "evaluation.take": BENCH,
  "evaluation.view": [...BENCH, ...SUPERVISOR],
  "clarification.answer": OWN_BID,
  // award
  "candidates.publish": HOST,
  "objection.file": [{ role: "bidder" }, { role: "agency" }, { role: "tenderee" }],
  "objection.withdraw": (["bidder", "agency", "tenderee"] as const).map((role) => ({
    role,
    relation: "owner" as const,
  })),
  "objection.answer": HOST,
  "award.decide": TENDEREE,
  "award.reportChange": [...HOST, ...SUPERVISOR],
  "award.send": HOST,
  "contract.draft": HOST,
  "performanceBond.give": OWN_BID,
  "contract.sign": [...TENDEREE, ...OWN_BID],
  "bond.refund": HOST,
  "archive.seal": HOST,
  "report.view": [...HOST, ...SUPERVISOR],
  // supervision and operation
  "supervision.view": [{ role: "supervisor" }],
  "supervision.order": SUPERVISOR,
  "audit.view": [{ role: "supervisor" }, { role: "auditor" }, { role: "operator" }],
  "exchange.view": OPERATOR,
  "operations.view": OPERATOR,
  "exchange.retry": OPERATOR,
  "trust.propose": OPERATOR,
  "trust.decide": OPERATOR,
  "sandbox.move": OPERATOR,
  "message.read": SIGNED_IN,
} as const satisfies Record<string, readonly Who[]>;
