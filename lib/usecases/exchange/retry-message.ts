import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { inTransaction } from "@/lib/store/db";
import { lockMessage, queueDelivery, setExchangeState } from "@/lib/store/hub-messages";
import type { Deps } from "@/lib/usecases/deps";

export const retryMessageInput = z.strictObject({ messageId: z.uuid() });

/**
 * The operator sends a delivery again now, or puts one that was given up back into the queue with all its tries. A
 * business rejection is never sent again unchanged: its cause must be corrected, which makes a new version.
 */
export async function retryMessage(
  actor: Actor,
  { messageId }: z.infer<typeof retryMessageInput>,
  _deps: Deps,
): Promise<void> {
  authorise(actor, "exchange.retry", "none");
  await inTransaction(async (tx) => {
    const message = await lockMessage(tx, messageId);
    if (!message) throw new Refusal("NOT_ALLOWED", { action: "exchange.find" });
    if (!["pending", "retrying", "dead"].includes(message.state))
      throw new Refusal("STATE_FORBIDS", { state: message.state, event: "retry" }, ["R-153"]);
    await setExchangeState(tx, messageId, "pending", {
      nextAt: null,
      ...(message.state === "dead" ? { attempts: 0 } : {}),
    });
    await queueDelivery(tx, message);
    await record(tx, actor, {
      action: "exchange.retry",
      objectKind: "outboxMessage",
      objectId: messageId,
      lotId: message.lotId,
      facts: { kind: message.kind, state: message.state, attempts: message.attempts },
    });
  });
}
