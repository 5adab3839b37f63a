import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";

export type SignedIn = Actor & { readonly personId: string; readonly sessionId: string };

/**
 * A person with a session, whether or not organisation and role are chosen yet: for what concerns the person alone
 * (sessions, choosing). Everything else asks `authorise`.
 *
 * @throws {Refusal} SIGN_IN_NEEDED
 */
export function signedIn(actor: Actor): SignedIn {
  const { personId, sessionId } = actor;
  if (!personId || !sessionId) throw new Refusal("SIGN_IN_NEEDED", {});
  return { ...actor, personId, sessionId };
}
