import { BOND_LIFECYCLE } from "@/lib/domain/bond";
import type { Bond } from "@/prisma/generated/client";
import type { Tx } from "./db";

export type BondRow = Bond;

/**
 * Makes the bonds of a lot that are still with the tenderee due for return, at `due` the latest. Call it with
 * the lot locked.
 *
 * @param partyId only this bidder's
 * @returns those it made due
 */
export function releaseBonds(tx: Tx, lotId: string, due: Date, partyId?: string): Promise<Bond[]> {
  const { from, to } = BOND_LIFECYCLE.release;
  const data = { state: to, refundDue: due };
  return tx.bond.updateManyAndReturn({
    where: { lotId, ...(partyId ? { partyId } : {}), state: { in: [...from] } },
    data,
  });
}
