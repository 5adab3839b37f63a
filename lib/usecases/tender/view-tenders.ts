import type { Actor } from "@/lib/domain/actor";
import { flagOf, type LotFlag, type Stage, stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { platformNow } from "@/lib/store/clock";
import { type ProjectRow, projectsOfHost, useContractOf } from "@/lib/store/projects";
import { type TenderWithLots, tendersOf } from "@/lib/store/tenders";

export type TenderLine = {
  readonly tender: TenderWithLots;
  readonly lots: readonly {
    readonly id: string;
    readonly name: string;
    readonly stage: Stage;
    readonly flag: LotFlag | null;
    readonly deadline: Date | null;
  }[];
};
export type TendersView = {
  readonly tenders: readonly TenderLine[];
  readonly projects: readonly ProjectRow[];
  readonly mayCreate: boolean;
  /** Number of the contract of use; null where none is signed yet. */
  readonly contract: string | null;
};

/** The tenders and projects an organisation hosts or supervises. @throws {Refusal} NOT_ALLOWED for other roles */
export async function viewTenders(actor: Actor): Promise<TendersView> {
  const { role, partyId } = actor;
  if (role === "public") throw new Refusal("SIGN_IN_NEEDED", {});
  if (!partyId || (role !== "tenderee" && role !== "agency" && role !== "supervisor"))
    throw new Refusal("NOT_ALLOWED", { action: "tender.list" });
  const host = role !== "supervisor";
  const [tenders, projects, contract, now] = await Promise.all([
    tendersOf(role, partyId),
    host ? projectsOfHost(partyId) : [],
    host ? useContractOf(partyId) : null,
    platformNow(),
  ]);
  return {
    tenders: tenders.map((tender) => ({
      tender,
      lots: tender.lots.map((lot) => ({
        id: lot.id,
        name: lot.name,
        stage: stageOf(lot, now),
        flag: flagOf(lot),
        deadline: lot.deadline,
      })),
    })),
    projects,
    mayCreate: host,
    contract: contract?.number ?? null,
  };
}
