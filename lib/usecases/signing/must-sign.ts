import type { Actor, Role } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { rightsOf } from "@/lib/store/people";

/** Whether an organisation lets this person sign for it, in this role, at the platform's present time. */
export async function maySignFor(personId: string, partyId: string, role: Role): Promise<boolean> {
  const rights = await rightsOf(personId);
  return rights.some((right) => right.partyId === partyId && right.role === role && right.duties.includes("sign"));
}

/**
 * Whoever its organisation lets prepare but not sign does not sign for it, with whatever certificate; nor does who has no
 * right there any more, the session's role notwithstanding. Members of a committee and people acting for nobody sign for
 * themselves.
 *
 * @throws {Refusal} NOT_A_SIGNER
 */
export async function mustBeSigner(actor: Actor): Promise<void> {
  if (!actor.personId || !actor.partyId || actor.role === "evaluator") return;
  if (!(await maySignFor(actor.personId, actor.partyId, actor.role)))
    throw new Refusal("NOT_A_SIGNER", { party: actor.partyName }, ["R-31"]);
}
