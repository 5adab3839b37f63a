import { bytesToHex } from "@noble/hashes/utils.js";
import { type Der, expectTag, malformed, readCount, readDer, readOid, sequenceOf, TAG } from "./der";
import { OID } from "./oids";

export type HashName = "SHA-256" | "SHA-384" | "SHA-512" | "SM3";

/** An AlgorithmIdentifier. `key` is equal for equal encodings. */
export type Algorithm = { readonly oid: string; readonly parameters: Der | null; readonly key: string };

/** How to check a signature: what remains of the many object identifiers. */
export type SignatureScheme =
  | { readonly scheme: "rsa-pkcs1"; readonly hash: HashName }
  | { readonly scheme: "rsa-pss"; readonly hash: HashName; readonly saltLength: number }
  | { readonly scheme: "ecdsa"; readonly hash: HashName }
  | { readonly scheme: "sm2"; readonly hash: "SM3" };

export function readAlgorithm(element: Der | undefined): Algorithm {
  const [oid, parameters, ...rest] = sequenceOf(element);
  if (rest.length > 0) return malformed("algorithm identifier");
  return { oid: readOid(oid), parameters: parameters ?? null, key: bytesToHex(element!.bytes) };
}

const HASHES: Readonly<Record<string, HashName>> = {
  [OID.sha256]: "SHA-256",
  [OID.sha384]: "SHA-384",
  [OID.sha512]: "SHA-512",
  [OID.sm3]: "SM3",
};
const HASH_OIDS = { "SHA-256": OID.sha256, "SHA-384": OID.sha384, "SHA-512": OID.sha512, SM3: OID.sm3 } as const;
const RSA: Readonly<Record<string, HashName>> = {
  [OID.rsaSha256]: "SHA-256",
  [OID.rsaSha384]: "SHA-384",
  [OID.rsaSha512]: "SHA-512",
};
const ECDSA: Readonly<Record<string, HashName>> = {
  [OID.ecdsaSha256]: "SHA-256",
  [OID.ecdsaSha384]: "SHA-384",
  [OID.ecdsaSha512]: "SHA-512",
};

export const hashOid = (hash: HashName): string => HASH_OIDS[hash];

const absentOrNull = ({ parameters }: Algorithm): boolean => parameters === null || parameters.tag === TAG.null;

/** The hash a digest AlgorithmIdentifier names, parameters absent or NULL; null if it is not one of ours. */
export const hashOf = (algorithm: Algorithm): HashName | null =>
  absentOrNull(algorithm) ? (HASHES[algorithm.oid] ?? null) : null;

/**
 * The scheme of a signature AlgorithmIdentifier; null for all that we refuse (SHA-1, MD5, DSA, unknown).
 * `digest` is the hash beside it in CMS, for the identifiers that name none: plain rsaEncryption, and the bare SM2 one
 * that token kits write (1.2.156.10197.1.301.1).
 */
export function schemeOf(algorithm: Algorithm, digest: HashName | null = null): SignatureScheme | null {
  const rsa = RSA[algorithm.oid];
  if (rsa) return absentOrNull(algorithm) ? { scheme: "rsa-pkcs1", hash: rsa } : null;
  const ecdsa = ECDSA[algorithm.oid];
  if (ecdsa) return algorithm.parameters === null ? { scheme: "ecdsa", hash: ecdsa } : null;
  if (algorithm.oid === OID.sm2Sm3 || (algorithm.oid === OID.sm2Sign && digest === "SM3"))
    return absentOrNull(algorithm) ? { scheme: "sm2", hash: "SM3" } : null;
  if (digest === "SM3") return null; // SM3 goes with SM2 alone
  if (algorithm.oid === OID.rsa)
    return digest && absentOrNull(algorithm) ? { scheme: "rsa-pkcs1", hash: digest } : null;
  return algorithm.oid === OID.rsaPss ? readPss(algorithm.parameters) : null;
}

/** RSASSA-PSS-params (RFC 4055 §3.1). Defaults mean SHA-1 and are therefore refused. */
function readPss(parameters: Der | null): SignatureScheme | null {
  if (!parameters) return null;
  let hash: HashName | null = null;
  let mask: HashName | null = null;
  let saltLength = 20;
  for (const part of sequenceOf(parameters)) {
    const inner = readDer(part.content);
    if (part.tag === 0xa0) hash = hashOf(readAlgorithm(inner));
    else if (part.tag === 0xa1) mask = maskHash(readAlgorithm(inner));
    else if (part.tag === 0xa2) saltLength = readCount(inner);
    else if (expectTag(part, 0xa3) && readCount(inner) !== 1) return null;
  }
  return hash && hash !== "SM3" && hash === mask ? { scheme: "rsa-pss", hash, saltLength } : null;
}

const maskHash = ({ oid, parameters }: Algorithm): HashName | null =>
  oid === OID.mgf1 && parameters ? hashOf(readAlgorithm(parameters)) : null;
