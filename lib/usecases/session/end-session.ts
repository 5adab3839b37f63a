import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { inTransaction } from "@/lib/store/db";
import { liveSession, revokeSessionOf } from "@/lib/store/sessions";
import type { Deps } from "@/lib/usecases/deps";
import { signedIn } from "./signed-in";

export const revokeSessionInput = z.strictObject({ sessionId: z.uuid() });

/** Ends one of the person's own sessions: a forgotten computer. @throws {Refusal} SIGN_IN_NEEDED, NOT_ALLOWED */
export async function revokeSession(
  actor: Actor,
  { sessionId }: z.output<typeof revokeSessionInput>,
  _deps: Deps,
): Promise<Record<never, never>> {
  const me = signedIn(actor);
  return inTransaction(async (tx) => {
    if (!(await revokeSessionOf(tx, me.personId, sessionId)))
      throw new Refusal("NOT_ALLOWED", { action: "session.find" });
    await record(tx, actor, { action: "session.revoke", objectKind: "session", objectId: sessionId });
    return {};
  });
}

/** Sign-out: the row ends, so that a copied cookie is worth nothing afterwards. Ended already is no error. */
export async function endSession(actor: Actor, sessionId: string): Promise<void> {
  const session = await liveSession(sessionId);
  if (!session) return;
  const { personId, name, partyId, certSerial } = session;
  await inTransaction(async (tx) => {
    if (!(await revokeSessionOf(tx, personId, sessionId))) return;
    const who: Actor = { ...actor, personId, name, partyId, certSerial, role: session.role ?? "public" };
    await record(tx, who, { action: "session.close", objectKind: "session", objectId: sessionId });
  });
}
