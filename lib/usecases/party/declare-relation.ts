import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { RELATION_KINDS } from "@/lib/domain/relations";
import { compactCode, isUscc } from "@/lib/kernel/uscc";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { inTransaction } from "@/lib/store/db";
import { addRelation, endRelation } from "@/lib/store/party-relations";
import { lockParty } from "@/lib/store/parties";
import type { Deps } from "@/lib/usecases/deps";
import { ownParty, relationToParty } from "./relation";

export const declareRelationInput = z.strictObject({
  uscc: z.string().max(60).transform(compactCode),
  name: z.string().trim().min(2).max(200),
  kind: z.enum(RELATION_KINDS),
});

/**
 * Enters an organisation that controls or manages the actor's own, or is controlled or managed by it. Committees are
 * shown relations between bidders of their lot; nobody else is, and nobody before the opening: it would tell who bids.
 *
 * @throws {Refusal} USCC_INVALID, NOT_ALLOWED, ALREADY_REGISTERED
 */
export async function declareRelation(
  actor: Actor,
  input: z.output<typeof declareRelationInput>,
  _deps: Deps,
): Promise<Record<never, never>> {
  const partyId = ownParty(actor);
  authorise(actor, "party.relate", await relationToParty(actor, partyId));
  if (!isUscc(input.uscc) || input.uscc === actor.uscc) throw new Refusal("USCC_INVALID", {}, ["R-28"]);
  return inTransaction(async (tx) => {
    await lockParty(tx, partyId);
    const id = await addRelation(tx, { ...input, partyId, enteredById: actor.personId! });
    if (!id) throw new Refusal("ALREADY_REGISTERED", {}, ["R-78"]);
    const facts = { uscc: input.uscc, kind: input.kind };
    await record(tx, actor, { action: "party.relate", objectKind: "relation", objectId: id, facts });
    return {};
  });
}

export const endRelationInput = z.strictObject({ relationId: z.uuid() });

/** Notes that a relation has ended; the entry stays in the record. @throws {Refusal} NOT_ALLOWED */
export async function endDeclaredRelation(
  actor: Actor,
  { relationId }: z.output<typeof endRelationInput>,
  _deps: Deps,
): Promise<Record<never, never>> {
  const partyId = ownParty(actor);
  authorise(actor, "party.relate", await relationToParty(actor, partyId));
  return inTransaction(async (tx) => {
    if (!(await endRelation(tx, partyId, relationId))) throw new Refusal("NOT_ALLOWED", { action: "relation.find" });
    const facts = { ended: true };
    await record(tx, actor, { action: "party.relate", objectKind: "relation", objectId: relationId, facts });
    return {};
  });
}
