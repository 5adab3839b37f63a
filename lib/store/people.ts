import type { Role } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import type { Person } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type Right = {
  readonly membershipId: string;
  readonly partyId: string;
  readonly partyName: string;
  readonly uscc: string;
  readonly role: Role;
  readonly duties: readonly string[];
};

export const personByLogin = (login: string, on: Db = db()): Promise<Person | null> =>
  on.person.findUnique({ where: { login } });

export const personById = (id: string, on: Db = db()): Promise<Person | null> =>
  on.person.findUnique({ where: { id } });

/** In whose name, and as what, a person may act at the platform's present time. */
export async function rightsOf(personId: string, on: Db = db()): Promise<readonly Right[]> {
  return on.$queryRaw<Right[]>`
    SELECT m.id AS "membershipId", o.id AS "partyId", o.name AS "partyName", o.uscc, m.role, m.duties
      FROM membership m JOIN party o ON o.id = m.party_id
     WHERE m.person_id = ${personId}::uuid AND o.state <> 'disabled' AND m.valid_from <= platform_now()
       AND (m.valid_to IS NULL OR m.valid_to > platform_now())
     ORDER BY o.name, m.role`;
}

/** Uses up a one-time code: its step must be later than the last one used. One UPDATE decides between two bearers. */
export async function consumeCode(tx: Tx, personId: string, step: number): Promise<boolean> {
  const { count } = await tx.person.updateMany({
    where: { id: personId, totpStep: { lt: step } },
    data: { totpStep: step },
  });
  return count === 1;
}

export type NewPerson = Pick<
  Person,
  "login" | "name" | "idHash" | "phone" | "passwordHash" | "totpSecret" | "totpStep"
> & {
  readonly email: string | null;
  readonly locale: string;
};

/** @throws {Refusal} ALREADY_REGISTERED where login or identity number belong to somebody already */
export async function addPerson(tx: Tx, person: NewPerson): Promise<string> {
  const at = await platformNow(tx);
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO person (login, name, id_hash, phone, email, password_hash, totp_secret, totp_step, locale, consent_at, created_at)
    VALUES (${person.login}, ${person.name}, ${person.idHash}, ${person.phone}, ${person.email}, ${person.passwordHash},
            ${person.totpSecret}, ${person.totpStep}, ${person.locale}, ${at}, ${at})
    ON CONFLICT DO NOTHING RETURNING id`;
  if (!row) throw new Refusal("ALREADY_REGISTERED", {}, ["R-28"]);
  return row.id;
}

export type NewRight = {
  readonly personId: string;
  readonly partyId: string;
  readonly role: string;
  readonly duties: readonly string[];
  readonly validFrom: Date;
  readonly validTo: Date | null;
};

/** Gives a right to act; given again, the new duties and dates replace the old. */
export async function giveRight(tx: Tx, right: NewRight): Promise<string> {
  const { personId, partyId, role } = right;
  const terms = { duties: [...right.duties], validFrom: right.validFrom, validTo: right.validTo };
  const row = await tx.membership.upsert({
    where: { personId_partyId_role: { personId, partyId, role } },
    create: { personId, partyId, role, ...terms },
    update: terms,
    select: { id: true },
  });
  return row.id;
}

/** A person's name, for those who worked on a record; null if there is none. */
export async function nameOfPerson(id: string, on: Db = db()): Promise<string | null> {
  return (await on.person.findUnique({ where: { id }, select: { name: true } }))?.name ?? null;
}

/** Everybody with a right of this role in force. */
export async function holdersOfRole(role: string, on: Db = db()): Promise<readonly string[]> {
  const now = await platformNow(on);
  const rows = await on.membership.findMany({
    where: { role, validFrom: { lte: now }, OR: [{ validTo: null }, { validTo: { gt: now } }] },
    select: { personId: true },
    distinct: ["personId"],
  });
  return rows.map(({ personId }) => personId);
}
