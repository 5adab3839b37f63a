import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { inTransaction } from "@/lib/store/db";
import { hideMessage, markRead, messageOf } from "@/lib/store/inbox";
import type { Deps } from "@/lib/usecases/deps";
import { signedIn } from "@/lib/usecases/session/signed-in";

export const messageInput = z.strictObject({ messageId: z.uuid() });
type Input = z.output<typeof messageInput>;

/**
 * Records that a message was read, at its first reading (R-56: who was told must be provable).
 *
 * @returns where the message leads
 * @throws {Refusal} SIGN_IN_NEEDED, NOT_ALLOWED
 */
export async function readMessage(
  actor: Actor,
  { messageId }: Input,
  _deps: Deps,
): Promise<{ readonly link: string | null }> {
  authorise(actor, "message.read", "none");
  const reader = signedIn(actor);
  return inTransaction(async (tx) => {
    const message = await messageOf(reader, messageId, tx);
    if (!message) throw new Refusal("NOT_ALLOWED", { action: "message.find" });
    const first = await markRead(tx, messageId, reader.personId);
    const facts = { kind: message.kind };
    // A notice of a lot tells who has its documents: such readings are the bidders' side of the record.
    const scope = { lotId: message.lotId, bidderSide: message.lotId !== null && actor.role === "bidder" };
    if (first && message.legal)
      await record(tx, actor, { action: "message.read", objectKind: "message", objectId: messageId, facts, ...scope });
    return { link: message.link };
  });
}

/** Takes a message off the list; legal notices cannot be. @throws {Refusal} SIGN_IN_NEEDED, NOT_ALLOWED, STATE_FORBIDS */
export async function deleteMessage(actor: Actor, { messageId }: Input, _deps: Deps): Promise<Record<never, never>> {
  authorise(actor, "message.read", "none");
  const reader = signedIn(actor);
  return inTransaction(async (tx) => {
    const message = await messageOf(reader, messageId, tx);
    if (!message) throw new Refusal("NOT_ALLOWED", { action: "message.find" });
    if (!(await hideMessage(tx, messageId))) throw new Refusal("STATE_FORBIDS", { state: "legal", event: "delete" });
    return {};
  });
}
