import type { PartyRelation } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type { PartyRelation };

/** Every relation an organisation has declared, those in force first; ended ones stay in the record. */
export const relationsOf = (partyId: string, on: Db = db()): Promise<PartyRelation[]> =>
  on.partyRelation.findMany({
    where: { partyId },
    orderBy: [{ endedAt: { sort: "desc", nulls: "first" } }, { at: "desc" }],
  });

/** Declares a relation; false if the same one is declared already. The caller holds the organisation's lock. */
export async function addRelation(
  tx: Tx,
  relation: Pick<PartyRelation, "partyId" | "uscc" | "name" | "kind" | "enteredById">,
): Promise<string | null> {
  const { partyId, uscc, kind } = relation;
  if ((await tx.partyRelation.count({ where: { partyId, uscc, kind, endedAt: null } })) > 0) return null;
  const at = await platformNow(tx);
  return (await tx.partyRelation.create({ data: { ...relation, at }, select: { id: true } })).id;
}

/** Ends a declared relation now; false if it is not this organisation's or has ended. */
export async function endRelation(tx: Tx, partyId: string, id: string): Promise<boolean> {
  const endedAt = await platformNow(tx);
  return (await tx.partyRelation.updateMany({ where: { id, partyId, endedAt: null }, data: { endedAt } })).count === 1;
}

/** What the register knows of these organisations: names, representatives, relations in force at an instant. */
export async function registeredBidders(partyIds: readonly string[], at: Date) {
  const ids = [...partyIds];
  const [parties, relations] = await Promise.all([
    db().party.findMany({
      where: { id: { in: ids } },
      select: { id: true, uscc: true, name: true, legalRepresentative: true },
    }),
    db().partyRelation.findMany({
      where: { partyId: { in: ids }, at: { lte: at }, OR: [{ endedAt: null }, { endedAt: { gt: at } }] },
    }),
  ]);
  return parties
    .sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
    .map(({ id, ...party }) => ({ ...party, relations: relations.filter(({ partyId }) => partyId === id) }));
}
