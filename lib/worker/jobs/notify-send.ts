import { noteDelivery, outgoingMessage, wasDelivered } from "@/lib/store/deliveries";
import type { Job } from "./job";

/**
 * Tells people outside the platform that a message waits for them, and where. What it says stays inside: mail and SMS
 * travel open, and even that somebody bids is a secret before the deadline.
 */
export const notifySend: Job<"notify.send"> = async ({ messageId }, deps) => {
  const message = await outgoingMessage(messageId);
  if (!message) return;
  const text = `信标：您有一条新消息，请登录查看。A message waits for you: ${deps.origin}/work/messages`;
  for (const { email, phone } of message.recipients) {
    const [channel, sealed] = email ? ["mail", email] : ["sms", phone];
    if (!channel || !sealed) continue;
    const address = deps.secrets.openPersonal(sealed);
    // Whom it went to is remembered by a keyed hash: a number is nobody's to read from this table.
    const known = deps.secrets.hashIdentity(address);
    if (await wasDelivered(messageId, channel, known)) continue;
    await deps.notifier.send({ messageId, channel, address, text });
    await noteDelivery(messageId, channel, known);
  }
};
