import { utf8ToBytes } from "@noble/hashes/utils.js";
import { type Der, readCount, readOctets, readOid, sequenceOf, TAG } from "./der";
import { decryptLegacy, isLegacy, type LegacyDecrypt } from "./p12-legacy";
import { pbkdf2 } from "./pbkdf2";

const PBES2 = "1.2.840.113549.1.5.13";
const PBKDF2 = "1.2.840.113549.1.5.12";
const PRF: Readonly<Record<string, string>> = {
  "1.2.840.113549.2.7": "SHA-1",
  "1.2.840.113549.2.9": "SHA-256",
  "1.2.840.113549.2.10": "SHA-384",
  "1.2.840.113549.2.11": "SHA-512",
};
const AES_CBC: Readonly<Record<string, number>> = {
  "2.16.840.1.101.3.4.1.2": 16,
  "2.16.840.1.101.3.4.1.22": 24,
  "2.16.840.1.101.3.4.1.42": 32,
};

type Bytes = Uint8Array<ArrayBuffer>;

/** What opens the bags of one file. */
export type P12Opener = {
  /** As the person typed it: PBES2 takes UTF-8. */
  readonly password: string;
  /** As it fitted the MAC: PKCS#12's own ciphers take UTF-16. */
  readonly wide: Uint8Array;
  readonly legacy: LegacyDecrypt | null;
};

const refuse = (code: "P12_PASSWORD" | "P12_UNSUPPORTED", detail: string): never => {
  throw Object.assign(new Error(detail), { code });
};
const wrong = (): never => refuse("P12_PASSWORD", "wrong password, or the file is damaged");

/** Opens what PBES2 closed (RFC 8018 §6.2), and older ciphers where somebody handed them in. */
export async function decryptBag(
  algorithm: Der | undefined,
  ciphertext: Uint8Array,
  opener: P12Opener,
): Promise<Uint8Array> {
  const [type, parameters] = sequenceOf(algorithm);
  const scheme = readOid(type);
  if (isLegacy(scheme) && opener.legacy)
    return decryptLegacy(algorithm, ciphertext, opener.wide, opener.legacy) ?? wrong();
  if (scheme !== PBES2) return refuse("P12_UNSUPPORTED", `encryption ${scheme}: save the file again with AES`);
  const [kdf, cipher] = sequenceOf(parameters);
  const [cipherType, iv] = sequenceOf(cipher);
  const keyBytes = AES_CBC[readOid(cipherType)];
  if (!keyBytes) return refuse("P12_UNSUPPORTED", `cipher ${readOid(cipherType)}`);
  const raw = await derive(kdf, opener.password, keyBytes);
  const key = await crypto.subtle.importKey("raw", raw, "AES-CBC", false, ["decrypt"]);
  const how = { name: "AES-CBC", iv: readOctets(iv) as Bytes };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(how, key, ciphertext as Bytes));
  } catch {
    return wrong();
  }
}

async function derive(element: Der | undefined, password: string, keyBytes: number): Promise<Bytes> {
  const [type, parameters] = sequenceOf(element);
  if (readOid(type) !== PBKDF2) return refuse("P12_UNSUPPORTED", "key derivation");
  const [salt, rounds, ...optional] = sequenceOf(parameters);
  if (optional[0]?.tag === TAG.integer) optional.shift();
  const prf = optional[0] ? readOid(sequenceOf(optional[0])[0]) : "1.2.840.113549.2.7";
  const hash = PRF[prf];
  if (!hash) return refuse("P12_UNSUPPORTED", `key derivation with ${prf}`);
  return pbkdf2(hash, utf8ToBytes(password), readOctets(salt), readCount(rounds), keyBytes);
}
