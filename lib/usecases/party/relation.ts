import type { Actor, Relation } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { isAdmin } from "@/lib/store/members";

/** How the actor stands to an organisation: its administrator, somebody acting for it, or a stranger. */
export async function relationToParty(actor: Actor, partyId: string): Promise<Relation> {
  if (!actor.personId || actor.partyId !== partyId) return "none";
  return (await isAdmin(actor.personId, partyId)) ? "owner" : "party";
}

/** The organisation the actor acts for. @throws {Refusal} SIGN_IN_NEEDED */
export function ownParty(actor: Actor): string {
  if (!actor.partyId || !actor.personId) throw new Refusal("SIGN_IN_NEEDED", {});
  return actor.partyId;
}
