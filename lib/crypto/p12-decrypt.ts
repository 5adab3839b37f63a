import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { type Der, readCount, readOctets, readOid, sequenceOf, TAG } from "./der";

const PBES2 = "1.2.840.113549.1.5.13";
const PBKDF2 = "1.2.840.113549.1.5.12";
const PRF: Readonly<Record<string, string>> = {
  "1.2.840.113549.2.7": "SHA-1",
  "1.2.840.113549.2.9": "SHA-256",
  "1.2.840.113549.2.10": "SHA-384",
  "1.2.840.113549.2.11": "SHA-512",
};
const AES_CBC: Readonly<Record<string, number>> = {
  "2.16.840.1.101.3.4.1.2": 128,
  "2.16.840.1.101.3.4.1.22": 192,
  "2.16.840.1.101.3.4.1.42": 256,
};

type Bytes = Uint8Array<ArrayBuffer>;
type Hash = (message: Uint8Array) => Uint8Array;

const refuse = (code: "P12_PASSWORD" | "P12_UNSUPPORTED", detail: string): never => {
  throw Object.assign(new Error(detail), { code });
};

/** Opens what PBES2 closed (RFC 8018 §6.2); WebCrypto takes off the CBC padding. */
export async function decryptBag(
  algorithm: Der | undefined,
  ciphertext: Uint8Array,
  password: string,
): Promise<Uint8Array> {
  const [type, parameters] = sequenceOf(algorithm);
  const scheme = readOid(type);
  if (scheme !== PBES2) return refuse("P12_UNSUPPORTED", `encryption ${scheme}: save the file again with AES`);
  const [kdf, cipher] = sequenceOf(parameters);
  const [cipherType, iv] = sequenceOf(cipher);
  const bits = AES_CBC[readOid(cipherType)];
  if (!bits) return refuse("P12_UNSUPPORTED", `cipher ${readOid(cipherType)}`);
  const derivation = readPbkdf2(kdf);
  const base = await crypto.subtle.importKey("raw", utf8ToBytes(password) as Bytes, "PBKDF2", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(derivation, base, { name: "AES-CBC", length: bits }, false, ["decrypt"]);
  try {
    const how = { name: "AES-CBC", iv: readOctets(iv) as Bytes };
    return new Uint8Array(await crypto.subtle.decrypt(how, key, ciphertext as Bytes));
  } catch {
    return refuse("P12_PASSWORD", "wrong password, or the file is damaged");
  }
}

function readPbkdf2(element: Der | undefined): Pbkdf2Params {
  const [type, parameters] = sequenceOf(element);
  if (readOid(type) !== PBKDF2) return refuse("P12_UNSUPPORTED", "key derivation");
  const [salt, rounds, ...optional] = sequenceOf(parameters);
  if (optional[0]?.tag === TAG.integer) optional.shift();
  const prf = optional[0] ? readOid(sequenceOf(optional[0])[0]) : "1.2.840.113549.2.7";
  const hash = PRF[prf];
  const iterations = readCount(rounds);
  if (!hash || iterations > 10_000_000) return refuse("P12_UNSUPPORTED", `key derivation with ${prf}`);
  return { name: "PBKDF2", hash, salt: readOctets(salt) as Bytes, iterations };
}

/** The key derivation of RFC 7292 appendix B.2; `id` 3 makes the key of the MAC. One hash block of output suffices here. */
export function pkcs12Kdf(
  hash: Hash,
  block: number,
  password: string,
  salt: Uint8Array,
  rounds: number,
  id: number,
): Uint8Array {
  const diversifier = new Uint8Array(block).fill(id);
  let output = hash(concatBytes(diversifier, repeat(salt, block), repeat(bmp(password), block)));
  for (let i = 1; i < rounds; i++) output = hash(output);
  return output;
}

function repeat(bytes: Uint8Array, block: number): Uint8Array {
  const length = bytes.length === 0 ? 0 : Math.ceil(bytes.length / block) * block;
  return Uint8Array.from({ length }, (_, i) => bytes[i % bytes.length]!);
}

/** UTF-16, big-endian, with a closing zero: not the UTF-8 that PBES2 takes. */
function bmp(password: string): Uint8Array {
  const bytes = new Uint8Array(password.length * 2 + 2);
  for (let i = 0; i < password.length; i++) {
    const unit = password.charCodeAt(i);
    bytes[i * 2] = unit >> 8;
    bytes[i * 2 + 1] = unit & 0xff;
  }
  return bytes;
}
