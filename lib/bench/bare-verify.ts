import { createPublicKey, verify } from "node:crypto";
import { sm2 } from "sm-crypto-v2";
import { bytesToHex } from "@/lib/crypto/bytes";
import { type Certificate, parseCertificate } from "@/lib/crypto/certificate";
import { parseCrl } from "@/lib/crypto/crl";
import { ecdsaToRaw } from "@/lib/crypto/public-key";
import { sm2ToRaw } from "@/lib/crypto/sm2";

/** One signature check of a library with everything parsed, decoded and imported beforehand. */
export type Check = () => void;

/** The same check as a program would do it that knows nothing of certificates. @throws where it does not hold */
function bareCheck({ publicKey }: Certificate, tbs: Uint8Array, signature: Uint8Array): Check {
  const must = (holds: boolean) => {
    if (!holds) throw new Error("a bare check failed");
  };
  if (publicKey.kind.type === "sm2") {
    const point = bytesToHex(publicKey.kind.point);
    const raw = bytesToHex(sm2ToRaw(signature));
    return () => must(sm2.doVerifySignature(tbs, raw, point, { hash: true, userId: "1234567812345678" }));
  }
  const key = createPublicKey({ key: Buffer.from(publicKey.spki), format: "der", type: "spki" });
  if (publicKey.kind.type === "rsa") return () => must(verify("sha256", tbs, key, signature));
  const raw = ecdsaToRaw(signature, 32);
  return () => must(verify("sha256", tbs, { key, dsaEncoding: "ieee-p1363" }, raw));
}

export function bareCheckOf(der: Uint8Array, issuer: Certificate): Check {
  const { tbs, signature } = parseCertificate(der);
  return bareCheck(issuer, tbs, signature);
}

export function bareCrlCheck(der: Uint8Array, issuer: Certificate): Check {
  const { tbs, signature } = parseCrl(der);
  return bareCheck(issuer, tbs, signature);
}
