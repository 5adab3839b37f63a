import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { mayDo, maySee } from "@/lib/policy/table";
import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { objectionsOf } from "@/lib/store/objections";
import { archiveOf } from "@/lib/usecases/archive/view-archive";
import {
  agreedFields,
  comparedFields,
  type ContractText,
  contractTermsOf,
  fieldsOf,
} from "@/lib/usecases/contract/contract-terms";
import { performanceBondOf } from "@/lib/usecases/contract/give-performance-bond";
import { mustHaveReason } from "@/lib/usecases/supervision/state-reason";
import { fallenCandidates } from "./give-up";
import { recheckLines } from "./view-rechecks";
import { supervisorReportOf } from "./report-to-supervisor";

export const viewAwardInput = z.strictObject({ lotId: z.uuid() });

/** Everything from the report to the contract, for the host and the supervisor of a lot. */
export async function viewAward(actor: Actor, input: z.infer<typeof viewAwardInput>) {
  const lot = await lotById(input.lotId);
  const relation = await relationToLot(actor, lot);
  if (relation !== "owner") throw new Refusal("NOT_ALLOWED", { action: "award.view" });
  await mustHaveReason(actor, lot);
  const [now, candidates, award, letters, contract, bonds, notice, objections, report] = await Promise.all([
    platformNow(),
    db().candidate.findMany({ where: { lotId: lot.id }, orderBy: { rank: "asc" } }),
    db().award.findUnique({ where: { lotId: lot.id } }),
    db().awardLetter.findMany({ where: { lotId: lot.id } }),
    db().contract.findUnique({ where: { lotId: lot.id } }),
    db().bond.findMany({ where: { lotId: lot.id } }),
    candidateNotice(lot),
    objectionsOf(lot.id),
    db().evaluationReport.findUnique({ where: { lotId: lot.id } }),
  ]);
  const parties = await db().party.findMany({
    where: { id: { in: [...candidates, ...letters, ...bonds].map(({ partyId }) => partyId) } },
    select: { id: true, name: true },
  });
  const nameOf = (partyId: string) => parties.find(({ id }) => id === partyId)?.name ?? "";
  const agreed = lot.noticeSentAt ? await agreedFields(lot) : null;
  const [supervisorReport, terms, performanceBond, archive, published, fallen, rechecks] = await Promise.all([
    supervisorReportOf(lot),
    lot.noticeSentAt ? contractTermsOf(lot.id) : null,
    lot.noticeSentAt ? performanceBondOf(lot) : null,
    archiveOf(lot.id),
    outcomeNotices(lot.id),
    fallenCandidates(lot.id),
    recheckLines(lot.id),
  ]);
  const standing = { role: actor.role, relation, stage: stageOf(lot, now) };
  // Before the report is with the tenderee, and while it is back with the committee, nothing of the ranking is shown.
  const reported = lot.reportSubmittedAt !== null && maySee("committee", "report", standing);
  return {
    lot,
    now,
    acting: actor.role === "tenderee" || actor.role === "agency",
    decides: actor.role === "tenderee",
    reportFileId: reported ? (report?.pdfFileId ?? null) : null,
    candidates: reported
      ? candidates.map((one) => ({
          ...one,
          name: nameOf(one.partyId),
          facts: one.facts as Record<string, string>,
          fell: fallen[one.digest]?.ground ?? null,
        }))
      : [],
    notice,
    openObjections: objections.filter(({ state, kind }) => state === "suspending" && kind !== "opening").length,
    award: award ? { ...award, name: nameOf(award.partyId) } : null,
    letters: letters.map((one) => ({ ...one, name: nameOf(one.partyId) })),
    contract,
    agreed,
    compared: contract && agreed ? comparedFields(fieldsOf(contract.fields as ContractText), agreed) : null,
    terms,
    performanceBond,
    supervisorReport,
    archive,
    published,
    rechecks,
    mayReportChange: mayDo("award.reportChange", { role: actor.role, relation }) && reported && !lot.noticeSentAt,
    mayArchive: Boolean(lot.contractSignedAt ?? lot.failedAt ?? lot.terminatedAt),
    bonds: maySee("bond", "payer", standing) ? bonds.map((one) => ({ ...one, name: nameOf(one.partyId) })) : [],
  };
}
export type AwardView = Awaited<ReturnType<typeof viewAward>>;

/** The notice of candidates in the making or published. */
async function candidateNotice(lot: LotWithTender) {
  return db().notice.findFirst({
    where: { type: "candidateNotice", lots: { some: { lotId: lot.id } } },
    orderBy: { createdAt: "desc" },
    select: { id: true, state: true, reviewedById: true, publishedAt: true, createdById: true },
  });
}

/** What the public already reads about the outcome of a lot, the newest first. */
function outcomeNotices(lotId: string) {
  return db().notice.findMany({
    where: {
      type: { in: ["candidateNotice", "resultNotice", "contractNotice", "failureNotice"] },
      publishedAt: { not: null },
      lots: { some: { lotId } },
    },
    orderBy: { publishedAt: "desc" },
    select: { id: true, title: true, publishedAt: true },
  });
}
