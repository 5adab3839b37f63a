import { releaseLimit } from "@/lib/domain/opening";
import { db } from "@/lib/store/db";
import type { Task, TaskProvider } from "./task";

/** A bidder's own: submit in time, test the key, decrypt in the window, confirm the announced line. */
export const bidTasks: TaskProvider = async (actor, now) => {
  if (actor.role !== "bidder" || !actor.partyId) return [];
  const bids = await db().bid.findMany({
    where: { partyId: actor.partyId, state: { in: ["draft", "submitted", "opened"] } },
  });
  const lots = await db().lot.findMany({
    where: { id: { in: bids.map(({ lotId }) => lotId) }, failedAt: null, terminatedAt: null },
    include: { tender: { select: { name: true } } },
  });
  const released = await db().release.findMany({
    where: { lotId: { in: lots.map(({ id }) => id) } },
    select: { digest: true },
  });
  const given = new Set(released.map(({ digest }) => digest));
  return bids.flatMap((bid): Task[] => {
    const lot = lots.find(({ id }) => id === bid.lotId);
    if (!lot?.deadline) return [];
    const facts = { lot: lot.name, tender: lot.tender.name };
    const hall = `/room/opening/${lot.id}`;
    if (now < lot.deadline && bid.state === "draft")
      return [
        {
          key: `bid.submit:${bid.id}`,
          kind: "bid.submit",
          facts,
          due: lot.deadline,
          link: `/work/bids/${bid.id}`,
          rule: "R-71",
        },
      ];
    if (now < lot.deadline && bid.state === "submitted" && !bid.selfTestedAt)
      return [
        { key: `bid.test:${bid.id}`, kind: "bid.test", facts, due: lot.deadline, link: `/work/bids/${bid.id}/receipt` },
      ];
    const limit = releaseLimit(lot, now);
    if (limit && bid.digest && !given.has(bid.digest))
      return [{ key: `bid.release:${bid.id}`, kind: "bid.release", facts, due: limit.at, link: hall, rule: "R-96" }];
    return [];
  });
};
