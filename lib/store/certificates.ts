import { Refusal } from "@/lib/domain/refusal";
import type { Certificate } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

/** A certificate of our register, with the credit code of the organisation it stands for. */
export type BoundCertificate = Certificate & { readonly uscc: string | null };

/** The certificate as our register has it; null if it was never bound. @param fingerprint SHA-256 of the DER, hex */
export async function certificateByFingerprint(fingerprint: string, on: Db = db()): Promise<BoundCertificate | null> {
  const row = await on.certificate.findUnique({
    where: { fingerprint },
    include: { party: { select: { uscc: true } } },
  });
  if (!row) return null;
  const { party, ...certificate } = row;
  return { ...certificate, uscc: party?.uscc ?? null };
}

export const certificateById = (id: string, on: Db = db()): Promise<Certificate | null> =>
  on.certificate.findUnique({ where: { id } });

/** What a person holds: for the company (partyId) or in their own name. */
export const certificatesOfPerson = (personId: string, on: Db = db()): Promise<Certificate[]> =>
  on.certificate.findMany({ where: { personId }, orderBy: { boundAt: "desc" } });

export const certificatesOfParty = (
  partyId: string,
  on: Db = db(),
): Promise<(Certificate & { person: { name: string } | null })[]> =>
  on.certificate.findMany({
    where: { partyId },
    orderBy: { boundAt: "desc" },
    include: { person: { select: { name: true } } },
  });

export type NewCertificate = {
  readonly fingerprint: string;
  readonly partyId: string | null;
  readonly personId: string;
  readonly serial: string;
  readonly issuer: string;
  readonly subject: string;
  readonly algorithm: string;
  readonly use: "sign" | "encrypt" | "both";
  readonly der: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly notBefore: Date;
  readonly notAfter: Date;
};

/** @throws {Refusal} ALREADY_REGISTERED: a certificate is bound once, to one person, and a stopped one never again */
export async function bindCertificate(tx: Tx, certificate: NewCertificate): Promise<string> {
  const boundAt = await platformNow(tx);
  const { count } = await tx.certificate.createMany({
    data: [
      {
        ...certificate,
        der: Buffer.from(certificate.der),
        chain: certificate.chain.map((der) => Buffer.from(der)),
        boundAt,
      },
    ],
    skipDuplicates: true,
  });
  if (count === 0) throw new Refusal("ALREADY_REGISTERED", {}, ["R-31"]);
  const row = await tx.certificate.findUniqueOrThrow({
    where: { fingerprint: certificate.fingerprint },
    select: { id: true },
  });
  return row.id;
}

/** Stops the use of a certificate for good and ends the sessions it opened. False if it was stopped already. */
export async function stopBoundCertificate(tx: Tx, id: string): Promise<boolean> {
  const at = await platformNow(tx);
  const { count } = await tx.certificate.updateMany({
    where: { id, state: "active" },
    data: { state: "stopped", stoppedAt: at },
  });
  await tx.$executeRaw`UPDATE session SET revoked_at = clock_timestamp() WHERE certificate_id = ${id}::uuid AND revoked_at IS NULL`;
  return count === 1;
}

/** Active certificates with a reminder due at `now`, nearest end first. @param days of the reminders, falling */
export async function certificatesToRemind(now: Date, days: readonly number[]): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT c.id FROM certificate c
     WHERE c.state = 'active' AND c.person_id IS NOT NULL AND c.not_after >= ${now}
       AND EXISTS (SELECT 1 FROM unnest(${[...days]}::int[]) AS d(days)
                    WHERE c.not_after - make_interval(days => d.days) <= ${now}
                      AND (c.reminded_days IS NULL OR d.days < c.reminded_days))
     ORDER BY c.not_after LIMIT 50`;
  return rows.map(({ id }) => id);
}

/** The row, held until the transaction ends, so that two workers do not both remind. */
export async function lockCertificate(tx: Tx, id: string): Promise<Certificate | null> {
  await tx.$queryRaw`SELECT 1 AS held FROM certificate WHERE id = ${id}::uuid FOR UPDATE`;
  return certificateById(id, tx);
}

export async function saveReminder(tx: Tx, id: string, remindedDays: number): Promise<void> {
  await tx.certificate.update({ where: { id }, data: { remindedDays } });
}

export type AskedCertificate = Pick<Certificate, "id" | "serial" | "personId" | "der" | "chain">;

/**
 * Active certificates whose authority was not asked since `before` (`unknownBefore` where it could not say), longest ago
 * first.
 */
export const certificatesToAsk = (
  now: Date,
  before: Date,
  unknownBefore: Date,
  limit: number,
): Promise<AskedCertificate[]> =>
  db().certificate.findMany({
    where: {
      state: "active",
      notBefore: { lte: now },
      notAfter: { gte: now },
      OR: [
        { askedAt: null },
        { askedAt: { lt: before } },
        { standing: "unknown", askedAt: { lt: unknownBefore } },
        { askedAt: { gt: now } }, // a sandbox clock was set back
      ],
    },
    select: { id: true, serial: true, personId: true, der: true, chain: true },
    orderBy: { askedAt: { sort: "asc", nulls: "first" } },
    take: limit,
  });

/** Notes what is known now. @returns what was known before, under a lock that lets only one change it */
export async function saveCertificateStanding(tx: Tx, id: string, standing: string): Promise<string | null> {
  const before = await lockCertificate(tx, id);
  const askedAt = await platformNow(tx);
  await tx.certificate.update({ where: { id }, data: { standing, askedAt } });
  return before?.standing ?? null;
}
