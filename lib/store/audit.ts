import type { Actor } from "@/lib/domain/actor";
import type { Prisma } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import type { Tx } from "./db";

/** One act, as the record keeps it. Hashes are SHA-256 hex of the object's canonical state. */
export type AuditRecord = {
  /** The act, as in the policy table: `notice.publish`, `bid.submit`. */
  readonly action: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly lotId?: string | null;
  readonly beforeHash?: string | null;
  readonly afterHash?: string | null;
  readonly facts?: Prisma.InputJsonValue;
  /** True where the entry would tell that or who bids: then nobody but the actor sees it before the deadline. */
  readonly bidderSide?: boolean;
};

/** Writes the audit entry of an act in the act's own transaction; the sequencer chains it within a second. */
export async function record(tx: Tx, actor: Actor, entry: AuditRecord): Promise<string> {
  const row = await tx.auditEntry.create({
    data: {
      at: await platformNow(tx),
      actorId: actor.personId,
      actorRole: actor.role,
      partyId: actor.partyId,
      action: entry.action,
      objectKind: entry.objectKind,
      objectId: entry.objectId,
      lotId: entry.lotId ?? null,
      beforeHash: entry.beforeHash ?? null,
      afterHash: entry.afterHash ?? null,
      facts: entry.facts ?? {},
      address: actor.address || null,
      userAgent: actor.userAgent || null,
      certSerial: actor.certSerial,
      bidderSide: entry.bidderSide ?? false,
    },
    select: { id: true },
  });
  return row.id;
}
