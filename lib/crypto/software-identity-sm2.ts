import type { Certificate } from "./certificate";
import { malformed, readCount, readDer, readOctets, readOid, sameBytes, sequenceOf } from "./der";
import { OID } from "./oids";
import { sm2Decrypt, sm2PublicOf, sm2Sign } from "./sm2";
import { allowedUse, type SoftwareIdentity } from "./software-identity";

/** An SM2 key from a file. The scalar is overwritten by `forget`. @returns null if the key is not the certificate's */
export function sm2Identity(pkcs8: Uint8Array, certificate: Certificate, point: Uint8Array): SoftwareIdentity | null {
  const secret = Uint8Array.from(sm2Scalar(pkcs8));
  if (!sameBytes(sm2PublicOf(secret), point)) return null;
  return {
    certificate,
    algorithm: "sm2-sm3",
    use: allowedUse(certificate),
    alg: "SM2",
    sign: async (bytes) => sm2Sign(secret, bytes),
    unwrap: async (alg, ciphertext) => (alg === "sm2" ? sm2Decrypt(secret, ciphertext, "asn1") : null),
    forget: () => void secret.fill(0),
  };
}

/** The scalar in a PKCS#8 PrivateKeyInfo of an SM2 key (RFC 5915 inside), 32 octets. @throws code MALFORMED */
export function sm2Scalar(pkcs8: Uint8Array): Uint8Array {
  const [version, algorithm, key] = sequenceOf(readDer(pkcs8));
  const [type, curve] = sequenceOf(algorithm);
  if (readCount(version) > 1 || readOid(type) !== OID.ec || readOid(curve) !== OID.sm2Curve)
    return malformed("not an SM2 private key");
  const [inner, scalar] = sequenceOf(readDer(readOctets(key)));
  const octets = readOctets(scalar);
  return readCount(inner) === 1 && octets.length === 32 ? octets : malformed("SM2 private key");
}
