import { candidateNoticeDue, contractDue } from "@/lib/domain/schedule";
import { db } from "@/lib/store/db";
import { suspendingObjections } from "@/lib/store/objections";
import { clockOfLot } from "@/lib/usecases/objection/clock-of-lot";
import type { Task, TaskProvider } from "./task";

/** From the opening session to the contract: what the host owes, with the law's limits; objections to answer. */
export const awardTasks: TaskProvider = async (actor, now) => {
  if (!actor.partyId || !["tenderee", "agency"].includes(actor.role)) return [];
  const key = actor.role === "tenderee" ? "tendereeId" : "agencyId";
  const lots = await db().lot.findMany({
    where: {
      publishedAt: { not: null },
      deadline: { lte: now },
      contractSignedAt: null,
      failedAt: null,
      terminatedAt: null,
      tender: { [key]: actor.partyId },
    },
    include: { tender: true },
  });
  const results = await db().statement.findMany({
    where: { lotId: { in: lots.map(({ id }) => id) }, type: "technical-result" },
    select: { lotId: true },
  });
  const judged = new Set(results.map(({ lotId }) => lotId));
  const tasks = lots.flatMap((lot): Task[] => {
    const facts = { lot: lot.name, tender: lot.tender.name };
    const award = `/work/tenders/${lot.tenderId}/lots/${lot.id}/award`;
    const task = (kind: string, due: Date | null, link: string, rule: string): Task[] => [
      { key: `${kind}:${lot.id}`, kind, facts, due, link, rule },
    ];
    const clock = clockOfLot(lot);
    if (lot.announcedAt && !lot.openingEndedAt) return task("opening.finish", null, `/room/opening/${lot.id}`, "R-102");
    if (judged.has(lot.id) && !lot.pricesAt) return task("opening.setPrices", null, `/room/opening/${lot.id}`, "R-97");
    if (lot.pricesAnnouncedAt && !lot.pricesEndedAt)
      return task("opening.finish", null, `/room/opening/${lot.id}`, "R-102");
    if (lot.reportSubmittedAt && !lot.candidatesFrom)
      return task("award.candidates", candidateNoticeDue(lot.reportSubmittedAt, clock).limit, award, "R-137");
    if (lot.candidatesTo && now >= lot.candidatesTo && !lot.winnerFixedAt && !lot.suspendedAt)
      return task("award.fix", null, award, "R-140");
    if (lot.winnerFixedAt && !lot.noticeSentAt) return task("award.send", null, award, "R-144");
    if (lot.noticeSentAt) return task("contract.sign", contractDue(lot.noticeSentAt, clock).limit, award, "R-145");
    return [];
  });
  const answers = (await suspendingObjections(lots.map(({ id }) => id))).map(
    (one): Task => ({
      key: `objection.answer:${one.id}`,
      kind: "objection.answer",
      facts: {},
      due: one.dueLimit,
      link: `/work/objections/${one.id}`,
      rule: "R-128",
    }),
  );
  return [...tasks, ...answers];
};
