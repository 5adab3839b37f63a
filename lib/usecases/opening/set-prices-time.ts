import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { lockLot, lotById, relationToLot } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { announce, openedBids } from "@/lib/store/openings";
import { passedDigests } from "./lines";

export const setPricesTimeInput = z.strictObject({
  lotId: z.uuid(),
  /** As the page's field has it: Beijing time without a zone. */
  at: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/),
});

/**
 * Announces when the price envelopes are opened (lifecycle.md §12.4): in public, to every bidder of the list, once the
 * technical result is signed. At that time they open by themselves; until then the host may set another.
 *
 * @throws {Refusal} NOT_READY before the technical result, OUT_OF_RANGE for an instant that is over
 */
export async function setPricesTime(
  actor: Actor,
  input: z.infer<typeof setPricesTimeInput>,
): Promise<{ readonly at: Date }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "opening.setPrices", await relationToLot(actor, lot));
  const at = new Date(`${input.at.length === 16 ? `${input.at}:00` : input.at}+08:00`);
  if (Number.isNaN(at.getTime())) throw new Refusal("INPUT_INVALID", {}, ["R-97"]);
  return inTransaction(async (tx) => {
    const locked = await lockLot(tx, lot.id, "update");
    const now = await platformNow(tx);
    if (locked.suspendedAt) throw new Refusal("SUSPENDED", {}, ["R-134"]);
    if (locked.failedAt || locked.terminatedAt || locked.pricesAnnouncedAt)
      throw new Refusal("STATE_FORBIDS", { state: "opening", event: "setPrices" }, ["R-97"]);
    const passed = await passedDigests(lot.id, tx);
    if (!passed) throw new Refusal("NOT_READY", { missing: "technicalResult" }, ["R-113"]);
    // The minute that runs counts as now: a page offers minutes.
    if (at.getTime() < now.getTime() - 60_000) throw new Refusal("TOO_EARLY", { from: now }, ["R-97"]);
    await tx.lot.update({ where: { id: lot.id }, data: { pricesAt: at } });
    await announce(tx, lot.id, "pricesSet", { at: at.toISOString() });
    for (const { partyId, digest } of await openedBids(lot.id, tx))
      await notify(tx, {
        to: { partyId },
        kind: passed.has(digest) ? "opening.pricesAt" : "opening.pricesAtOthers",
        facts: { lot: locked.name, tender: locked.tender.name, at: at.toISOString() },
        lotId: lot.id,
        link: `/room/opening/${lot.id}`,
        legal: true,
      });
    await record(tx, actor, {
      action: "opening.setPrices",
      objectKind: "lot",
      objectId: lot.id,
      lotId: lot.id,
      facts: { at: at.toISOString() },
    });
    return { at };
  });
}
