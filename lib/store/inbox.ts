import type { Message } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type Reader = { readonly personId: string; readonly partyId: string | null };

export type InboxLine = Pick<Message, "id" | "kind" | "facts" | "lotId" | "link" | "legal" | "createdAt" | "readAt"> & {
  /** Who of the organisation opened it first. */
  readonly readBy: string | null;
};

const mine = ({ personId, partyId }: Reader) => ({
  OR: [{ personId }, ...(partyId ? [{ partyId }] : [])],
  hiddenAt: null,
});

/** One page of the messages to a person and to the organisation they act for, latest first. */
export async function inboxOf(
  reader: Reader,
  page: { readonly unreadOnly: boolean; readonly skip: number; readonly take: number },
): Promise<{ readonly lines: readonly InboxLine[]; readonly total: number }> {
  const where = { ...mine(reader), ...(page.unreadOnly ? { readAt: null } : {}) };
  const [rows, total] = await Promise.all([
    db().message.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      skip: page.skip,
      take: page.take,
    }),
    db().message.count({ where }),
  ]);
  const readers = await db().person.findMany({
    where: { id: { in: rows.flatMap(({ readById }) => readById ?? []) } },
    select: { id: true, name: true },
  });
  const names = new Map(readers.map(({ id, name }) => [id, name]));
  return {
    lines: rows.map((row) => ({ ...row, readBy: row.readById ? (names.get(row.readById) ?? null) : null })),
    total,
  };
}

export const unreadCount = (reader: Reader, on: Db = db()): Promise<number> =>
  on.message.count({ where: { ...mine(reader), readAt: null } });

/** The message if it is the reader's, else null. */
export const messageOf = (reader: Reader, id: string, on: Db = db()): Promise<Message | null> =>
  on.message.findFirst({ where: { id, ...mine(reader) } });

/** Records the first reading, once: who and when (proof that a notice was received). */
export async function markRead(tx: Tx, id: string, personId: string): Promise<boolean> {
  const { count } = await tx.message.updateMany({
    where: { id, readAt: null },
    data: { readAt: await platformNow(tx), readById: personId },
  });
  return count === 1;
}

/** Takes a message off the list. Legal notices stay whatever is asked. */
export async function hideMessage(tx: Tx, id: string): Promise<boolean> {
  const { count } = await tx.message.updateMany({
    where: { id, legal: false },
    data: { hiddenAt: await platformNow(tx) },
  });
  return count === 1;
}
