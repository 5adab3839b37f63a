import type { SignatureScheme } from "./algorithm";
import { digestOnThread } from "./digest-thread";
import { giveBackSealed, SEAL_THREADS, sealOnThreads } from "./page-sealing";

type Bytes = Uint8Array<ArrayBuffer>;

/** RSA (never a PSS-only wrapper) and ECDSA (r || s of fixed width): whether the signature is good. May throw: it is not. */
export type NativeVerify = (
  spki: Uint8Array,
  scheme: Exclude<SignatureScheme, { scheme: "sm2" }>,
  data: Uint8Array,
  signature: Uint8Array,
) => boolean;

/** The primitives whose speed matters. WebCrypto serves everywhere; a server may hand in a faster one. */
export type Engine = {
  /** SHA-256 of the parts one after another. */
  sha256(...parts: readonly Uint8Array[]): Promise<Bytes>;
  /** SHA-256 of a small input, at once; left out where the library's is as fast. */
  hash?(...parts: readonly Uint8Array[]): Bytes;
  /** AES-GCM, 12-octet nonce, 16-octet tag at the end. SBC/1 has no associated data. */
  seal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, aad?: Uint8Array): Promise<Bytes>;
  /** @returns null where the tag does not fit */
  open(key: Uint8Array, nonce: Uint8Array, cipher: Uint8Array, aad?: Uint8Array): Promise<Bytes | null>;
  /** A digest fed piece by piece, for whole files. */
  stream(algorithm: "sha256" | "sm3"): Promise<StreamHash>;
  /**
   * Files up to so many octets are read whole and digested in one call of `sha256`, longer ones by `stream`. A browser's
   * own SHA-256 is six times as fast as WebAssembly, but wants a file whole.
   */
  readonly wholeBytes: number;
  /** Digests such a file on another thread while it is encrypted here; null or left out where there is none. */
  fileDigest?(sizeBytes: number): FileDigest | null;
  /**
   * What seals chunks that follow each other and hashes their leaves on another thread, while this one reads on; undefined
   * or left out where there is none.
   */
  sealRun?(): ((place: RunPlace) => ChunkRun) | undefined;
  /** Takes the octets of a sealed part back, to seal into again. They are gone for whoever gave them: their length is 0. */
  giveBack?(bytes: Bytes): void;
  /** So many parts are begun before the first is handed out; 1 unless told. */
  readonly partsAhead?: number;
  /** SM3 of a chunk; left out where there is nothing faster than the library. */
  sm3?(...parts: readonly Uint8Array[]): Promise<Bytes>;
  /** CRC-32 of a piece that follows others, as `kernel/crc32`; left out where there is nothing faster. */
  crc32?(piece: Uint8Array, sum: number): number;
  /** Checks signatures on this thread; left out where WebCrypto has to. */
  readonly verify?: NativeVerify;
};

/** Where the chunks of one part stand; `first` is the number of the first in its body. */
export type RunPlace = { readonly key: Uint8Array; readonly nonce: Uint8Array; readonly first: number };
/**
 * Takes the chunks of one part, at most 128, one by one and each when the one before is taken: all of 65 536 octets but the
 * last, which may be shorter. What was begun has to be ended.
 */
export type ChunkRun = { add(chunk: Uint8Array): Promise<void> | void; end(): Promise<SealedRun> };
export type SealedRun = { readonly bytes: Bytes; readonly leaves: readonly Bytes[] };

/** SHA-256 of a file of a length that was said before. */
export type FileDigest = { add(piece: Uint8Array): void; end(): Promise<Bytes> };

export type StreamHash = { update(piece: Uint8Array): void; digest(): Bytes };

/** Of one sealed chunk and the octet before it: by far the most of what is hashed in parts. */
const scratch = new Uint8Array(65_536 + 64);

/**
 * The parts in one piece. It may be overwritten by the next call: WebCrypto copies what it is given before it returns, and
 * a buffer of its own for each chunk of a large bid keeps the collector busier than the hash.
 */
function joined(parts: readonly Uint8Array[]): Bytes {
  if (parts.length === 1) return parts[0] as Bytes;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const all = length <= scratch.length ? scratch.subarray(0, length) : new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const keys = new WeakMap<Uint8Array, Promise<CryptoKey>>();

/** One import per key, however many chunks it encrypts. */
function aesKey(raw: Uint8Array): Promise<CryptoKey> {
  let key = keys.get(raw);
  if (!key) {
    key = crypto.subtle.importKey("raw", raw as Bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    keys.set(raw, key);
  }
  return key;
}

const gcm = (nonce: Uint8Array, aad: Uint8Array | undefined) => ({
  name: "AES-GCM",
  iv: nonce as Bytes,
  ...(aad ? { additionalData: aad as Bytes } : {}),
});

export const WEB_ENGINE: Engine = {
  wholeBytes: 128 * 1024 * 1024,
  sealRun: sealOnThreads,
  giveBack: giveBackSealed,
  partsAhead: Math.max(1, SEAL_THREADS),
  fileDigest: digestOnThread,
  sha256: async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(parts))),
  seal: async (key, nonce, plain, aad) => {
    const parameters = gcm(nonce, aad);
    return new Uint8Array(await crypto.subtle.encrypt(parameters, await aesKey(key), plain as Bytes));
  },
  open: async (key, nonce, cipher, aad) => {
    const parameters = gcm(nonce, aad);
    try {
      return new Uint8Array(await crypto.subtle.decrypt(parameters, await aesKey(key), cipher as Bytes));
    } catch {
      return null;
    }
  },
  // WebCrypto has no streaming digest; the WebAssembly is fetched when the first file is read.
  stream: async (algorithm) => {
    const { createSHA256, createSM3 } = await import("hash-wasm");
    const hasher = await (algorithm === "sha256" ? createSHA256() : createSM3());
    return {
      update: (piece) => void hasher.update(piece),
      digest: () => Uint8Array.from(hasher.digest("binary")),
    };
  },
};

let current: Engine = WEB_ENGINE;

export const engine = (): Engine => current;

/** Called once at the start of a program that has a faster engine. */
export function useEngine(faster: Engine): void {
  current = faster;
}
