import type { Actor } from "@/lib/domain/actor";
import { flagOf, type LotFlag, type Stage, stageOf } from "@/lib/domain/lot";
import { releaseLimit } from "@/lib/domain/opening";
import { Refusal } from "@/lib/domain/refusal";
import { platformNow } from "@/lib/store/clock";
import { lotsOfBidder, lotsOfHost, type OwnLotRow } from "@/lib/store/own-lots";
import type { Deps } from "@/lib/usecases/deps";

export type OwnLot = {
  readonly id: string;
  readonly tenderName: string;
  readonly name: string;
  readonly stage: Stage;
  readonly flag: LotFlag | null;
  /** The next instant that counts, and which one it is. */
  readonly next: {
    readonly at: Date;
    readonly what: "deadline" | "windowEnds" | "remedyEnds" | "candidatesEnd";
  } | null;
  readonly link: string;
  /** State of the actor's own bid; nobody else's is ever here. */
  readonly bidState: string | null;
};

const SHOWN = 10;

/** The lots the actor works on, for the foot of the workbench's first page. @throws {Refusal} SIGN_IN_NEEDED */
export async function viewOwnLots(actor: Actor, _input: Record<never, never>, _deps: Deps): Promise<readonly OwnLot[]> {
  if (actor.role === "public") throw new Refusal("SIGN_IN_NEEDED", {});
  const [rows, now] = await Promise.all([rowsOf(actor), platformNow()]);
  return rows.map((row) => {
    const stage = stageOf(row, now);
    const link = row.bid ? `/work/bids/${row.bid.id}` : `/work/tenders/${row.tenderId}/lots/${row.id}`;
    const { id, tenderName, name } = row;
    return {
      id,
      tenderName,
      name,
      stage,
      flag: flagOf(row),
      next: nextOf(row, stage, now),
      link,
      bidState: row.bid?.state ?? null,
    };
  });
}

async function rowsOf({ role, partyId }: Actor): Promise<readonly OwnLotRow[]> {
  if (!partyId) return [];
  if (role === "bidder") return lotsOfBidder(partyId, SHOWN);
  if (role === "tenderee") return lotsOfHost(partyId, "tendereeId", SHOWN);
  if (role === "agency") return lotsOfHost(partyId, "agencyId", SHOWN);
  if (role === "supervisor") return lotsOfHost(partyId, "supervisorId", SHOWN);
  return [];
}

function nextOf(lot: OwnLotRow, stage: Stage, now: Date): OwnLot["next"] {
  if (stage === "bidding" && lot.deadline) return { at: lot.deadline, what: "deadline" };
  const limit = stage === "opening" ? releaseLimit(lot, now) : null;
  if (limit) return { at: limit.at, what: limit.what === "window" ? "windowEnds" : "remedyEnds" };
  if (stage === "award" && lot.candidatesTo) return { at: lot.candidatesTo, what: "candidatesEnd" };
  return null;
}
