import type { TrustList } from "@/lib/crypto/binding";
import { readTrustList } from "@/lib/crypto/trust-list";
import { latestTrustNumber, trustVersion } from "@/lib/store/trust";

let known: { readonly version: number; readonly list: TrustList } | null = null;

/** The newest version in the database, read anew when there is a newer one; null before the first. */
export async function listInForce(): Promise<TrustList | null> {
  const version = await latestTrustNumber();
  if (version === null) return null;
  if (known?.version !== version) {
    const row = await trustVersion(version);
    if (!row) throw new Error(`trust list ${version} is gone`);
    known = { version, list: readTrustList(row.bytes) };
  }
  return known.list;
}
