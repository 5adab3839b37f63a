import { createDecipheriv } from "node:crypto";
import type { LegacyDecrypt } from "@/lib/crypto/p12-legacy";
import { rc2CbcDecrypt } from "./rc2";

/** The ciphers of old PKCS#12 files, for the offline tool alone (protocol §3.7). */
export const P12_LEGACY: LegacyDecrypt = (cipher, key, iv, data) => {
  if (data.length === 0 || data.length % 8 !== 0) return null;
  if (cipher === "rc2-40") return unpadded(rc2CbcDecrypt(key, 40, iv, data));
  if (cipher === "rc2-128") return unpadded(rc2CbcDecrypt(key, 128, iv, data));
  // Two keys are three of which the last repeats the first.
  const three = cipher === "3des" ? key : Buffer.concat([key, key.subarray(0, 8)]);
  const decipher = createDecipheriv("des-ede3-cbc", three, iv).setAutoPadding(false);
  return unpadded(new Uint8Array(Buffer.concat([decipher.update(data), decipher.final()])));
};

/** PKCS#7 padding off; null if it is none. The MAC was checked before, so that this tells nobody anything. */
function unpadded(plain: Uint8Array): Uint8Array | null {
  const count = plain[plain.length - 1]!;
  if (count < 1 || count > 8) return null;
  return plain.subarray(-count).every((octet) => octet === count) ? plain.subarray(0, -count) : null;
}
