import { type Bytes, concat, label, sameBytes, u8, u16 } from "./bytes";
import { reject } from "./reasons";
import { SUITE_1 } from "./suite";

/** The bidder's two master keys: M may be wrapped to a token, N never is (protocol §2.1). */
export type Masters = { readonly M: Uint8Array; readonly N: Uint8Array };

/** B_g: what the bidder gives at the opening. @param container 16 octets @param group from 1 */
export const bidderSecret = (M: Uint8Array, container: Uint8Array, group: number, suite = SUITE_1): Bytes =>
  suite.expand(M, concat(label("bidder"), container, u8(group)), 32);

/** O_g: what k of n trustees can rebuild. */
export const openingSecret = (N: Uint8Array, container: Uint8Array, group: number, suite = SUITE_1): Bytes =>
  suite.expand(N, concat(label("opening"), container, u8(group)), 32);

export const commitBidder = (container: Uint8Array, group: number, secret: Uint8Array, suite = SUITE_1): Bytes =>
  suite.hash(label("commit-bidder"), container, u8(group), secret);
export const commitOpening = (container: Uint8Array, group: number, secret: Uint8Array, suite = SUITE_1): Bytes =>
  suite.hash(label("commit-opening"), container, u8(group), secret);
/** @param position of the trustee in the policy, from 1 */
export const commitShare = (
  container: Uint8Array,
  group: number,
  position: number,
  share: Uint8Array,
  suite = SUITE_1,
): Bytes => suite.hash(label("commit-share"), container, u8(group), u8(position), share);

export type SegmentKeys = { readonly key: Bytes; readonly nonce: Bytes; readonly commit: Bytes };

/** Keys of one segment (protocol §2.4). @param headerHash 32 octets of the header of the container that holds it */
export function segmentKeys(
  headerHash: Uint8Array,
  B: Uint8Array,
  O: Uint8Array,
  segment: number,
  suite = SUITE_1,
): SegmentKeys {
  const prk = suite.extract(headerHash, concat(B, O));
  const { keyBytes } = suite;
  const okm = suite.expand(prk, concat(label("segment"), u16(segment)), keyBytes + 12 + 32);
  return { key: okm.slice(0, keyBytes), nonce: okm.slice(keyBytes, keyBytes + 12), commit: okm.slice(keyBytes + 12) };
}

/** @throws reason `commit-bidder` or `commit-opening`: the value is not the one that was sealed */
export function checkSecret(
  kind: "bidder" | "opening",
  container: Uint8Array,
  group: number,
  secret: Uint8Array,
  commit: Uint8Array,
  suite = SUITE_1,
): void {
  const made = (kind === "bidder" ? commitBidder : commitOpening)(container, group, secret, suite);
  if (secret.length !== 32 || !sameBytes(made, commit)) reject(`commit-${kind}`, `group ${group}`);
}
