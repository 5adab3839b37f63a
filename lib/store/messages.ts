import type { Prisma } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import type { Tx } from "./db";
import { enqueue, enqueueAll } from "./jobs";

export type NewMessage = {
  /** Whom: everybody of a party, or one person. */
  readonly to: { readonly partyId: string } | { readonly personId: string };
  /** Key of the words in lib/i18n messages, namespace `messages`. */
  readonly kind: string;
  readonly facts: Prisma.InputJsonValue;
  readonly lotId?: string;
  /** Path in the workbench. */
  readonly link?: string;
  /** Legal notices cannot be deleted; delivery and reading are recorded. */
  readonly legal?: boolean;
};

/** Puts a message into the centre in the act's transaction; it carries no more than the page would show. */
export async function notify(tx: Tx, message: NewMessage): Promise<string> {
  const at = await platformNow(tx);
  const row = await tx.message.create({
    data: {
      partyId: "partyId" in message.to ? message.to.partyId : null,
      personId: "personId" in message.to ? message.to.personId : null,
      kind: message.kind,
      facts: message.facts,
      lotId: message.lotId ?? null,
      link: message.link ?? null,
      legal: message.legal ?? false,
      createdAt: at,
      deliveredAt: at,
    },
    select: { id: true },
  });
  await enqueue(tx, "notify.send", { messageId: row.id });
  return row.id;
}

/**
 * The same message to each of these parties, in two statements: one lot may have thousands of bidders, and it stays locked
 * until all are told.
 */
export async function notifyParties(tx: Tx, parties: Iterable<string>, message: Omit<NewMessage, "to">): Promise<void> {
  const at = await platformNow(tx);
  const rows = await tx.message.createManyAndReturn({
    data: [...parties].map((partyId) => ({ ...message, partyId, createdAt: at, deliveredAt: at })),
    select: { id: true },
  });
  await enqueueAll(
    tx,
    "notify.send",
    rows.map(({ id }) => ({ messageId: id })),
  );
}

/** Whether a message of this kind went out to anybody within the last so many milliseconds. */
export async function toldWithin(tx: Tx, kind: string, ms: number): Promise<boolean> {
  const after = new Date((await platformNow(tx)).getTime() - ms);
  return (await tx.message.findFirst({ where: { kind, createdAt: { gt: after } }, select: { id: true } })) !== null;
}
