import { eventOfHash, logEventById } from "@/lib/store/log-events";
import { proofOfEvent } from "@/lib/store/log";
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
