import type { Bond } from "@/prisma/generated/client";
import type { Tx } from "./db";

export type BondRow = Bond;

/** Marks the bonds of a lot that has ended without a contract as due for return, with interest. */
export async function bondsToReturn(tx: Tx, lotId: string, due: Date): Promise<Bond[]> {
  const where = { lotId, state: { in: ["matched", "held"] } };
  await tx.bond.updateMany({ where, data: { state: "refundDue", refundDue: due } });
  return tx.bond.findMany({ where: { lotId, state: "refundDue" } });
}
