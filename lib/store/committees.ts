import type { Committee, CommitteeMember } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";
import { type LotWithTender, lockLot } from "./lots";

export type { Committee, CommitteeMember };
export type NamedMember = CommitteeMember & { readonly name: string };
export type LockedCommittee = { readonly lot: LotWithTender; readonly committee: Committee };

export const committeeOfLot = (lotId: string, on: Db = db()): Promise<Committee | null> =>
  on.committee.findUnique({ where: { lotId } });

/**
 * Locks a lot and its committee for the rest of the transaction, the lot first (one order of locks, settled 9), and reads
 * both after the locks are held; null where no committee has been formed.
 *
 * @param lot `update` for whoever changes the lot itself: start and end of the evaluation
 */
export async function lockCommittee(
  tx: Tx,
  lotId: string,
  lot: "share" | "update" = "share",
): Promise<LockedCommittee | null> {
  const locked = await lockLot(tx, lotId, lot);
  await tx.$queryRaw`SELECT id FROM committee WHERE lot_id = ${lotId}::uuid FOR UPDATE`;
  const committee = await committeeOfLot(lotId, tx);
  return committee && { lot: locked, committee };
}

/** Everybody who was ever invited, by seat, the latest of a seat last. */
export function everyMember(committeeId: string, on: Db = db()): Promise<CommitteeMember[]> {
  return on.committeeMember.findMany({
    where: { committeeId },
    orderBy: [{ number: "asc" }, { invitedAt: "asc" }, { reserveOrder: "asc" }],
  });
}

/** Members that accepted and were not replaced: whose work counts. */
export function seatedMembers(committeeId: string, on: Db = db()): Promise<CommitteeMember[]> {
  return on.committeeMember.findMany({ where: { committeeId, state: "accepted" }, orderBy: { number: "asc" } });
}

/** The same with their names, for the room and the report alone: names are secret until the result. */
export async function namedMembers(committeeId: string, on: Db = db()): Promise<NamedMember[]> {
  const rows = await seatedMembers(committeeId, on);
  const names = await namesOf(
    rows.map(({ personId }) => personId),
    on,
  );
  return rows.map((row) => ({ ...row, name: names.get(row.personId) ?? "" }));
}

export async function namesOf(personIds: readonly string[], on: Db = db()): Promise<ReadonlyMap<string, string>> {
  const people = await on.person.findMany({ where: { id: { in: [...personIds] } }, select: { id: true, name: true } });
  return new Map(people.map(({ id, name }) => [id, name]));
}

/** The seat of a person in a lot's committee, whatever its state; null if there never was one. */
export function seatOf(lotId: string, personId: string, on: Db = db()): Promise<CommitteeMember | null> {
  return on.committeeMember.findFirst({ where: { personId, committee: { lotId } } });
}

export type Seat = CommitteeMember & { readonly committee: Committee };

/** Everything a person was invited to, latest first. */
export function seatsOfPerson(personId: string, on: Db = db()): Promise<Seat[]> {
  return on.committeeMember.findMany({
    where: { personId },
    include: { committee: true },
    orderBy: { invitedAt: "desc" },
  });
}

export type NewCommittee = Pick<
  Committee,
  "lotId" | "size" | "expertCount" | "specialty" | "regionRule" | "avoid" | "venue" | "state"
>;

export async function addCommittee(tx: Tx, committee: NewCommittee): Promise<Committee> {
  return tx.committee.create({ data: { ...committee, createdAt: await platformNow(tx) } });
}

export type NewMember = Pick<CommitteeMember, "committeeId" | "personId" | "kind" | "number" | "reserveOrder">;

export async function inviteMember(tx: Tx, member: NewMember): Promise<CommitteeMember> {
  return tx.committeeMember.create({ data: { ...member, state: "invited", invitedAt: await platformNow(tx) } });
}

export async function changeMember(tx: Tx, id: string, data: Partial<Omit<CommitteeMember, "id">>): Promise<void> {
  await tx.committeeMember.update({ where: { id }, data });
}

export async function changeCommittee(
  tx: Tx,
  id: string,
  data: Partial<Omit<Committee, "id" | "lotId" | "checklist" | "competition">>,
): Promise<Committee> {
  return tx.committee.update({ where: { id }, data });
}
