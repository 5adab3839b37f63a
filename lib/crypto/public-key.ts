import { type Algorithm, readAlgorithm, type SignatureScheme } from "./algorithm";
import { type Der, malformed, readBits, readDer, readMagnitude, readOid, sequenceOf, TAG } from "./der";
import { integer, sequence } from "./der-write";
import { engine } from "./engine";
import { OID } from "./oids";
import { sm2Point } from "./sm2-point";

/** A SubjectPublicKeyInfo. Kinds we do not know parse (an unrelated certificate may carry one) but verify nothing. */
export type PublicKey = {
  readonly spki: Uint8Array;
  readonly algorithm: Algorithm;
  readonly kind:
    | { readonly type: "rsa"; readonly bits: number; readonly exponent: number; readonly pssOnly: boolean }
    | { readonly type: "ec"; readonly curve: "P-256" | "P-384" }
    /** The uncompressed point. It never becomes a key object of the platform: exporting one aborts Node 20 (protocol §3.6). */
    | { readonly type: "sm2"; readonly point: Uint8Array }
    | { readonly type: "unsupported"; readonly why: string };
};

const CURVES: Readonly<Record<string, "P-256" | "P-384">> = { [OID.p256]: "P-256", [OID.p384]: "P-384" };

/** @throws code MALFORMED */
export function readPublicKey(element: Der | undefined): PublicKey {
  const [algorithm, key, ...rest] = sequenceOf(element);
  if (rest.length > 0) return malformed("public key");
  const id = readAlgorithm(algorithm);
  return { spki: element!.bytes, algorithm: id, kind: kindOf(id, readBits(key)) };
}

function kindOf(algorithm: Algorithm, key: Uint8Array): PublicKey["kind"] {
  if (algorithm.oid === OID.rsa || algorithm.oid === OID.rsaPss) return rsaKind(algorithm, key);
  if (algorithm.oid !== OID.ec) return { type: "unsupported", why: `key algorithm ${algorithm.oid}` };
  // Explicit curve parameters let an attacker choose a generator that fits another's key (CVE-2020-0601).
  if (algorithm.parameters?.tag !== TAG.oid) return { type: "unsupported", why: "explicit curve parameters" };
  const named = readOid(algorithm.parameters);
  if (named === OID.sm2Curve) return sm2Kind(key);
  const curve = CURVES[named];
  if (!curve) return { type: "unsupported", why: `curve ${named}` };
  if (key[0] !== 4 || key.length !== (curve === "P-256" ? 65 : 97)) return malformed("point not in uncompressed form");
  return { type: "ec", curve };
}

function sm2Kind(key: Uint8Array): PublicKey["kind"] {
  if (key[0] !== 4 || key.length !== 65) return malformed("point not in uncompressed form");
  return { type: "sm2", point: key };
}

function rsaKind(algorithm: Algorithm, key: Uint8Array): PublicKey["kind"] {
  if (algorithm.oid === OID.rsa && algorithm.parameters?.tag !== TAG.null) return malformed("RSA key parameters");
  const [n, e, ...rest] = sequenceOf(readDer(key));
  if (rest.length > 0) return malformed("RSA key");
  const modulus = readMagnitude(n);
  const exponent = readMagnitude(e).reduce((sum, octet) => sum * 256 + octet, 0);
  const bits = modulus.length * 8 - Math.clz32(modulus[0]!) + 24;
  return { type: "rsa", bits, exponent, pssOnly: algorithm.oid === OID.rsaPss };
}

/** Why this key is too weak or strange to be believed, or null (protocol §3.4, algorithms). */
export function keyWeakness({ kind }: PublicKey): string | null {
  if (kind.type === "unsupported") return kind.why;
  if (kind.type === "ec") return null; // the point is checked by whoever imports it
  if (kind.type === "sm2") return offCurve(kind.point) ? "point off the SM2 curve" : null;
  if (kind.bits < 2048) return `RSA key of ${kind.bits} bits`;
  if (kind.bits > 8192) return `RSA key of ${kind.bits} bits`; // a check would cost seconds: a way to stop the server
  // No tool makes such a modulus; one that has it was made by hand.
  if (kind.bits % 8 !== 0) return `RSA key of ${kind.bits} bits`;
  if (kind.exponent < 3 || kind.exponent % 2 === 0 || kind.exponent > 2 ** 32) return "RSA exponent";
  return null;
}

