import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { authorise } from "@/lib/policy/authorise";
import { inTransaction } from "@/lib/store/db";
import { ownSeat } from "./own-seat";
import { leaveSeat, refill } from "./vacate-seat";

export const RECUSAL_CODES = ["1", "2", "3", "4", "9"] as const;

export const recuseSelfInput = z.strictObject({
  lotId: z.uuid(),
  cause: z.enum(RECUSAL_CODES),
  reason: z.string().trim().min(2).max(500),
});

/**
 * A member keeps itself out, when asked or in the room: its task ends, the committee is formed anew, the next reserve is
 * asked. Doing it twice changes nothing.
 */
export async function recuseSelf(
  actor: Actor,
  input: z.output<typeof recuseSelfInput>,
): Promise<{ readonly recused: true }> {
  authorise(actor, "committee.answer", "none");
  return inTransaction(async (tx) => {
    const { lot, committee, member } = await ownSeat(tx, actor, input.lotId);
    if (member.state === "recused") return { recused: true };
    const { cause, reason } = input;
    await leaveSeat(tx, actor, { lot, committee }, member, { event: "recuse", cause, reason });
    await refill(tx, actor, { lot, committee });
    return { recused: true };
  });
}
