import type { OpeningPolicy, TenderRecord, TrusteeKey } from "@/prisma/generated/client";
import { type Db, db, type Tx } from "./db";

export type PolicyRow = OpeningPolicy;
export type TenderRecordRow = TenderRecord;
export type TrusteeKeyRow = TrusteeKey;

/** The opening policy in force of a lot (protocol §2.10). */
export function currentPolicy(lotId: string, on: Db = db()): Promise<PolicyRow | null> {
  return on.openingPolicy.findFirst({ where: { lotId }, orderBy: { version: "desc" } });
}

/** The signed tender record in force of a lot: deadline, documents, policy. */
export function currentTenderRecord(lotId: string, on: Db = db()): Promise<TenderRecordRow | null> {
  return on.tenderRecord.findFirst({ where: { lotId }, orderBy: { version: "desc" } });
}

export function tenderRecords(lotId: string, on: Db = db()): Promise<TenderRecordRow[]> {
  return on.tenderRecord.findMany({ where: { lotId }, orderBy: { version: "asc" } });
}

/** Keys of the lot's trustees, in the order of the policy. */
export function trusteeKeys(lotId: string, on: Db = db()): Promise<TrusteeKeyRow[]> {
  return on.trusteeKey.findMany({ where: { lotId }, orderBy: { position: "asc" } });
}

export type NewTrusteeKey = Omit<TrusteeKey, "id">;

/**
 * Keeps the key statements; a trustee that was asked before keeps its first answer, so that what was shown is signed. Keys
 * of a suite that the documents no longer name make room.
 */
export async function putTrusteeKeys(tx: Tx, lotId: string, keys: readonly NewTrusteeKey[]): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM trustee_key
     WHERE lot_id = ${lotId}::uuid AND NOT kid = ANY(${keys.map(({ kid }) => kid)})
       AND NOT EXISTS (SELECT 1 FROM opening_policy p WHERE p.lot_id = trustee_key.lot_id)`;
  await tx.trusteeKey.createMany({ data: [...keys], skipDuplicates: true });
}

export type NewSigned = {
  readonly lotId: string;
  readonly version: number;
  readonly bytes: Uint8Array;
  readonly hash: string;
  readonly tendereeCms: Uint8Array;
  readonly platformCms: Uint8Array;
  readonly at: Date;
};

const row = (signed: NewSigned) => ({
  ...signed,
  bytes: Buffer.from(signed.bytes),
  tendereeCms: Buffer.from(signed.tendereeCms),
  platformCms: Buffer.from(signed.platformCms),
});

export async function addPolicy(tx: Tx, signed: NewSigned): Promise<void> {
  await tx.openingPolicy.create({ data: row(signed) });
}

export async function addTenderRecord(tx: Tx, signed: NewSigned): Promise<void> {
  await tx.tenderRecord.create({ data: row(signed) });
}
