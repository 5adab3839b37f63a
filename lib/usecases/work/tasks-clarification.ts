import { db } from "@/lib/store/db";
import type { TaskProvider } from "./task";

/** Questions of committees to a bidder's own bids that can still be answered. */
export const clarificationTasks: TaskProvider = async (actor, now) => {
  if (actor.role !== "bidder" || !actor.partyId) return [];
  const own = await db().openedBid.findMany({ where: { partyId: actor.partyId }, select: { digest: true } });
  if (own.length === 0) return [];
  const asked = await db().bidClarification.findMany({
    where: { digest: { in: own.map(({ digest }) => digest) }, answeredAt: null, dueAt: { gt: now } },
    orderBy: { dueAt: "asc" },
  });
  const lots = await db().lot.findMany({
    where: { id: { in: asked.map(({ lotId }) => lotId) } },
    include: { tender: { select: { name: true } } },
  });
  return asked.flatMap(({ id, lotId, dueAt }) => {
    const lot = lots.find((one) => one.id === lotId);
    if (!lot) return [];
    return [
      {
        key: `clarification.answer:${id}`,
        kind: "clarification.answer",
        facts: { lot: lot.name, tender: lot.tender.name },
        due: dueAt,
        link: `/work/clarifications/${id}`,
        rule: "R-115",
      },
    ];
  });
};
