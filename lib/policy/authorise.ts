import type { Actor, Relation } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { type Action, mayDo } from "./table";

/**
 * Lets pass or throws. An unknown action, role or relation falls on the side of "no".
 *
 * @throws {Refusal} SIGN_IN_NEEDED for visitors, NOT_ALLOWED for everybody else
 */
export function authorise(actor: Actor, action: Action, relation: Relation): void {
  if (mayDo(action, { role: actor.role, relation })) return;
  if (actor.role === "public") throw new Refusal("SIGN_IN_NEEDED", {});
  throw new Refusal("NOT_ALLOWED", { action });
}
