import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, hash } from "./bytes";
import { type ChunkRun, engine, type RunPlace } from "./engine";
import { reject } from "./reasons";

export type SuiteId = 1 | 2;

/** What differs between the suites (protocol D7): hash, key derivation, chunk encryption. */
export type Suite = {
  readonly id: SuiteId;
  /** H of a small input, at once. */
  hash(...parts: readonly Uint8Array[]): Bytes;
  /** H of a chunk or a file, by the fastest means at hand. */
  digest(...parts: readonly Uint8Array[]): Promise<Bytes>;
  extract(salt: Uint8Array, secret: Uint8Array): Bytes;
  expand(prk: Uint8Array, info: Uint8Array, length: number): Bytes;
  readonly keyBytes: 16 | 32;
  /** AEAD with a 12-octet nonce and a 16-octet tag at the end; SBC/1 has no associated data. */
  seal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, aad?: Uint8Array): Promise<Bytes>;
  /** @returns null where the tag does not fit */
  open(key: Uint8Array, nonce: Uint8Array, cipher: Uint8Array, aad?: Uint8Array): Promise<Bytes | null>;
  /** Seals a run of chunks on another thread, where there is one to hand. */
  run?(): ((place: RunPlace) => ChunkRun) | undefined;
  /** Parts that are begun before the first is handed out. */
  partsAhead?(): number;
  /** Wraps a share to a trustee's key of this tender. */
  readonly trusteeAlg: "hpke-p256-sha256-aes256gcm" | "sm2";
};

/** AES-256-GCM, SHA-256, HKDF-SHA-256. */
export const SUITE_1: Suite = {
  id: 1,
  hash,
  digest: (...parts) => engine().sha256(...parts),
  extract: (salt, secret) => extract(sha256, secret, salt) as Bytes,
  expand: (prk, info, length) => expand(sha256, prk, info, length) as Bytes,
  keyBytes: 32,
  seal: (key, nonce, plain, aad) => engine().seal(key, nonce, plain, aad),
  open: (key, nonce, cipher, aad) => engine().open(key, nonce, cipher, aad),
  run: () => engine().sealRun?.(),
  partsAhead: () => engine().partsAhead ?? 1,
  trusteeAlg: "hpke-p256-sha256-aes256gcm",
};

const loaded = new Map<SuiteId, Suite>([[1, SUITE_1]]);

/** A suite's primitives, fetched on first use: a browser that seals in suite 1 does not download the other. */
export async function loadSuite(id: SuiteId): Promise<Suite> {
  const { SUITE_2 } = id === 2 ? await import("./suite-sm") : { SUITE_2: SUITE_1 };
  if (id === 2) loaded.set(2, SUITE_2);
  return suiteOf(id);
}

/** A suite that is already loaded. @throws reason `suite` */
export const suiteOf = (id: SuiteId): Suite => loaded.get(id) ?? reject("suite", `suite ${id} is not loaded`);
