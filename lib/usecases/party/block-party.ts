import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { compactCode, isUscc } from "@/lib/kernel/uscc";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { blockParty } from "@/lib/store/blocked-parties";
import { inTransaction } from "@/lib/store/db";
import type { Deps } from "@/lib/usecases/deps";

export const blockPartyInput = z.strictObject({
  uscc: z.string().max(60).transform(compactCode),
  name: z.string().trim().min(2).max(200),
  reason: z.string().trim().min(4).max(500),
});

/** Puts an organisation the operator controls or manages on the list of those that take no part here. */
export async function blockRelatedParty(
  actor: Actor,
  input: z.output<typeof blockPartyInput>,
  _deps: Deps,
): Promise<Record<never, never>> {
  authorise(actor, "party.block", "none");
  if (!isUscc(input.uscc)) throw new Refusal("USCC_INVALID", {}, ["R-28"]);
  return inTransaction(async (tx) => {
    await blockParty(tx, { ...input, addedById: actor.personId });
    const { uscc, reason } = input;
    await record(tx, actor, { action: "party.block", objectKind: "party", objectId: uscc, facts: { reason } });
    return {};
  });
}
