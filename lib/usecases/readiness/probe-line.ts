import type { Actor } from "@/lib/domain/actor";
import { authorise } from "@/lib/policy/authorise";

/** What a trial of the line may send at most. */
export const PROBE_BYTES = 4 * 2 ** 20;

/** Takes bytes and forgets them: the sender measures how long they took. */
export async function probeLine(actor: Actor, body: Uint8Array): Promise<{ readonly bytes: number }> {
  authorise(actor, "readiness.check", "none");
  return { bytes: body.length };
}
