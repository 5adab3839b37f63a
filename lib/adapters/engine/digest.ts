import { createHash } from "node:crypto";

type Bytes = Uint8Array<ArrayBuffer>;

/** A digest of the parts one after another, made on this thread by OpenSSL. */
export function digest(algorithm: "sha256" | "sm3", parts: readonly Uint8Array[]): Bytes {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}
