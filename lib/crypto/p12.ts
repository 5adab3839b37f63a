import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { berToDer } from "./ber";
import {
  checkDeep,
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
import { decryptBag, type P12Opener } from "./p12-decrypt";
import { p12Kdf, p12Passwords } from "./p12-kdf";
import type { LegacyDecrypt } from "./p12-legacy";

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
const MAX_BYTES = 1_048_576;
/** Each part and bag may cost a key derivation. */
const MAX_PARTS = 8;
const MAX_BAGS = 32;
const ENCRYPTED_DATA = "1.2.840.113549.1.7.6";
const LOCAL_KEY_ID = "1.2.840.113549.1.9.21";
const X509 = "1.2.840.113549.1.9.22.1";
const MAC_HASHES = {
  [OID.sha1]: { hash: sha1, block: 64, length: 20 },
  [OID.sha256]: { hash: sha256, block: 64, length: 32 },
  [OID.sha384]: { hash: sha384, block: 128, length: 48 },
  [OID.sha512]: { hash: sha512, block: 128, length: 64 },
} as const;

/** A PKCS#12 "no": an Error whose `code` says what the person can do about it. */
export function p12Refuses(code: "P12_PASSWORD" | "P12_UNSUPPORTED" | "P12_CONTENTS", detail: string): never {
  throw Object.assign(new Error(detail), { code });
}

/**
 * Opens a PKCS#12 file (RFC 7292): password-protected integrity, PBES2 with PBKDF2 and AES; RC2 and 3DES only where the
 * caller hands in the ciphers. Files in BER are read too: they are the person's own and nothing signed depends on them.
 * The MAC is checked before anything is decrypted, so a wrong password is told from a damaged file's contents.
 * @throws code P12_PASSWORD (wrong password or damaged), P12_UNSUPPORTED (RC2, 3DES), P12_CONTENTS, MALFORMED
 * @see protocol §3.7
 */
export async function readP12(
  file: Uint8Array,
  password: string,
  legacy: LegacyDecrypt | null = null,
): Promise<P12Contents> {
  if (file.length > MAX_BYTES) return malformed("PKCS#12 larger than 1 MiB");
  const outer = normalised(file);
  const [version, authSafe, macData] = sequenceOf(outer);
  if (readCount(version) !== 3) return malformed("PKCS#12 version");
  const safe = contentOf(authSafe);
  if (!macData) return p12Refuses("P12_UNSUPPORTED", "the file has no password integrity");
  const opener = { password, wide: passwordOf(macData, safe, password), legacy };
  const parts = sequenceOf(normalised(safe));
  if (parts.length > MAX_PARTS) return malformed("PKCS#12 of too many parts");
  const bags: Bag[] = [];
  for (const part of parts) bags.push(...(await bagsOf(part, opener)));
  if (bags.length > MAX_BAGS) return malformed("PKCS#12 of too many bags");
  const keys: { pkcs8: Uint8Array; localKeyId: string | null }[] = [];
  for (const bag of bags) {
    if (bag.oid === BAG.key) keys.push({ pkcs8: bag.value.bytes, localKeyId: bag.localKeyId });
    if (bag.oid === BAG.shroudedKey)
      keys.push({ pkcs8: await decryptKey(bag.value, opener), localKeyId: bag.localKeyId });
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

/** The file's bytes as DER; a file that is DER already stays as it is. */
function normalised(bytes: Uint8Array): Der {
  const element = readDer(berToDer(bytes));
  checkDeep(element);
  return element;
}

/** The encoding of the password that fits the MAC; whoever has none of them has not the password. */
function passwordOf(element: Der, safe: Uint8Array, password: string): Uint8Array {
  const [info, salt, iterations] = sequenceOf(element);
  const [algorithm, claimed] = sequenceOf(info);
  const name = readOid(sequenceOf(algorithm)[0]);
  const engine = MAC_HASHES[name as keyof typeof MAC_HASHES] ?? p12Refuses("P12_UNSUPPORTED", `integrity by ${name}`);
  const rounds = iterations ? readCount(iterations) : 1;
  for (const candidate of p12Passwords(password)) {
    const key = p12Kdf(engine, candidate, readOctets(salt), rounds, 3, engine.length);
    if (sameBytes(hmac(engine.hash, key, safe), readOctets(claimed))) return candidate;
  }
  return p12Refuses("P12_PASSWORD", "wrong password, or the file is damaged");
}

async function bagsOf(part: Der, opener: P12Opener): Promise<Bag[]> {
  const [type, explicit] = sequenceOf(part);
  const inner = readDer(expectTag(explicit, 0xa0).content);
  const oid = readOid(type);
  if (oid === OID.data) return sequenceOf(normalised(readOctets(inner))).map(readBag);
  if (oid !== ENCRYPTED_DATA) return p12Refuses("P12_UNSUPPORTED", `contents as ${oid}`);
  const [, content] = sequenceOf(inner);
  const [, algorithm, ciphertext] = sequenceOf(content);
  const plain = await decryptBag(algorithm, cipherBytes(ciphertext), opener);
  return sequenceOf(normalised(plain)).map(readBag);
}

/** Most writers put the octets behind [0] at once; some cut them into OCTET STRINGs in a constructed [0]. */
const cipherBytes = (element: Der | undefined): Uint8Array =>
  element?.tag === 0xa0
    ? concatBytes(...children(element).map((piece) => readOctets(piece)))
    : expectTag(element, 0x80).content;

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

async function decryptKey(value: Der, opener: P12Opener): Promise<Uint8Array> {
  const [algorithm, ciphertext] = sequenceOf(value);
  return decryptBag(algorithm, readOctets(ciphertext), opener);
}

export const P12_BAG = BAG;
