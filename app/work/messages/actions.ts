"use server";

import { redirect } from "next/navigation";
import { deleteMessage, messageInput, readMessage } from "@/lib/usecases/message/read-message";
import { action, call } from "@/lib/web/action";

export const readMessageAction = action(messageInput, readMessage);
export const deleteMessageAction = action(messageInput, deleteMessage);

const read = call(messageInput, readMessage);

/** Records the reading and leads to what the message is about. */
export async function openMessageAction(form: FormData): Promise<void> {
  const answer = await read({ messageId: form.get("messageId") });
  redirect((answer.ok && answer.value.link) || "/work/messages");
}
