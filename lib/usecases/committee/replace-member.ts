import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { REPLACEMENT_CAUSES } from "@/lib/domain/committee";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { everyMember, lockCommittee } from "@/lib/store/committees";
import { inTransaction } from "@/lib/store/db";
import { lotById, relationToLot } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { isLive } from "./fill-seats";
import { leaveSeat, refill } from "./vacate-seat";

export const replaceMemberInput = z.strictObject({
  lotId: z.uuid(),
  /** The seat: the host knows numbers, not names. */
  number: z.coerce.number().int().min(1).max(99),
  cause: z.enum(REPLACEMENT_CAUSES),
  reason: z.string().trim().min(2).max(500),
});

/** Replaces the member of a seat, for one of the lawful causes, by the next of the draw; its opinions are void. */
export async function replaceMember(
  actor: Actor,
  input: z.output<typeof replaceMemberInput>,
): Promise<{ readonly replaced: true }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "committee.form", await relationToLot(actor, lot));
  return inTransaction(async (tx) => {
    const bench = await lockCommittee(tx, lot.id);
    const members = bench ? await everyMember(bench.committee.id, tx) : [];
    const member = members.find((one) => one.number === input.number && isLive(one));
    if (!bench || !member) throw new Refusal("STATE_FORBIDS", { state: "empty", event: "replace" }, ["R-110"]);
    const { cause, reason } = input;
    await leaveSeat(tx, actor, bench, member, { event: "replace", cause, reason });
    await notify(tx, { to: { personId: member.personId }, kind: "committee.released", facts: {}, lotId: lot.id });
    await refill(tx, actor, bench);
    return { replaced: true };
  });
}
