import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { minExperts, minSize } from "@/lib/domain/committee";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { mayDo } from "@/lib/policy/table";
import { committeeOfLot, everyMember } from "@/lib/store/committees";
import { inTransaction } from "@/lib/store/db";
import { drawsOfKind } from "@/lib/store/draws";
import { specialtiesOfPool } from "@/lib/store/experts";
import { lotById, relationToLot } from "@/lib/store/lots";
import { venues } from "@/lib/usecases/evaluation/venue";
import { staffOfTenderee } from "./appoint-representative";
import { EXPERT_DRAW, isLive, openExpertSeats, reservesLeft } from "./fill-seats";
import { isWater } from "./forming-facts";

export const viewCommitteeInput = z.strictObject({ lotId: z.uuid() });

export type SeatView = {
  readonly number: number;
  readonly kind: "expert" | "representative";
  /** State of whoever holds the seat or is asked; `empty` while nobody is. */
  readonly state: string;
  readonly since: Date | null;
  readonly checkedIn: boolean;
  readonly declared: boolean;
};

export type CommitteeView = Awaited<ReturnType<typeof viewCommittee>>;

/**
 * The committee as its host sees it: numbers and states, never a name (R-111). Nothing of the bidders' side is in it
 * before the announcement: employers are compared with them only after it.
 */
export async function viewCommittee(actor: Actor, { lotId }: z.output<typeof viewCommitteeInput>) {
  const lot = await lotById(lotId);
  const relation = await relationToLot(actor, lot);
  authorise(actor, "committee.form", relation);
  const water = isWater(lot);
  const [specialties, staff] = await Promise.all([specialtiesOfPool(), staffOfTenderee(lot.tender.tendereeId)]);
  const rules = {
    minSize: minSize(water),
    water,
    /** Sizes that can be chosen, with the experts each needs at least. */
    sizes: [5, 7, 9, 11, 13]
      .filter((size) => size >= minSize(water))
      .map((size) => ({ size, experts: minExperts(size) })),
  };
  const choices = { specialties, staff, rules, venues: venues().map(({ name }) => name) };
  return inTransaction(async (tx) => {
    const committee = await committeeOfLot(lotId, tx);
    if (!committee) return { lot, ...choices, committee: null };
    const members = await everyMember(committee.id, tx);
    const draws = await drawsOfKind(lotId, EXPERT_DRAW, tx);
    const seats = Array.from({ length: committee.size }, (_, at): SeatView => {
      const number = at + 1;
      const holder = members.filter((member) => member.number === number).find(isLive);
      return {
        number,
        kind: number <= committee.expertCount ? "expert" : "representative",
        state: holder?.state ?? "empty",
        since: holder?.answeredAt ?? holder?.invitedAt ?? null,
        checkedIn: holder?.checkedInAt != null,
        declared: holder?.declaredAt != null,
      };
    });
    const undrawn = draws.every(({ finishedAt }) => finishedAt === null);
    const appointed = new Set(members.map(({ personId }) => personId));
    return {
      lot,
      ...choices,
      // Before the draw the decision may be taken anew, with the same people; after it a seat needs somebody new.
      staff: undrawn ? staff : staff.filter(({ personId }) => !appointed.has(personId)),
      committee: {
        size: committee.size,
        expertCount: committee.expertCount,
        specialty: committee.specialty,
        regionRule: committee.regionRule,
        avoid: committee.avoid,
        venue: committee.venue,
        hours: committee.hours,
        endsAt: committee.endsAt,
        prolonged: committee.prolonged,
        state: committee.state,
        createdAt: committee.createdAt,
        screenedAt: committee.screenedAt,
        seats,
        left: members
          .filter((member) => !isLive(member))
          .map(({ id, number, state, cause, answeredAt }) => ({ id, number, state, cause, at: answeredAt })),
        reserves: await reservesLeft(tx, lotId, members),
        openSeats: openExpertSeats(committee.expertCount, members).length,
        undrawn,
        representatives: undrawn ? [...appointed] : [],
        draws: draws
          .filter(({ finishedAt }) => finishedAt !== null)
          .map(({ id, specHash, seed, checkpoint, finishedAt, candidates, spec }) => ({
            id,
            specHash,
            seed: seed ?? "",
            checkpoint: checkpoint ?? "",
            at: finishedAt,
            candidates: (candidates as readonly string[]).length,
            drawn: (JSON.parse(new TextDecoder().decode(spec)) as { count: number }).count,
          })),
      },
      mayStart: mayDo("evaluation.start", { role: actor.role, relation }),
    };
  });
}

/** Why the evaluation cannot be started, as the use case would say; null: it can. */
export function startHindrance({ lot, committee }: CommitteeView): Refusal | null {
  if (!committee || committee.state === "forming") return new Refusal("NOT_READY", { missing: "committee" }, ["R-107"]);
  if (lot.suspendedAt) return new Refusal("SUSPENDED", {}, ["R-128"]);
  if (!lot.announcedAt) return new Refusal("NOT_READY", { missing: "announcement" }, ["R-107"]);
  return lot.openingEndedAt ? null : new Refusal("NOT_READY", { missing: "openingRecord" }, ["R-102"]);
}
