import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import {
  children,
  type Der,
  expectTag,
  malformed,
  readCount,
  readDer,
  readOctets,
  readOid,
  sameBytes,
  sequenceOf,
  setOf,
  TAG,
} from "./der";
import { OID } from "./oids";
import { decryptBag, pkcs12Kdf } from "./p12-decrypt";

export type P12Contents = {
  /** PKCS#8 PrivateKeyInfo of each key, with its localKeyId (hex) where there is one. */
  readonly keys: readonly { readonly pkcs8: Uint8Array; readonly localKeyId: string | null }[];
  readonly certificates: readonly { readonly der: Uint8Array; readonly localKeyId: string | null }[];
};

type Bag = { readonly oid: string; readonly value: Der; readonly localKeyId: string | null };

const BAG = {
  key: "1.2.840.113549.1.12.10.1.1",
  shroudedKey: "1.2.840.113549.1.12.10.1.2",
  certificate: "1.2.840.113549.1.12.10.1.3",
} as const;
const ENCRYPTED_DATA = "1.2.840.113549.1.7.6";
const LOCAL_KEY_ID = "1.2.840.113549.1.9.21";
const X509 = "1.2.840.113549.1.9.22.1";
const MAC_HASHES = {
  [OID.sha1]: { hash: sha1, block: 64 },
  [OID.sha256]: { hash: sha256, block: 64 },
  [OID.sha384]: { hash: sha384, block: 128 },
  [OID.sha512]: { hash: sha512, block: 128 },
} as const;

/** A PKCS#12 "no": an Error whose `code` says what the person can do about it. */
export function p12Refuses(code: "P12_PASSWORD" | "P12_UNSUPPORTED" | "P12_CONTENTS", detail: string): never {
  throw Object.assign(new Error(detail), { code });
}

/**
 * Opens a PKCS#12 file (RFC 7292): password-protected integrity, PBES2 with PBKDF2 and AES.
 * The MAC is checked before anything is decrypted, so a wrong password is told from a damaged file's contents.
 * @throws code P12_PASSWORD (wrong password or damaged), P12_UNSUPPORTED (old RC2/3DES files), P12_CONTENTS, MALFORMED
 * @see protocol §3.7
 */
export async function readP12(file: Uint8Array, password: string): Promise<P12Contents> {
  const [version, authSafe, macData] = sequenceOf(readDer(file));
  if (readCount(version) !== 3) return malformed("PKCS#12 version");
  const safe = contentOf(authSafe);
  if (!macData) return p12Refuses("P12_UNSUPPORTED", "the file has no password integrity");
  checkMac(macData, safe, password);
  const bags: Bag[] = [];
  for (const part of sequenceOf(readDer(safe))) bags.push(...(await bagsOf(part, password)));
  const keys: { pkcs8: Uint8Array; localKeyId: string | null }[] = [];
  for (const bag of bags) {
    if (bag.oid === BAG.key) keys.push({ pkcs8: bag.value.bytes, localKeyId: bag.localKeyId });
    if (bag.oid === BAG.shroudedKey)
      keys.push({ pkcs8: await decryptKey(bag.value, password), localKeyId: bag.localKeyId });
  }
  const certificates = bags.flatMap((bag) => (bag.oid === BAG.certificate ? [certificateOf(bag)] : []));
  if (keys.length === 0 || certificates.length === 0)
    return p12Refuses("P12_CONTENTS", "no key or no certificate inside");
  return { keys, certificates };
}

function contentOf(element: Der | undefined): Uint8Array {
  const [type, explicit] = sequenceOf(element);
  if (readOid(type) !== OID.data) return p12Refuses("P12_UNSUPPORTED", "public-key integrity");
  return readOctets(readDer(expectTag(explicit, 0xa0).content));
}

function checkMac(element: Der, safe: Uint8Array, password: string): void {
  const [info, salt, iterations] = sequenceOf(element);
  const [algorithm, claimed] = sequenceOf(info);
  const name = readOid(sequenceOf(algorithm)[0]);
  const engine = MAC_HASHES[name as keyof typeof MAC_HASHES] ?? p12Refuses("P12_UNSUPPORTED", `integrity by ${name}`);
  const rounds = iterations ? readCount(iterations) : 1;
  if (rounds > 10_000_000) malformed("PKCS#12 iterations");
  const key = pkcs12Kdf(engine.hash, engine.block, password, readOctets(salt), rounds, 3);
  if (!sameBytes(hmac(engine.hash, key, safe), readOctets(claimed)))
    p12Refuses("P12_PASSWORD", "wrong password, or the file is damaged");
}

async function bagsOf(part: Der, password: string): Promise<Bag[]> {
  const [type, explicit] = sequenceOf(part);
  const inner = readDer(expectTag(explicit, 0xa0).content);
  const oid = readOid(type);
  if (oid === OID.data) return sequenceOf(readDer(readOctets(inner))).map(readBag);
  if (oid !== ENCRYPTED_DATA) return p12Refuses("P12_UNSUPPORTED", `contents as ${oid}`);
  const [, content] = sequenceOf(inner);
  const [, algorithm, ciphertext] = sequenceOf(content);
  const plain = await decryptBag(algorithm, cipherBytes(ciphertext), password);
  return sequenceOf(readDer(plain)).map(readBag);
}

/** Most writers put the octets behind [0] at once; some wrap one OCTET STRING in a constructed [0]. */
const cipherBytes = (element: Der | undefined): Uint8Array =>
  element?.tag === 0xa0 ? readOctets(children(element)[0]) : expectTag(element, 0x80).content;

function readBag(element: Der): Bag {
  const [type, explicit, attributes] = sequenceOf(element);
  const value = readDer(expectTag(explicit, 0xa0).content);
  // Many writers leave these sets unsorted; nothing depends on their order.
  const local = (attributes ? children(expectTag(attributes, TAG.set)) : [])
    .map(sequenceOf)
    .find(([id]) => readOid(id) === LOCAL_KEY_ID);
  const id = local?.[1] ? setOf(local[1])[0] : undefined;
  return { oid: readOid(type), value, localKeyId: id ? Array.from(readOctets(id)).join(".") : null };
}

function certificateOf(bag: Bag): { der: Uint8Array; localKeyId: string | null } {
  const [type, explicit] = sequenceOf(bag.value);
  if (readOid(type) !== X509) return p12Refuses("P12_UNSUPPORTED", "certificate type");
  return { der: readOctets(readDer(expectTag(explicit, 0xa0).content)), localKeyId: bag.localKeyId };
}

async function decryptKey(value: Der, password: string): Promise<Uint8Array> {
  const [algorithm, ciphertext] = sequenceOf(value);
  return decryptBag(algorithm, readOctets(ciphertext), password);
}

export const P12_BAG = BAG;
