import { z } from "zod";
import { commitReferencePrice } from "@/lib/crypto/reference-price";
import type { Actor } from "@/lib/domain/actor";
import { readsPrices } from "@/lib/domain/envelopes";
import { stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { fen } from "@/lib/kernel/money";
import { authorise } from "@/lib/policy/authorise";
import { maySee } from "@/lib/policy/table";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { lockLot, lotById, relationToLot } from "@/lib/store/lots";
import { announce } from "@/lib/store/openings";
import { logEvent } from "@/lib/store/log-events";
import { referencePriceOf, revealReferencePrice as keepRevealed } from "@/lib/store/tenders";
import { sessionOfLot } from "@/lib/usecases/opening/session";
import { tenderRef } from "@/lib/usecases/notice/lot-papers";

export const revealReferencePriceInput = z.strictObject({
  lotId: z.uuid(),
  price: z.string().regex(/^(0|[1-9][0-9]{0,14})\.[0-9]{2}$/),
  blind: z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * Announces the reference price once the bids are open; it must be the one that was committed to before.
 *
 * @throws {Refusal} TOO_EARLY before the announcement; WRONG_SECRET where price or blind are not those committed to
 */
export async function revealReferencePrice(
  actor: Actor,
  input: z.infer<typeof revealReferencePriceInput>,
): Promise<{ price: string }> {
  const known = await lotById(input.lotId);
  authorise(actor, "referencePrice.reveal", await relationToLot(actor, known));
  return inTransaction(async (tx) => {
    const lot = await lockLot(tx, known.id, "update");
    const now = await platformNow(tx);
    const row = await referencePriceOf(lot.id, tx);
    if (!row) throw new Refusal("NOT_ALLOWED", { action: "referencePrice.reveal" });
    const session = await sessionOfLot(lot, tx);
    if (!session.announcedAt || !readsPrices(session))
      throw new Refusal("TOO_EARLY", { from: lot.deadline ?? now }, ["R-52"]);
    // Announced in the session, before its record is signed.
    if (session.endedAt) throw new Refusal("STATE_FORBIDS", { state: "opened", event: "reveal" }, ["R-103"]);
    if (row.revealedAt) throw new Refusal("STATE_FORBIDS", { state: "revealed", event: "reveal" }, ["R-52"]);
    if (commitReferencePrice(lot.code, input.blind, input.price) !== row.commitment)
      throw new Refusal("WRONG_SECRET", {}, ["R-52"]);
    await keepRevealed(tx, lot.id, fen(input.price), input.blind);
    await announce(tx, lot.id, "referencePrice", { price: input.price });
    await logEvent(tx, {
      lotId: lot.id,
      kind: "reference-price",
      hash: row.commitment,
      tender: tenderRef(lot),
      at: now,
    });
    await record(tx, actor, {
      action: "referencePrice.reveal",
      objectKind: "lot",
      objectId: lot.id,
      lotId: lot.id,
      facts: { price: input.price },
    });
    return { price: input.price };
  });
}

export const viewReferencePriceInput = z.strictObject({ lotId: z.uuid() });

/**
 * The revealed reference price of a lot, fen; null where there is none or it was not revealed.
 *
 * @throws {Refusal} NOT_ALLOWED before the opening, for everybody: the platform itself holds no more than the commitment
 */
export async function viewReferencePrice(
  actor: Actor,
  input: z.infer<typeof viewReferencePriceInput>,
): Promise<bigint | null> {
  const lot = await lotById(input.lotId);
  const relation = await relationToLot(actor, lot);
  const stage = stageOf(lot, await platformNow());
  if (!maySee("lot", "referencePrice", { role: actor.role, relation, stage }))
    throw new Refusal("NOT_ALLOWED", { action: "referencePrice.view" }, ["R-52"]);
  return (await referencePriceOf(lot.id))?.priceFen ?? null;
}
