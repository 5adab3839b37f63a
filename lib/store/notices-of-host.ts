import { db } from "./db";

export type NoticeInReview = {
  readonly id: string;
  readonly tenderId: string;
  readonly title: string;
  readonly createdById: string;
  /** reviewing, approved */
  readonly state: string;
  readonly lotIds: readonly string[];
};

/** Notices of a host's tenders that wait for review or signature. */
export async function noticesOfHost(role: "tenderee" | "agency", partyId: string): Promise<NoticeInReview[]> {
  const tender = role === "tenderee" ? { tendereeId: partyId } : { agencyId: partyId };
  const rows = await db().notice.findMany({
    where: { tender, state: { in: ["reviewing", "approved"] } },
    select: {
      id: true,
      tenderId: true,
      title: true,
      createdById: true,
      state: true,
      lots: { select: { lotId: true } },
    },
    take: 100,
  });
  return rows.map(({ lots, ...row }) => ({ ...row, lotIds: lots.map(({ lotId }) => lotId) }));
}
