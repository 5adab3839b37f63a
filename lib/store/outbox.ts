import type { Prisma } from "@/prisma/generated/client";
import type { Tx } from "./db";
import { enqueue } from "./jobs";

export type HubReport = {
  /** Record number of the data dictionary: 500 … 519. */
  readonly kind: number;
  readonly op: "create" | "update" | "cancel";
  /** Business key: a code or an id; with kind and version it makes the message unique. */
  readonly key: string;
  readonly lotId?: string;
  readonly payload: Prisma.InputJsonValue;
  readonly occurredAt: Date;
  /** Restricted kinds are not sent before this instant (data dictionary §8.2). */
  readonly releaseAfter?: Date;
};

/** Queues a report to the hub in the transaction of the act it reports (R-153). */
export async function report(tx: Tx, message: HubReport): Promise<string> {
  const earlier = await tx.outboxMessage.count({ where: { kind: message.kind, key: message.key } });
  const stamp = message.occurredAt.toISOString().replace(/\D/g, "").slice(0, 14);
  const row = await tx.outboxMessage.create({
    data: {
      kind: message.kind,
      op: message.op,
      key: message.key,
      version: `${stamp}${earlier ? `-${earlier}` : ""}`,
      lotId: message.lotId ?? null,
      payload: message.payload,
      occurredAt: message.occurredAt,
      releaseAfter: message.releaseAfter ?? null,
      state: message.releaseAfter ? "held" : "pending",
    },
    select: { id: true },
  });
  await enqueue(tx, "hub.publish", { messageId: row.id }, { queue: `hub-${message.lotId ?? message.key}` });
  return row.id;
}
