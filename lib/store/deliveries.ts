import { platformNow } from "./clock";
import { db } from "./db";

/** Both sealed, as they are kept. */
export type Recipient = { readonly email: string | null; readonly phone: string };
export type OutgoingMessage = {
  readonly id: string;
  readonly kind: string;
  readonly link: string | null;
  readonly recipients: readonly Recipient[];
};

/** A message of the centre with the people it is for: one person, or everybody who acts for the organisation now. */
export async function outgoingMessage(messageId: string): Promise<OutgoingMessage | null> {
  const message = await db().message.findUnique({ where: { id: messageId } });
  if (!message) return null;
  const now = await platformNow();
  const { id, kind, link, personId, partyId } = message;
  const acts = {
    some: { partyId: partyId!, validFrom: { lte: now }, OR: [{ validTo: null }, { validTo: { gt: now } }] },
  };
  const recipients = await db().person.findMany({
    where: personId ? { id: personId } : { memberships: acts },
    select: { email: true, phone: true },
  });
  return { id, kind, link, recipients };
}

/** Whether this went out already to that address, of which a keyed hash is kept: a repeated job sends nothing twice. */
export async function wasDelivered(messageId: string, channel: string, address: string): Promise<boolean> {
  const row = await db().delivery.findUnique({ where: { messageId_channel_address: { messageId, channel, address } } });
  return row !== null;
}

export async function noteDelivery(messageId: string, channel: string, address: string): Promise<void> {
  const at = await platformNow();
  await db().delivery.createMany({ data: [{ messageId, channel, address, at }], skipDuplicates: true });
}
