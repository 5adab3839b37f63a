import type { Invitation } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";
import { giveRight } from "./people";

export type Member = {
  readonly membershipId: string;
  readonly personId: string;
  readonly name: string;
  readonly phone: string;
  readonly role: string;
  readonly duties: readonly string[];
  readonly validFrom: Date;
  readonly validTo: Date | null;
};

/** Everybody who has or had a right to act for an organisation. */
export function membersOf(partyId: string, on: Db = db()): Promise<Member[]> {
  return on.$queryRaw<Member[]>`
    SELECT m.id AS "membershipId", p.id AS "personId", p.name, p.phone, m.role, m.duties,
           m.valid_from AS "validFrom", m.valid_to AS "validTo"
      FROM membership m JOIN person p ON p.id = m.person_id
     WHERE m.party_id = ${partyId}::uuid
     ORDER BY (m.valid_to IS NOT NULL AND m.valid_to <= platform_now()), p.name, m.role`;
}

/** Whether the person administers the organisation at the platform's present time. */
export async function isAdmin(personId: string, partyId: string, on: Db = db()): Promise<boolean> {
  const [row] = await on.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM membership
     WHERE person_id = ${personId}::uuid AND party_id = ${partyId}::uuid AND 'admin' = ANY (duties)
       AND valid_from <= platform_now() AND (valid_to IS NULL OR valid_to > platform_now())`;
  return (row?.n ?? 0) > 0;
}

/** The administrators of an organisation at present. */
export async function adminsOf(partyId: string, on: Db = db()): Promise<readonly string[]> {
  const rows = await on.$queryRaw<{ personId: string }[]>`
    SELECT DISTINCT person_id AS "personId" FROM membership
     WHERE party_id = ${partyId}::uuid AND 'admin' = ANY (duties)
       AND valid_from <= platform_now() AND (valid_to IS NULL OR valid_to > platform_now())`;
  return rows.map(({ personId }) => personId);
}

/** Gives the organisation's administrators its roles, and ends everybody's rights in roles it no longer has. */
export async function alignRights(tx: Tx, partyId: string, roles: readonly string[]): Promise<void> {
  const at = await platformNow(tx);
  for (const personId of await adminsOf(partyId, tx))
    for (const role of roles) {
      const held = await tx.membership.findUnique({ where: { personId_partyId_role: { personId, partyId, role } } });
      if (!held)
        await giveRight(tx, {
          personId,
          partyId,
          role,
          duties: ["admin", "operate", "sign"],
          validFrom: at,
          validTo: null,
        });
    }
  await tx.membership.updateMany({
    where: {
      partyId,
      role: { notIn: [...roles, "evaluator", "auditor"] },
      OR: [{ validTo: null }, { validTo: { gt: at } }],
    },
    data: { validTo: at },
  });
}

/** Ends a right now; false if it is not this organisation's or has ended. */
export async function endRight(tx: Tx, partyId: string, membershipId: string): Promise<boolean> {
  const at = await platformNow(tx);
  const { count } = await tx.membership.updateMany({
    where: { id: membershipId, partyId, OR: [{ validTo: null }, { validTo: { gt: at } }] },
    data: { validTo: at },
  });
  return count === 1;
}

export type NewInvitation = Pick<
  Invitation,
  "partyId" | "name" | "phone" | "role" | "duties" | "validFrom" | "validTo" | "tokenHash" | "invitedById"
>;

/** How long an invitation may be accepted. */
export const INVITATION_DAYS = 7;

export async function addInvitation(tx: Tx, invitation: NewInvitation): Promise<string> {
  const createdAt = await platformNow(tx);
  const expiresAt = new Date(createdAt.getTime() + INVITATION_DAYS * 86_400_000);
  const row = await tx.invitation.create({ data: { ...invitation, createdAt, expiresAt }, select: { id: true } });
  return row.id;
}

/** Invitations of an organisation that are neither accepted nor withdrawn nor over. */
export async function openInvitations(partyId: string, on: Db = db()): Promise<Invitation[]> {
  const expiresAt = { gt: await platformNow(on) };
  return on.invitation.findMany({
    where: { partyId, acceptedAt: null, revokedAt: null, expiresAt },
    orderBy: { createdAt: "desc" },
  });
}

export type OpenInvitation = Invitation & { readonly party: { readonly name: string; readonly uscc: string } };

/** The invitation a token opens; null when unknown, accepted, withdrawn or over. */
export async function invitationByToken(tokenHash: string, on: Db = db()): Promise<OpenInvitation | null> {
  const row = await on.invitation.findUnique({
    where: { tokenHash },
    include: { party: { select: { name: true, uscc: true } } },
  });
  return row && !row.acceptedAt && !row.revokedAt && row.expiresAt > (await platformNow(on)) ? row : null;
}

/** Uses an invitation up: true once. */
export async function consumeInvitation(tx: Tx, id: string): Promise<boolean> {
  const at = await platformNow(tx);
  const { count } = await tx.invitation.updateMany({
    where: { id, acceptedAt: null, revokedAt: null, expiresAt: { gt: at } },
    data: { acceptedAt: at },
  });
  return count === 1;
}

export async function revokeInvitation(tx: Tx, partyId: string, id: string): Promise<boolean> {
  const at = await platformNow(tx);
  const { count } = await tx.invitation.updateMany({
    where: { id, partyId, acceptedAt: null, revokedAt: null },
    data: { revokedAt: at },
  });
  return count === 1;
}
