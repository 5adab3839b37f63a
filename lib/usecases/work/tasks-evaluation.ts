import { db } from "@/lib/store/db";
import { openRechecksIn } from "@/lib/store/candidate-rechecks";
import { seatsOfPerson } from "@/lib/store/committees";
import type { Task, TaskProvider } from "./task";

/** A committee is normally formed before the opening: how long before the host is reminded. */
const FORM_DAYS = 5;

/** The host forms the committee and starts the evaluation; a member answers, enters the room, signs the report. */
export const evaluationTasks: TaskProvider = async (actor, now) => {
  if (actor.role === "evaluator" && actor.personId) return memberTasks(actor.personId);
  if (actor.partyId && (actor.role === "tenderee" || actor.role === "agency"))
    return hostTasks(actor.role === "tenderee" ? "tendereeId" : "agencyId", actor.partyId, now);
  return [];
};

async function memberTasks(personId: string): Promise<readonly Task[]> {
  const seats = (await seatsOfPerson(personId)).filter(({ state }) => state === "invited" || state === "accepted");
  const lots = await db().lot.findMany({
    where: { id: { in: seats.map(({ committee }) => committee.lotId) }, failedAt: null, terminatedAt: null },
    include: { tender: { select: { name: true } } },
  });
  const signed = await db().reportSignature.findMany({
    where: { memberId: { in: seats.map(({ id }) => id) } },
    select: { memberId: true },
  });
  const asked = await openRechecksIn(lots.map(({ id }) => id));
  return seats.flatMap((seat): Task[] => {
    const lot = lots.find(({ id }) => id === seat.committee.lotId);
    if (!lot) return [];
    const facts = { lot: lot.name, tender: lot.tender.name };
    const task = (kind: string, link: string, rule: string, due: Date | null = null, of = seat.id): Task[] => [
      { key: `${kind}:${of}`, kind, facts, due, link, rule },
    ];
    if (seat.state === "invited") return task("evaluation.answer", "/work/evaluations", "R-108", lot.deadline);
    if (lot.reportSubmittedAt)
      return asked
        .filter(({ lotId, opinions }) => lotId === lot.id && !opinions.some(({ memberId }) => memberId === seat.id))
        .flatMap(({ id }) => task("evaluation.confirm", `/work/evaluations/${lot.id}`, "R-143", null, id));
    if (!lot.evaluationStartedAt) return [];
    const room = `/room/evaluation/${lot.id}`;
    if (seat.committee.state !== "reporting" && seat.committee.state !== "rechecking")
      return task("evaluation.enter", room, "R-112");
    return signed.some(({ memberId }) => memberId === seat.id) ? [] : task("evaluation.sign", room, "R-123");
  });
}

async function hostTasks(key: "tendereeId" | "agencyId", partyId: string, now: Date): Promise<readonly Task[]> {
  const lots = await db().lot.findMany({
    where: {
      publishedAt: { not: null },
      deadline: { lte: new Date(now.getTime() + FORM_DAYS * 86_400_000) },
      reportSubmittedAt: null,
      failedAt: null,
      terminatedAt: null,
      tender: { [key]: partyId },
    },
    include: { tender: { select: { name: true } } },
  });
  const committees = await db().committee.findMany({
    where: { lotId: { in: lots.map(({ id }) => id) } },
    include: { members: { select: { state: true } } },
  });
  return lots.flatMap((lot): Task[] => {
    const committee = committees.find(({ lotId }) => lotId === lot.id);
    const facts = { lot: lot.name, tender: lot.tender.name };
    const link = `/work/tenders/${lot.tenderId}/lots/${lot.id}/evaluation`;
    const task = (kind: string, rule: string, due: Date | null): Task => ({
      key: `${kind}:${lot.id}`,
      kind,
      facts,
      due,
      link,
      rule,
    });
    if (!committee) return [task("evaluation.form", "R-107", lot.deadline)];
    // At work it is the members' turn, unless somebody left it and it is formed anew.
    if (lot.evaluationStartedAt && committee.state !== "forming") return [];
    if (committee.state === "ready")
      return lot.openingEndedAt && !lot.suspendedAt ? [task("evaluation.start", "R-107", null)] : [];
    const live = committee.members.filter(({ state }) => state === "invited" || state === "accepted").length;
    if (live < committee.size) return [task("evaluation.draw", "R-108", lot.deadline)];
    return [
      { ...task("evaluation.wait", "R-108", lot.deadline), waits: "others" as const, facts: { ...facts, who: "" } },
    ];
  });
}
