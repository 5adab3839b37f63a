import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { MEMBER_LIFECYCLE, type MemberState } from "@/lib/domain/committee";
import { mustStep } from "@/lib/domain/lifecycle";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { changeMember } from "@/lib/store/committees";
import { inTransaction } from "@/lib/store/db";
import { advanceCommittee } from "./step-committee";
import { ownSeat } from "./own-seat";
import { leaveSeat, refill, tellHost } from "./vacate-seat";

export const answerInvitationInput = z.strictObject({
  lotId: z.uuid(),
  answer: z.enum(["accept", "decline"]),
  reason: z.string().trim().max(500).default(""),
});

/**
 * Whoever was drawn or named says whether it comes; a refusal needs a reason and brings the next reserve at once. Saying
 * the same twice changes nothing.
 */
export async function answerInvitation(
  actor: Actor,
  input: z.output<typeof answerInvitationInput>,
): Promise<{ readonly state: string }> {
  authorise(actor, "committee.answer", "none");
  if (input.answer === "decline" && !input.reason) throw new Refusal("REASON_NEEDED", {}, ["R-108"]);
  return inTransaction(async (tx) => {
    const { lot, committee, member } = await ownSeat(tx, actor, input.lotId);
    const bench = { lot, committee };
    if (member.state === (input.answer === "accept" ? "accepted" : "declined")) return { state: member.state };
    if (input.answer === "decline") {
      await leaveSeat(tx, actor, bench, member, { event: "decline", cause: "", reason: input.reason });
      await refill(tx, actor, bench);
      return { state: "declined" };
    }
    const facts = { cause: "", reason: "", reportSubmitted: false };
    const state = mustStep(MEMBER_LIFECYCLE, member.state as MemberState, "accept", facts);
    await changeMember(tx, member.id, { state, answeredAt: await platformNow(tx) });
    await record(tx, actor, {
      action: "committee.accept",
      objectKind: "committee",
      objectId: committee.id,
      lotId: lot.id,
      facts: { number: member.number },
    });
    const after = await advanceCommittee(tx, actor, bench);
    if (after.state === "ready") await tellHost(tx, bench, "committee.ready");
    return { state };
  });
}
