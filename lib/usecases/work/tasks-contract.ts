import { contractDue } from "@/lib/domain/schedule";
import type { LotWithTender } from "@/lib/store/lots";
import { supervisorReportOf } from "@/lib/usecases/award/report-to-supervisor";
import { performanceBondOf } from "@/lib/usecases/contract/give-performance-bond";
import { clockOfLot } from "@/lib/usecases/objection/clock-of-lot";
import { db } from "@/lib/store/db";
import type { Task, TaskProvider } from "./task";

/** After the letters: the winner's signature, bonds that are due back, the archive that is still open. */
export const contractTasks: TaskProvider = async (actor) => {
  const { partyId, role } = actor;
  if (!partyId) return [];
  if (role === "bidder") return [...(await performanceBondsToGive(partyId)), ...(await contractsToSign(partyId))];
  if (role !== "tenderee" && role !== "agency") return [];
  const owner = role === "tenderee" ? { tendereeId: partyId } : { agencyId: partyId };
  return [...(await reportsToSend(owner)), ...(await bondsToReturn(owner)), ...(await archivesToSeal(owner))];
};

type Owner = { readonly tendereeId: string } | { readonly agencyId: string };
type Place = {
  readonly id: string;
  readonly name: string;
  readonly tenderId: string;
  readonly tender: { readonly name: string };
};

const awardOf = (lot: Place) => `/work/tenders/${lot.tenderId}/lots/${lot.id}/award`;
const factsOf = (lot: Place) => ({ lot: lot.name, tender: lot.tender.name });

async function contractsToSign(partyId: string): Promise<Task[]> {
  const awards = await db().award.findMany({ where: { partyId }, select: { lotId: true } });
  const contracts = await db().contract.findMany({
    where: { lotId: { in: awards.map(({ lotId }) => lotId) }, state: { not: "signed" }, bidderStatementId: null },
  });
  const lots = await lotsOf(contracts.map(({ lotId }) => lotId));
  return contracts.map((contract) => ({
    key: `contract.sign:${contract.lotId}`,
    kind: "contract.sign",
    facts: factsOf(lots.get(contract.lotId)!),
    due: contract.dueAt,
    link: `/work/lots/${contract.lotId}/result`,
    rule: "R-145",
  }));
}

/** The winner owes it before anybody signs. */
async function performanceBondsToGive(partyId: string): Promise<Task[]> {
  const awards = await db().award.findMany({ where: { partyId }, select: { lotId: true } });
  const ids = awards.map(({ lotId }) => lotId);
  const lots = await db().lot.findMany({
    where: { id: { in: ids }, noticeSentAt: { not: null }, contractSignedAt: null },
    include: { tender: true },
  });
  const owed = await Promise.all(
    lots.map(async (lot) => ({ lot, bond: await performanceBondOf(lot as LotWithTender) })),
  );
  return owed
    .filter(({ bond: { demandedFen, given } }) => demandedFen > 0n && !given)
    .map(({ lot }) => ({
      key: `performanceBond.give:${lot.id}`,
      kind: "performanceBond.give",
      facts: factsOf(lot),
      due: contractDue(lot.noticeSentAt!, clockOfLot(lot as LotWithTender)).limit,
      link: `/work/lots/${lot.id}/result`,
      rule: "R-91",
    }));
}

/** The written report on a mandatory project, within fifteen days of the decision. */
async function reportsToSend(owner: Owner): Promise<Task[]> {
  const lots = await db().lot.findMany({
    where: {
      tender: { ...owner, statutory: true },
      winnerFixedAt: { not: null },
      archivedAt: null,
      terminatedAt: null,
    },
    include: { tender: true },
  });
  const reports = await Promise.all(
    lots.map(async (lot) => ({ lot, report: await supervisorReportOf(lot as LotWithTender) })),
  );
  return reports.flatMap(({ lot, report }) =>
    !report || report.fileId
      ? []
      : [
          {
            key: `award.report:${lot.id}`,
            kind: "award.report",
            facts: factsOf(lot),
            due: report.due,
            link: awardOf(lot),
            rule: "R-146" as const,
          },
        ],
  );
}

async function bondsToReturn(owner: Owner): Promise<Task[]> {
  const lots = await db().lot.findMany({
    // While bidding goes on, a bond that is due back would tell that somebody withdrew.
    where: { tender: owner, OR: [{ closedAt: { not: null } }, { terminatedAt: { not: null } }] },
    select: { id: true },
  });
  const due = await db().bond.groupBy({
    by: ["lotId"],
    where: { state: "refundDue", lotId: { in: lots.map(({ id }) => id) } },
    _min: { refundDue: true },
    _count: true,
  });
  const places = await lotsOf(due.map(({ lotId }) => lotId));
  return due.map(({ lotId, _min, _count }) => ({
    key: `bond.refund:${lotId}`,
    kind: "bond.refund",
    facts: { ...factsOf(places.get(lotId)!), count: _count },
    due: _min.refundDue,
    link: awardOf(places.get(lotId)!),
    rule: "R-89",
  }));
}

async function archivesToSeal(owner: Owner): Promise<Task[]> {
  const lots = await db().lot.findMany({
    where: { tender: owner, contractSignedAt: { not: null }, archivedAt: null },
    include: { tender: true },
  });
  return lots.map((lot) => ({
    key: `archive.seal:${lot.id}`,
    kind: "archive.seal",
    facts: factsOf(lot),
    due: null,
    link: awardOf(lot),
    rule: "R-147",
  }));
}

async function lotsOf(ids: readonly string[]): Promise<ReadonlyMap<string, Place>> {
  const rows = await db().lot.findMany({ where: { id: { in: [...ids] } }, include: { tender: true } });
  return new Map(rows.map((row) => [row.id, row]));
}
