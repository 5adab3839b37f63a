import { db } from "@/lib/store/db";
import type { Task, TaskProvider } from "./task";

/** After the letters: the winner's signature, bonds that are due back, the archive that is still open. */
export const contractTasks: TaskProvider = async (actor) => {
  const { partyId, role } = actor;
  if (!partyId) return [];
  if (role === "bidder") return contractsToSign(partyId);
  if (role !== "tenderee" && role !== "agency") return [];
  const owner = role === "tenderee" ? { tendereeId: partyId } : { agencyId: partyId };
  return [...(await bondsToReturn(owner)), ...(await archivesToSeal(owner))];
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

async function bondsToReturn(owner: Owner): Promise<Task[]> {
  const lots = await db().lot.findMany({ where: { tender: owner }, select: { id: true } });
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
