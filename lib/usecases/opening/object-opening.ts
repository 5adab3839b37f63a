import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { lockLot, lotById, relationToLot } from "@/lib/store/lots";
import { announce, checkIn, openedBid } from "@/lib/store/openings";
import { ownBid } from "@/lib/usecases/bid/own-bid";
import { mustBeHeld } from "./session";

/** Who only began a bid, or took it back, is no party to the session: its objection would keep it from closing. */
async function inTheList(actor: Actor, bidId: string, action: "opening.object" | "opening.confirm") {
  const bid = await ownBid(actor, bidId, action);
  if (!bid.digest || !(await openedBid(bid.digest)))
    throw new Refusal("STATE_FORBIDS", { state: bid.state, event: "object" }, ["R-101"]);
  return bid;
}

export const objectOpeningInput = z.strictObject({ bidId: z.uuid(), text: z.string().trim().min(4).max(2000) });

/** An objection on the spot; the session does not close before it is answered. */
export async function objectOpening(
  actor: Actor,
  input: z.infer<typeof objectOpeningInput>,
): Promise<{ readonly id: string }> {
  const bid = await inTheList(actor, input.bidId, "opening.object");
  return inTransaction(async (tx) => {
    const lot = await lockLot(tx, bid.lotId, "share");
    await mustBeHeld(lot, "object", ["R-101"], tx);
    const row = await tx.openingObjection.create({
      data: { lotId: lot.id, partyId: bid.partyId, text: input.text, at: await platformNow(tx) },
      select: { id: true },
    });
    await announce(tx, lot.id, "objected", {});
    await record(tx, actor, {
      action: "opening.object",
      objectKind: "lot",
      objectId: lot.id,
      lotId: lot.id,
      facts: { id: row.id },
    });
    return row;
  });
}

export const answerObjectionInput = z.strictObject({
  objectionId: z.uuid(),
  answer: z.string().trim().min(2).max(2000),
});

/** The host answers on the spot, for all to read. */
export async function answerOpeningObjection(
  actor: Actor,
  input: z.infer<typeof answerObjectionInput>,
): Promise<{ readonly answered: true }> {
  return inTransaction(async (tx) => {
    const objection = await tx.openingObjection.findUnique({ where: { id: input.objectionId } });
    if (!objection) throw new Refusal("NOT_ALLOWED", { action: "opening.answer" });
    const lot = await lotById(objection.lotId, tx);
    authorise(actor, "opening.answer", await relationToLot(actor, lot, tx));
    const { count } = await tx.openingObjection.updateMany({
      where: { id: objection.id, answer: null },
      data: { answer: input.answer, answeredAt: await platformNow(tx) },
    });
    if (count === 0) throw new Refusal("STATE_FORBIDS", { state: "answered", event: "answer" }, ["R-101"]);
    await announce(tx, lot.id, "answered", {});
    await record(tx, actor, {
      action: "opening.answer",
      objectKind: "lot",
      objectId: lot.id,
      lotId: lot.id,
      facts: { id: objection.id },
    });
    return { answered: true };
  });
}

export const confirmLineInput = z.strictObject({ bidId: z.uuid() });

/** The bidder confirms its announced line; silence counts as confirmed when the session closes. */
export async function confirmLine(
  actor: Actor,
  input: z.infer<typeof confirmLineInput>,
): Promise<{ readonly confirmed: true }> {
  const bid = await inTheList(actor, input.bidId, "opening.confirm");
  return inTransaction(async (tx) => {
    const lot = await lockLot(tx, bid.lotId, "share");
    await mustBeHeld(lot, "confirm", ["R-101"], tx);
    await checkIn(tx, lot.id, bid.partyId, actor.personId ?? "");
    const confirmedAt = await platformNow(tx);
    await tx.openingCheckIn.update({
      where: { lotId_partyId: { lotId: lot.id, partyId: bid.partyId } },
      data: { confirmedAt },
    });
    await record(tx, actor, { action: "opening.confirm", objectKind: "bid", objectId: bid.id, lotId: lot.id });
    return { confirmed: true };
  });
}
