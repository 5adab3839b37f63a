import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { BID_LIFECYCLE } from "@/lib/domain/bid";
import { mustStep } from "@/lib/domain/lifecycle";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { releaseBonds } from "@/lib/store/bonds-due";
import { lockBid, saveBidState } from "@/lib/store/bids";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { lockLot, lotById, relationToLot } from "@/lib/store/lots";
import { announce, openedBid } from "@/lib/store/openings";
import { undecidedLines } from "./lines";
import { mustBeHeld } from "./session";

export const decideCauseInput = z.strictObject({
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** revoked: the bidder's own cause (撤销); lapsed: another's (撤回), the bidder may claim its loss. */
  cause: z.enum(["revoked", "lapsed"]),
  reason: z.string().trim().min(4).max(1000),
});

/** A person records why a bid was not opened, with the reason for all to read. */
export async function decideCause(
  actor: Actor,
  input: z.infer<typeof decideCauseInput>,
): Promise<{ readonly decided: true }> {
  const line = await openedBid(input.digest);
  if (!line) throw new Refusal("NOT_ALLOWED", { action: "opening.decideCause" });
  const lot = await lotById(line.lotId);
  authorise(actor, "opening.decideCause", await relationToLot(actor, lot));
  return inTransaction(async (tx) => {
    const locked = await lockLot(tx, lot.id, "update");
    const fresh = await openedBid(input.digest, tx);
    const session = await mustBeHeld(locked, input.cause, ["R-98"], tx);
    const undecided = (await undecidedLines(lot.id, session, tx)).some(({ digest }) => digest === input.digest);
    if (!fresh || !undecided) throw new Refusal("STATE_FORBIDS", { state: "opening", event: input.cause }, ["R-98"]);
    const at = await platformNow(tx);
    const bid = await lockBid(tx, fresh.bidId);
    const event = input.cause === "revoked" ? "revoke" : "lapse";
    await saveBidState(
      tx,
      bid.id,
      mustStep(BID_LIFECYCLE, bid.state, event, { at, deadline: locked.deadline!, intact: true }),
    );
    await tx.openedBid.update({
      where: { digest: input.digest },
      data: { cause: input.cause, causeReason: input.reason, causeById: actor.personId },
    });
    // Another's cause: the bond goes back at once; the bidder's own: it may be kept, which is a decision of its own.
    if (input.cause === "lapsed") await releaseBonds(tx, lot.id, at, fresh.partyId);
    await announce(tx, lot.id, "cause", { number: fresh.number, cause: input.cause });
    await record(tx, actor, {
      action: "opening.decideCause",
      objectKind: "bid",
      objectId: fresh.bidId,
      lotId: lot.id,
      facts: { cause: input.cause, reason: input.reason },
    });
    return { decided: true };
  });
}
