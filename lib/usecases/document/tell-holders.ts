import type { Tx } from "@/lib/store/db";
import { holdersOf } from "@/lib/store/documents";
import type { LotWithTender } from "@/lib/store/lots";
import { notify, notifyParties } from "@/lib/store/messages";

type Facts = Readonly<Record<string, string>>;

const about = (lot: LotWithTender, kind: string, facts: Facts) => ({
  kind,
  facts: { lot: lot.name, tender: lot.tender.name, ...facts },
  lotId: lot.id,
  link: `/work/tenders/${lot.tenderId}/lots/${lot.id}/questions`,
  legal: true,
});

/** One legal message about a lot to one holder of its documents. */
export async function tellHolder(
  tx: Tx,
  lot: LotWithTender,
  partyId: string,
  kind: string,
  facts: Facts,
): Promise<void> {
  await notify(tx, { ...about(lot, kind, facts), to: { partyId } });
}

/**
 * Tells everybody who obtained the documents: a legal message, whose delivery and reading are recorded.
 *
 * @returns how many; for the caller only, never for a page before the deadline
 */
export async function tellHolders(tx: Tx, lot: LotWithTender, kind: string, facts: Facts): Promise<number> {
  const holders = await holdersOf(lot.id, tx);
  await notifyParties(tx, holders, about(lot, kind, facts));
  return holders.length;
}
