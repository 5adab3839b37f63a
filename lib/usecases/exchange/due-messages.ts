import { databaseNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { lockMessage, messagesDue, queueDelivery, setExchangeState } from "@/lib/store/hub-messages";
import type { DueProvider } from "@/lib/usecases/due";

/** Restricted reports whose release time came, and deliveries that a killed worker left behind: back into the queue. */
export const dueMessages: DueProvider = {
  name: "exchange",
  due: messagesDue,
  run: (id) =>
    inTransaction(async (tx) => {
      const message = await lockMessage(tx, id);
      if (!message || !["held", "pending", "retrying", "sent"].includes(message.state)) return;
      const nextAt = new Date((await databaseNow(tx)).getTime() + 60_000);
      await setExchangeState(tx, id, "pending", { nextAt });
      await queueDelivery(tx, message);
    }),
};
