import type { TrustList } from "@/lib/crypto/binding";
import { readTrustList } from "@/lib/crypto/trust-list";
import { latestTrust, trustVersion } from "@/lib/store/trust";

/** By digest: a database set back to an older state, or another one, has the same numbers for other lists. */
let known: { readonly sha256: string; readonly list: TrustList } | null = null;

/** The newest version in the database, read anew when there is another one; null before the first. */
export async function listInForce(): Promise<TrustList | null> {
  const latest = await latestTrust();
  if (latest === null) return null;
  if (known?.sha256 !== latest.sha256) {
    const row = await trustVersion(latest.version);
    if (!row) throw new Error(`trust list ${latest.version} is gone`);
    known = { sha256: row.sha256, list: readTrustList(row.bytes) };
  }
  return known.list;
}
