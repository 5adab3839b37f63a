import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { authorise } from "@/lib/policy/authorise";
import { type InboxLine, inboxOf, unreadCount } from "@/lib/store/inbox";
import type { Deps } from "@/lib/usecases/deps";
import { signedIn } from "@/lib/usecases/session/signed-in";

export const MESSAGES_PER_PAGE = 20;

export const viewMessagesInput = z.strictObject({
  unread: z.enum(["1"]).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

export type MessagesView = {
  readonly lines: readonly InboxLine[];
  readonly total: number;
  readonly unread: number;
  readonly page: number;
  readonly pages: number;
};

/** One page of the message centre. @throws {Refusal} SIGN_IN_NEEDED */
export async function viewMessages(
  actor: Actor,
  { unread, page }: z.output<typeof viewMessagesInput>,
  _deps: Deps,
): Promise<MessagesView> {
  authorise(actor, "message.read", "none");
  const reader = signedIn(actor);
  const take = MESSAGES_PER_PAGE;
  const [{ lines, total }, count] = await Promise.all([
    inboxOf(reader, { unreadOnly: unread === "1", skip: (page - 1) * take, take }),
    unreadCount(reader),
  ]);
  return { lines, total, unread: count, page, pages: Math.max(1, Math.ceil(total / take)) };
}

/** Unread messages of whoever is signed in, for the head of every page; 0 for visitors. */
export async function countUnread(actor: Actor): Promise<number> {
  return actor.personId ? unreadCount({ personId: actor.personId, partyId: actor.partyId }) : 0;
}
