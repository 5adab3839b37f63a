import { countsBefore, extensionIsDue, LAST_HOURS_MS, lostBefore, offeredDeadline } from "@/lib/domain/outage";
import { stageOf } from "@/lib/domain/lot";
import { platformNow } from "@/lib/store/clock";
import { clockWatch } from "@/lib/store/clock-watch";
import { lockLot, type LotWithTender, lotById } from "@/lib/store/lots";
import { currentSet } from "@/lib/store/documents";
import { inTransaction } from "@/lib/store/db";
import { notify } from "@/lib/store/messages";
import { lotsCutShort, outagesSince } from "@/lib/store/outages";
import type { DueProvider } from "@/lib/usecases/due";

export type Extension = {
  readonly lostMs: number;
  readonly deadline: Date;
  /** The platform's clock was off, by its time sources. */
  readonly clock: boolean;
  /** Witnesses that found the platform unreachable from outside. */
  readonly by: readonly string[];
  /** SHA-256 of what was signed of it, hex: by the platform on its clock, by witnesses on its door. */
  readonly evidence: readonly string[];
};

/**
 * Another deadline for a lot whose last hours were measurably lost (protocol §5.5); null where there is nothing to offer.
 *
 * @param now the platform's; while its clock is known to be off, what the sources say counts
 */
export async function offeredExtension(
  lot: Pick<LotWithTender, "id" | "deadline"> & Parameters<typeof stageOf>[0],
  now: Date,
): Promise<Extension | null> {
  if (!lot.deadline || stageOf(lot, now) !== "bidding") return null;
  const outages = await outagesSince(new Date(lot.deadline.getTime() - LAST_HOURS_MS));
  const set = outages.length > 0 ? await currentSet(lot.id) : null;
  if (!set?.issuedAt) return null;
  const { stoppedAt, offsetMs } = await clockWatch();
  const right = stoppedAt && offsetMs ? new Date(now.getTime() - offsetMs) : now;
  const { deadline } = lot;
  const lostMs = lostBefore(deadline, outages, set.issuedAt, right);
  if (!extensionIsDue(deadline, lostMs, right)) return null;
  const counted = outages.filter((outage) => countsBefore(deadline, outage, set.issuedAt!, right));
  return {
    lostMs,
    deadline: offeredDeadline(deadline, lostMs),
    clock: counted.some(({ by }) => by === null),
    by: [...new Set(counted.flatMap(({ by }) => by ?? []))].sort(),
    evidence: counted.flatMap(({ hash }) => hash ?? []),
  };
}

/** The tenderee is told as soon as there is something to decide: it can be decided before the deadline alone. */
export const dueExtensions: DueProvider = { name: "notice.extension", due: lotsCutShort, run: offerExtension };

async function offerExtension(lotId: string): Promise<void> {
  const offer = await offeredExtension(await lotById(lotId), await platformNow());
  if (!offer) return;
  await inTransaction(async (tx) => {
    const lot = await lockLot(tx, lotId, "update");
    if ((await lotsCutShort(await platformNow(tx), tx, lotId)).length === 0) return;
    const { tendereeId, agencyId } = lot.tender;
    for (const partyId of [tendereeId, ...(agencyId ? [agencyId] : [])])
      await notify(tx, {
        to: { partyId },
        kind: "extensionOffered",
        facts: {
          tender: lot.tender.name,
          lot: lot.name,
          minutes: Math.ceil(offer.lostMs / 60_000),
          until: lot.deadline!.toISOString(),
          deadline: offer.deadline.toISOString(),
        },
        lotId,
        link: `/work/tenders/${lot.tenderId}/lots/${lotId}`,
        legal: true,
      });
  });
}
