import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, sameBytes, utf8 } from "./bytes";
import { canonicalBytes, type Json } from "./canonical";

/** Ports of loopback that a page tries, and the bridge takes, in this order (protocol §4.4). */
export const BRIDGE_PORTS = [38_511, 38_512, 38_513] as const;

/** Port of the bridge's TLS listener, for browsers that block plain loopback. */
export const BRIDGE_TLS_PORT = 38_514;

export type BridgeMethod = "list" | "sign" | "unwrap" | "close";

/** One request of a paired page. `n` rises strictly within a session; `mac` covers everything else. */
export type BridgeRequest = {
  readonly session: string;
  readonly n: number;
  readonly method: BridgeMethod;
  readonly params: { readonly [name: string]: Json };
  readonly mac: string;
};

/** What the bridge says no with; the words are in lib/i18n. */
export type BridgeCode =
  | "BRIDGE_ABSENT"
  | "BRIDGE_PAIRING"
  | "BRIDGE_SESSION"
  | "BRIDGE_REPLAY"
  | "BRIDGE_DECLINED"
  | "BRIDGE_TOKEN"
  | "BRIDGE_PIN"
  | "BRIDGE_PIN_LOCKED"
  | "BRIDGE_INPUT";

/** The MAC of a request or an answer under the key of the pairing, hex. */
export const bridgeMac = (key: Uint8Array, content: Json): string =>
  bytesToHex(hmac(sha256, key, canonicalBytes(content)));

/** Without telling by its time how much of it was right. */
export const sameMac = (a: string, b: string): boolean => a.length === b.length && sameBytes(utf8(a), utf8(b));

export function bridgeRefuses(code: BridgeCode, detail: string): never {
  throw Object.assign(new Error(detail), { code });
}
