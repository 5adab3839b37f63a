import type { Actor } from "@/lib/domain/actor";
import { flagOf } from "@/lib/domain/lot";
import { authorise } from "@/lib/policy/authorise";
import { type Seat, seatsOfPerson } from "@/lib/store/committees";
import { db } from "@/lib/store/db";
import { signedIn } from "@/lib/usecases/session/signed-in";

export type SeatLine = Awaited<ReturnType<typeof viewInvitations>>[number];

/**
 * What an evaluator was asked to do, latest first. Host and project are named here, behind the sign-in, because nobody
 * could say otherwise whether something keeps it out; bidders never are, nor why the system released a member.
 */
export async function viewInvitations(actor: Actor) {
  authorise(actor, "committee.answer", "none");
  const seats = await seatsOfPerson(signedIn(actor).personId);
  const lots = await db().lot.findMany({
    where: { id: { in: seats.map(({ committee }) => committee.lotId) } },
    include: { tender: true },
  });
  const hosts = await db().party.findMany({
    where: { id: { in: lots.flatMap(({ tender }) => [tender.tendereeId, tender.agencyId ?? tender.tendereeId]) } },
    select: { id: true, name: true },
  });
  const nameOf = (id: string | null) => hosts.find((host) => host.id === id)?.name ?? null;
  return seats.flatMap((seat) => {
    const lot = lots.find(({ id }) => id === seat.committee.lotId);
    // Passed over by the system before it was ever asked: that is nobody's task.
    if (!lot || (seat.state === "recused" && seat.reason === null)) return [];
    return [
      {
        id: seat.id,
        lotId: lot.id,
        lotName: lot.name,
        tenderName: lot.tender.name,
        tenderee: nameOf(lot.tender.tendereeId),
        agency: nameOf(lot.tender.agencyId),
        regionCode: lot.tender.regionCode,
        specialty: seat.committee.specialty,
        kind: seat.kind,
        number: seat.number,
        state: seat.state,
        invitedAt: seat.invitedAt,
        answeredAt: seat.answeredAt,
        opening: lot.deadline,
        committeeState: seat.committee.state,
        flag: flagOf(lot),
        mayEnter: mayEnter(seat, lot.evaluationStartedAt),
        mayLeave: (seat.state === "invited" || seat.state === "accepted") && lot.reportSubmittedAt === null,
      },
    ];
  });
}

const mayEnter = ({ state }: Seat, startedAt: Date | null): boolean => state === "accepted" && startedAt !== null;
