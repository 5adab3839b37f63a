import { parsePolicy } from "@/lib/crypto/policy";
import { type Db, db } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import { currentPolicy } from "@/lib/store/policies";

export type OpeningTimes = { readonly windowMs: number; readonly remedyMs: number };

/** Decryption and remedial window as the signed opening policy has them. */
export async function openingTerms(lot: LotWithTender, on: Db = db()): Promise<OpeningTimes> {
  const row = await currentPolicy(lot.id, on);
  if (!row) throw new Error(`lot ${lot.code} has no opening policy`);
  const policy = parsePolicy(row.bytes);
  return { windowMs: policy.window_s * 1000, remedyMs: policy.remedy_s * 1000 };
}
