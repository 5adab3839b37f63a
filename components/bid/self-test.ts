import { notTheKey } from "@/lib/crypto/signer";
import { unwrapMaster } from "@/lib/crypto/unwrap-master";
import type { LoadedKey } from "../signing/keyring";
import { fetchMaterial } from "./material";

/**
 * Takes M out of the submitted header again with the bidder's own key and compares the commitments (解密自检): whoever
 * never passed this may find at the opening that the key does not open.
 * @returns whether it passed; noted with the platform where it did
 * @throws a driver's own code where its person or its way said no: nothing is known of the key then
 */
export async function selfTest(
  bidId: string,
  key: LoadedKey,
  digest: string,
  tested: (input: { bidId: string; digest: string }) => Promise<unknown>,
): Promise<boolean> {
  try {
    const { headers } = await fetchMaterial(bidId);
    for (const header of headers) await unwrapMaster(header, key.signer, location.origin, soon());
    if (headers.length === 0) return false;
    await tested({ bidId, digest });
    return true;
  } catch (error) {
    if (notTheKey(error)) throw error;
    return false;
  }
}

/** A bridge refuses what is not of this moment. */
const soon = (): string => new Date(Date.now() + 110_000).toISOString();