function offCurve(point: Uint8Array): boolean {
  try {
    return sm2Point(point).length === 0;
  } catch {
    return true;
  }
}

/**
 * True only if `signature` is good. Every exception of the engine counts as a bad signature.
 * Runs on WebCrypto in browser and server; SM2, which no platform gets right, on a library that is fetched when needed.
 */
export async function verifySignature(
  key: PublicKey,
  scheme: SignatureScheme,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  try {
    if (key.kind.type === "sm2")
      return scheme.scheme === "sm2" && (await import("./sm2")).sm2Verify(key.kind.point, data, signature);
    if (key.kind.type === "rsa" && (scheme.scheme === "rsa-pkcs1" || scheme.scheme === "rsa-pss"))
      return await verifyRsa(key, scheme, data, signature);
    if (key.kind.type === "ec" && scheme.scheme === "ecdsa")
      return await verifyEcdsa(key.kind.curve, key, scheme, data, signature);
    return false;
  } catch {
    return false;
  }
}

type Bytes = Uint8Array<ArrayBuffer>;
const own = (bytes: Uint8Array): Bytes => new Uint8Array(bytes);

async function verifyRsa(
  key: PublicKey,
  scheme: Extract<SignatureScheme, { scheme: "rsa-pkcs1" | "rsa-pss" }>,
  data: Uint8Array,
  signature: Uint8Array,
) {
  const pss = scheme.scheme === "rsa-pss";
  const name = pss ? "RSA-PSS" : "RSASSA-PKCS1-v1_5";
  if (key.kind.type === "rsa" && key.kind.pssOnly && !pss) return false;
  const native = engine().verify;
  if (native) return native(plainRsa(key), scheme, data, signature);
  const imported = await crypto.subtle.importKey("spki", own(plainRsa(key)), { name, hash: scheme.hash }, false, [
    "verify",
  ]);
  const how = pss ? { name, saltLength: scheme.saltLength } : { name };
  return crypto.subtle.verify(how, imported, own(signature), own(data));
}

/** WebCrypto imports only the rsaEncryption form; a PSS-only key is the same number in another wrapper. */
function plainRsa(key: PublicKey): Uint8Array {
  if (key.algorithm.oid === OID.rsa) return key.spki;
  const bits = sequenceOf(readDer(key.spki))[1]!;
  return sequence(RSA_ALGORITHM, bits.bytes);
}

const RSA_ALGORITHM = Uint8Array.of(0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0);

async function verifyEcdsa(
  curve: "P-256" | "P-384",
  key: PublicKey,
  scheme: Extract<SignatureScheme, { scheme: "ecdsa" }>,
  data: Uint8Array,
  signature: Uint8Array,
) {
  const raw = ecdsaToRaw(signature, curve === "P-256" ? 32 : 48);
  const native = engine().verify;
  if (native) return native(key.spki, scheme, data, raw);
  const imported = await crypto.subtle.importKey("spki", own(key.spki), { name: "ECDSA", namedCurve: curve }, false, [
    "verify",
  ]);
  return crypto.subtle.verify({ name: "ECDSA", hash: scheme.hash }, imported, own(raw), own(data));
}

/** ECDSA-Sig-Value to r || s of fixed width. Strict: a malleable form must not verify. @throws code MALFORMED */
export function ecdsaToRaw(signature: Uint8Array, width: number): Uint8Array {
  const parts = sequenceOf(readDer(signature));
  if (parts.length !== 2) return malformed("ECDSA signature");
  const raw = new Uint8Array(width * 2);
  parts.forEach((part, i) => {
    const magnitude = readMagnitude(part);
    if (magnitude.length > width) malformed("ECDSA signature");
    raw.set(magnitude, width * (i + 1) - magnitude.length);
  });
  return raw;
}

/** r || s to ECDSA-Sig-Value, as CMS and certificates carry it. */
export const ecdsaFromRaw = (raw: Uint8Array): Uint8Array =>
  sequence(integer(raw.subarray(0, raw.length / 2)), integer(raw.subarray(raw.length / 2)));
