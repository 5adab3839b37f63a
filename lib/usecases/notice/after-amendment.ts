import { beijingTime } from "@/lib/kernel/format";
import type { Tx } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import { noteChange, type NoticeWithLots, originalNotice } from "@/lib/store/notices";
import { tieQuestions } from "@/lib/store/questions";
import { tellHolders } from "@/lib/usecases/document/tell-holders";
import type { SignedLot } from "./put-into-force";

/** What an amendment owes besides its notice: everybody who holds the documents is told, questions are tied. */
export async function afterAmendment(
  tx: Tx,
  notice: NoticeWithLots,
  lots: readonly SignedLot[],
  at: Date,
): Promise<void> {
  for (const { paper } of lots) {
    const lot = await lotById(paper.lot.id, tx);
    const { changes, deadline, version } = paper.set;
    const { questionIds = [], summary = "" } = (changes ?? {}) as { questionIds?: string[]; summary?: string };
    await tieQuestions(tx, questionIds, lot.id, version);
    await tellHolders(tx, lot, "documentsAmended", {
      version: String(version),
      summary: summary.slice(0, 500),
      deadline: deadline ? beijingTime(deadline) : "",
      notice: notice.id,
    });
    const original = await originalNotice(lot.id, tx);
    if (original) await noteChange(tx, original.id, at, deadline);
  }
}
