import { sm2 } from "sm-crypto-v2";
import { type Bytes, fromHex } from "./bytes";
import { makeKeyPair } from "./hpke";
import type { SuiteId } from "./suite";

/** A trustee's key for one group of a lot: scalar and uncompressed point, on P-256 in suite 1, on SM2's curve in suite 2. */
export function trusteeKeyPair(suite: SuiteId): { readonly secret: Bytes; readonly publicKey: Bytes } {
  if (suite === 1) return makeKeyPair();
  const { privateKey, publicKey } = sm2.generateKeyPairHex();
  return { secret: fromHex(privateKey), publicKey: fromHex(publicKey) };
}
