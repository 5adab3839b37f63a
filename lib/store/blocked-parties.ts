import type { BlockedParty } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type { BlockedParty };

/** Organisations that the operator controls or manages. */
export const blockedParties = (on: Db = db()): Promise<BlockedParty[]> =>
  on.blockedParty.findMany({ orderBy: { at: "desc" } });

export async function blockParty(
  tx: Tx,
  entry: { readonly uscc: string; readonly name: string; readonly reason: string; readonly addedById: string | null },
): Promise<void> {
  const at = await platformNow(tx);
  await tx.blockedParty.upsert({ where: { uscc: entry.uscc }, create: { ...entry, at }, update: { ...entry, at } });
}
