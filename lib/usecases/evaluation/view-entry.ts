import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { DISCIPLINE } from "@/lib/domain/discipline";
import { stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { maySee } from "@/lib/policy/table";
import { platformNow } from "@/lib/store/clock";
import { committeeOfLot, namedMembers } from "@/lib/store/committees";
import { db } from "@/lib/store/db";
import { type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { openedBids } from "@/lib/store/openings";
import { mustBeAtVenue } from "./venue";

export const viewEntryInput = z.strictObject({ lotId: z.uuid() });

/** What a member has to do at the door; `wait` where it is others' turn. */
export type EntryStep = "checkIn" | "discipline" | "declaration" | "election" | "wait";

export type EntryView = Awaited<ReturnType<typeof viewEntry>>;

/** The door of an evaluation room as one member sees it: its own next step, the seats, and who leads them in the end. */
export async function viewEntry(actor: Actor, { lotId }: z.output<typeof viewEntryInput>) {
  const lot = await lotById(lotId);
  const relation = await relationToLot(actor, lot);
  authorise(actor, "evaluation.take", relation);
  const committee = await committeeOfLot(lotId);
  const members = committee ? await namedMembers(committee.id) : [];
  const own = members.find(({ personId }) => personId === actor.personId);
  if (!committee || !own) throw new Refusal("NOT_ALLOWED", { action: "evaluation.take" });
  mustBeAtVenue(actor, committee);
  const now = await platformNow();
  const named = maySee("committee", "names", { role: actor.role, relation, stage: stageOf(lot, now) });
  const step = stepOf(committee.state, own);
  return {
    lot,
    now,
    state: committee.state,
    size: committee.size,
    ballot: committee.ballot,
    chairId: committee.chairId,
    step,
    own: { id: own.id, number: own.number, name: own.name, voted: own.voteForId !== null },
    seats: members.map((member) => ({
      id: member.id,
      number: member.number,
      kind: member.kind,
      own: member.id === own.id,
      // In the election the members must know each other; before it the list of seats is numbers.
      name: named && committee.state === "chair" ? member.name : null,
      checkedIn: member.checkedInAt !== null,
      disciplined: member.disciplineAt !== null,
      declared: member.declaredAt !== null,
      voted: member.voteForId !== null,
    })),
    discipline: DISCIPLINE,
    // Names of bidders are shown for the declaration alone, to whoever signed confidentiality before.
    bidders: step === "declaration" ? await biddersOf(lot) : [],
  };
}

type Done = {
  readonly checkedInAt: Date | null;
  readonly disciplineAt: Date | null;
  readonly declaredAt: Date | null;
  readonly voteForId: string | null;
};

function stepOf(state: string, own: Done): EntryStep {
  if (state === "signIn" && !own.checkedInAt) return "checkIn";
  if ((state === "signIn" || state === "declaring") && !own.disciplineAt) return "discipline";
  if (state === "declaring" && !own.declaredAt) return "declaration";
  return state === "chair" && !own.voteForId ? "election" : "wait";
}

async function biddersOf({ id }: LotWithTender) {
  const rows = await openedBids(id);
  const parties = await db().party.findMany({
    where: { id: { in: rows.map(({ partyId }) => partyId) } },
    select: { id: true, name: true, uscc: true },
  });
  return rows.map(({ number, partyId }) => {
    const party = parties.find((one) => one.id === partyId);
    return { number, name: party?.name ?? "", uscc: party?.uscc ?? "" };
  });
}
