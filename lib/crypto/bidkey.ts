import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as chinese } from "@scure/bip39/wordlists/simplified-chinese.js";
import { Decrypter, Encrypter } from "age-encryption";
import { z } from "zod";
import { type Bytes, fromBase64url, toBase64url } from "./bytes";
import { canonicalBytes } from "./canonical";
import type { Masters } from "./keys";
import { reject } from "./reasons";
import { fmt, readShape, secret, tenderRef, type TenderRef, x } from "./shape";

export const bidkeyShape = z.strictObject({
  M: secret,
  N: secret,
  fmt,
  tender: tenderRef,
  type: z.literal("bidkey"),
  x,
});

/** scrypt work factor 2^15, the least the protocol allows (§2.11). */
const WORK_FACTOR = 15;

/** The backup: M and N in an age file under a passphrase. */
export async function writeBidkey(masters: Masters, tender: TenderRef, passphrase: string): Promise<Bytes> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(WORK_FACTOR);
  return Uint8Array.from(await encrypter.encrypt(bidkeyBytes(masters, tender)));
}

export const bidkeyBytes = ({ M, N }: Masters, tender: TenderRef): Bytes =>
  canonicalBytes({
    M: toBase64url(M),
    N: toBase64url(N),
    fmt: "SBC/1",
    tender: { id: tender.id, lot: tender.lot },
    type: "bidkey",
  });

/** Opens an age file that stands under a passphrase. @throws reason `bidkey` for a wrong passphrase or a damaged file */
export async function decryptAge(file: Uint8Array, passphrase: string): Promise<Uint8Array> {
  try {
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    return await decrypter.decrypt(file);
  } catch {
    return reject("bidkey", "wrong passphrase, or the file is damaged");
  }
}

export type Backup = Masters & { readonly tender: TenderRef };

/** @throws reason `bidkey` for a wrong passphrase or a damaged file */
export const readBidkey = async (file: Uint8Array, passphrase: string): Promise<Backup> =>
  parseBidkey(await decryptAge(file, passphrase));

/** Reads the backup's plaintext. @throws reason `bidkey` */
export function parseBidkey(bytes: Uint8Array): Backup {
  const read = readShape(bidkeyShape, bytes, "bidkey");
  return { M: fromBase64url(read.M, 32), N: fromBase64url(read.N, 32), tender: read.tender };
}

export type WordList = "en" | "zh-CN";
const lists = { en: english, "zh-CN": chinese } as const;

/** M as 24 words: enough to release at the opening. */
export const wordsOf = (M: Uint8Array, list: WordList): string => entropyToMnemonic(Uint8Array.from(M), lists[list]);

/** Reads 24 words of either list; spaces of any kind, and for Chinese none at all. @throws reason `words` */
export function readWords(text: string): Bytes {
  const joined = text.normalize("NFKD").trim().replace(/\s+/gu, " ");
  const spaced = /[a-z]/i.test(joined) ? joined.toLowerCase() : [...joined.replaceAll(" ", "")].join(" ");
  for (const list of [english, chinese]) {
    try {
      return Uint8Array.from(mnemonicToEntropy(spaced, list));
    } catch {
      // the other list, or none
    }
  }
  return reject("words", "not 24 words with a right checksum");
}

export const qrOf = (M: Uint8Array): string => `SBC1:M:${toBase64url(M)}`;

/** @throws reason `words` */
export function readQr(text: string): Bytes {
  if (!text.startsWith("SBC1:M:")) reject("words", "not a key of this kind");
  return fromBase64url(text.slice(7).trim(), 32);
}

/** One line that releases a bid: `SBC1:B:<bid id>:<B of g=1>:…` */
export const releaseLine = (bid: string, secrets: readonly Uint8Array[]): string =>
  ["SBC1", "B", bid, ...secrets.map(toBase64url)].join(":");

/** @throws reason `words` */
export function readReleaseLine(line: string): { readonly bid: string; readonly secrets: readonly Bytes[] } {
  const [mark, kind, bid, ...values] = line.trim().split(":");
  if (mark !== "SBC1" || kind !== "B" || !/^[0-9a-f]{64}$/.test(bid ?? "") || values.length === 0)
    return reject("words", "not a release line");
  return { bid: bid!, secrets: values.map((text) => fromBase64url(text, 32)) };
}
