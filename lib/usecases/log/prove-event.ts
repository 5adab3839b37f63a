import { db } from "@/lib/store/db";
import { eventOfHash, logEventById } from "@/lib/store/log-events";
import { proofOfEvent } from "@/lib/store/log";
import type { Deps } from "@/lib/usecases/deps";
import type { LoggedEvent } from "@/lib/usecases/ports/trustee";

/** Event, blind and proof as trustees and archives want them; null while the proof is not there yet. */
export async function provedEvent(eventId: string, cosignatures = 1): Promise<LoggedEvent | null> {
  const proof = await proofOfEvent(eventId, cosignatures);
  if (!proof) return null;
  const { event, blind } = await logEventById(eventId);
  return { event, blind, proof };
}

/** The same for a statement, by its SHA-256 (hex) and kind. */
export async function provedStatement(hash: string, kind: string, cosignatures = 1): Promise<LoggedEvent | null> {
  const event = await eventOfHash(hash, kind);
  return event ? provedEvent(event.id, cosignatures) : null;
}

/** Closing, freeze, opening and draw want two witnesses; so long they wait for the second (protocol §6.2). */
const BOTH_WITHIN_MS = 300_000;

/**
 * Proof of an act that wants two witnesses: with both where there are two, and five minutes after the act with one, which
 * every verifier then sees and calls incomplete.
 * @param at,now instants of the act and of the platform
 * @param which  by the first head that was cosigned, which is the same for everybody for ever, or by the newest
 */
export async function solemnProof(
  eventId: string,
  { at, now }: { readonly at: Date; readonly now: Date },
  { witnesses }: Pick<Deps, "witnesses">,
  which: "first" | "newest" = "first",
): Promise<string | null> {
  const both = witnesses.length > 1 ? await proofOfEvent(eventId, 2, db(), which) : null;
  if (both) return both;
  const waits = witnesses.length > 1 && now.getTime() - at.getTime() < BOTH_WITHIN_MS;
  return waits ? null : proofOfEvent(eventId, 1, db(), which);
}
