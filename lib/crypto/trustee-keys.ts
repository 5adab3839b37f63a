import { sm2 } from "sm-crypto-v2";
import { type Bytes, bytesToHex, fromHex } from "./bytes";
import { makeKeyPair, publicKeyOf } from "./hpke";
import { reject } from "./reasons";
import type { SuiteId } from "./suite";

/** A trustee's key for one group of a lot: scalar and uncompressed point, on P-256 in suite 1, on SM2's curve in suite 2. */
export function trusteeKeyPair(suite: SuiteId): { readonly secret: Bytes; readonly publicKey: Bytes } {
  if (suite === 1) return makeKeyPair();
  const { privateKey, publicKey } = sm2.generateKeyPairHex();
  return { secret: fromHex(privateKey), publicKey: fromHex(publicKey) };
}

/** The point that belongs to a published scalar. @throws reason `trustee` for what is no scalar of the curve */
export function trusteePublicKey(secret: Uint8Array, suite: SuiteId): Bytes {
  try {
    return suite === 1 ? publicKeyOf(secret) : fromHex(sm2.getPublicKeyFromPrivateKey(bytesToHex(secret)));
  } catch {
    return reject("trustee", "not a scalar of the curve");
  }
}
