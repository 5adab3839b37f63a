import { sha256 as sha256Sync } from "@noble/hashes/sha2.js";
import { hmac } from "@noble/hashes/hmac.js";
import { bytesToHex as toHex } from "@noble/hashes/utils.js";
import { engine } from "./engine";
import { reject } from "./reasons";

export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();

export const bytesToHex = (bytes: Uint8Array): string => toHex(bytes);
export const utf8 = (text: string): Bytes => encoder.encode(text);

/** @throws reason `hex` unless the text is lower-case hex of whole octets */
export function fromHex(text: string): Bytes {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) reject("hex", "not lower-case hex");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** base64url without padding (protocol §2.1). */
export function toBase64url(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * Strict base64url: no padding, unused bits zero.
 * @param length octets expected, where they are fixed
 * @throws reason `base64url`
 */
export function fromBase64url(text: string, length?: number): Bytes {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) reject("base64url", "alphabet or length");
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
  if (toBase64url(bytes) !== text) reject("base64url", "unused bits are not zero");
  if (length !== undefined && bytes.length !== length) reject("base64url", `${bytes.length} octets, not ${length}`);
  return bytes;
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const u8 = (value: number): Bytes => Uint8Array.of(value);
export const u16 = (value: number): Bytes => Uint8Array.of(value >>> 8, value & 255);
export function u32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
export function u64(value: number | bigint): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

/** `L(x)`: "SBC/1 ", x, one zero octet (protocol §2.1). */
export const label = (text: string): Bytes => concat(utf8(`SBC/1 ${text}`), u8(0));

/** SHA-256 of a small input, at once. */
export const hash = (...parts: readonly Uint8Array[]): Bytes =>
  engine().hash?.(...parts) ?? (sha256Sync(concat(...parts)) as Bytes);
export const hmacSha256 = (key: Uint8Array, message: Uint8Array): Bytes => hmac(sha256Sync, key, message) as Bytes;
/** The same for many messages under one key, which is prepared once: half the work of each. */
export function hmacUnder(key: Uint8Array): (message: Uint8Array) => Bytes {
  const prepared = hmac.create(sha256Sync, key);
  return (message) => prepared.clone().update(message).digest() as Bytes;
}

/** SHA-256 by the engine: for chunks and files. */
export const sha256 = (bytes: Uint8Array): Promise<Bytes> => engine().sha256(bytes);
export const sha256Hex = async (bytes: Uint8Array): Promise<string> => bytesToHex(await sha256(bytes));

export const randomBytes = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));

/** Equality without an early exit: also for secrets. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let at = 0; at < a.length; at++) difference |= a[at]! ^ b[at]!;
  return difference === 0;
}
