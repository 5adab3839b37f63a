import { type ExchangeState, UNFINISHED } from "@/lib/domain/exchange";
import type { OutboxMessage, Prisma } from "@/prisma/generated/client";
import { type Db, db, type Tx } from "./db";
import { enqueue } from "./jobs";

export type ExchangeRow = OutboxMessage;

/** Messages of one queue go one after another: one queue per lot, else per record. */
export const chainOf = ({ lotId, key }: Pick<ExchangeRow, "lotId" | "key">): string => `hub-${lotId ?? key}`;

const sameChain = ({ lotId, key }: Pick<ExchangeRow, "lotId" | "key">) => (lotId ? { lotId } : { lotId: null, key });

export function exchangeMessage(id: string, on: Db = db()): Promise<ExchangeRow | null> {
  return on.outboxMessage.findUnique({ where: { id } });
}

/** Locks the row: of two workers with the same message one waits for the other. */
export async function lockMessage(tx: Tx, id: string): Promise<ExchangeRow | null> {
  await tx.$queryRaw`SELECT id FROM outbox_message WHERE id = ${id}::uuid FOR UPDATE`;
  return exchangeMessage(id, tx);
}

/** Whether something that must arrive first is still on its way: earlier in the queue, or above in the tree of codes. */
export async function isBlocked(
  message: ExchangeRow,
  parents: readonly { readonly kind: number; readonly key: string }[],
  on: Db = db(),
): Promise<boolean> {
  const earlier = { ...sameChain(message), seq: { lt: message.seq } };
  const above = parents.map((parent) => ({ ...parent, id: { not: message.id } }));
  const found = await on.outboxMessage.findFirst({
    where: { state: { in: [...UNFINISHED] }, OR: [earlier, ...above] },
    select: { id: true },
  });
  return found !== null;
}

/** Digest of the message before this one in its queue: each names the one before (data dictionary §8.2). */
export async function previousDigest(message: ExchangeRow, on: Db = db()): Promise<string | null> {
  const row = await on.outboxMessage.findFirst({
    where: { ...sameChain(message), digest: { not: null }, id: { not: message.id } },
    orderBy: { seq: "desc" },
    select: { digest: true },
  });
  return row?.digest ?? null;
}

export type MadeMessage = {
  readonly bytes: Uint8Array;
  readonly digest: string;
  readonly cms: Uint8Array;
  readonly prevHash: string | null;
};

/** Keeps the bytes that every try will send; the first to make them wins. */
export async function keepMade(id: string, made: MadeMessage): Promise<void> {
  await db().outboxMessage.updateMany({
    where: { id, bytes: null },
    data: { bytes: Buffer.from(made.bytes), digest: made.digest, cms: Buffer.from(made.cms), prevHash: made.prevHash },
  });
}

export async function setExchangeState(
  on: Db,
  id: string,
  state: ExchangeState,
  data: Omit<Prisma.OutboxMessageUncheckedUpdateInput, "state"> = {},
): Promise<void> {
  await on.outboxMessage.update({ where: { id }, data: { ...data, state } });
}

/** A newer version of the same record was accepted: the older ones are history. */
export async function supersedeOlder(tx: Tx, { kind, key, seq }: ExchangeRow): Promise<void> {
  await tx.outboxMessage.updateMany({
    where: { kind, key, seq: { lt: seq }, state: { in: ["accepted", "rejected"] } },
    data: { state: "superseded" },
  });
}

/** Puts a delivery into the queue. @param runAt real time; absent: at once */
export async function queueDelivery(
  tx: Tx,
  message: Pick<ExchangeRow, "id" | "lotId" | "key">,
  runAt?: Date,
): Promise<void> {
  const when = runAt ? { runAt } : {};
  await enqueue(
    tx,
    "hub.publish",
    { messageId: message.id },
    { key: `hub-${message.id}`, queue: chainOf(message), ...when },
  );
}

/** What waited for this message: the next ones of its queue, and everything that was blocked at all. */
export async function wakeWaiting(tx: Tx, message: ExchangeRow): Promise<void> {
  const waiting = await tx.outboxMessage.findMany({
    where: { state: "pending", nextAt: { not: null }, id: { not: message.id } },
    orderBy: { seq: "asc" },
    take: 50,
  });
  for (const next of waiting) await queueDelivery(tx, next);
}

/** Held messages whose time has come, and others whose time went by without anybody trying. @param now platform's time */
export async function messagesDue(now: Date): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM outbox_message
     WHERE (state = 'held' AND (release_after IS NULL OR release_after <= ${now}))
        OR (state IN ('pending', 'retrying', 'sent') AND next_at <= clock_timestamp() - interval '15 seconds')
     ORDER BY seq LIMIT 200`;
  return rows.map(({ id }) => id);
}

export type ExchangeFilter = { readonly state?: ExchangeState; readonly kind?: number };

/** One page of the exchange, newest first, with the number of all that match. */
export async function exchangePage(filter: ExchangeFilter, page: { readonly skip: number; readonly take: number }) {
  const where = { ...(filter.state ? { state: filter.state } : {}), ...(filter.kind ? { kind: filter.kind } : {}) };
  const [rows, total] = await Promise.all([
    db().outboxMessage.findMany({
      where,
      orderBy: { seq: "desc" },
      skip: page.skip,
      take: page.take,
      omit: { bytes: true, cms: true, payload: true },
    }),
    db().outboxMessage.count({ where }),
  ]);
  return { rows, total };
}

/** How many messages are in each state. */
export async function exchangeCounts(on: Db = db()): Promise<ReadonlyMap<string, number>> {
  const rows = await on.outboxMessage.groupBy({ by: ["state"], _count: { _all: true } });
  return new Map(rows.map(({ state, _count }) => [state, _count._all]));
}
