import { z } from "zod";
import { fromBase64url } from "./bytes";
import { HPKE_ALG, point } from "./hpke";
import { base64url, cid, count, fmt, hex64, named, readShape, tenderRef, x } from "./shape";
import { reject } from "./reasons";
import { sm2CipherParts } from "./sm2-cipher";

const bidderKey = z.strictObject({
  alg: named(),
  ct: base64url().min(1),
  enc: base64url().optional(),
  kid: hex64,
});

const trusteeKey = z.strictObject({
  alg: z.enum(["hpke-p256-sha256-aes256gcm", "sm2"]),
  ct: z.array(base64url().min(1)),
  enc: z.array(base64url(65)).optional(),
  kid: hex64,
});

export const headerShape = z.strictObject({
  bidder_keys: z.array(bidderKey).max(8),
  chunk: z.literal(65536),
  commit: z.strictObject({ bidder: z.array(hex64), opening: z.array(hex64), share: z.array(z.array(hex64)) }),
  container: cid,
  fmt,
  opening: z.strictObject({
    k: count.min(2),
    n: count.max(16),
    policy: hex64,
    trustees: z.array(trusteeKey),
  }),
  stages: count.min(1).max(8),
  suite: z.union([z.literal(1), z.literal(2)]),
  tender: tenderRef,
  type: z.literal("header"),
  x,
});

export type Header = z.infer<typeof headerShape>;
export const HEADER_BYTES = 262_144;

/** Reads a header strictly (protocol §2.3). @throws reasons of canonical JSON, `header`, `length` */
export function parseHeader(bytes: Uint8Array): Header {
  if (bytes.length < 2 || bytes.length > HEADER_BYTES) reject("length", "header");
  const header = readShape(headerShape, bytes, "header");
  const { bidder_keys: keys, commit, opening, stages } = header;
  const groups = [commit.bidder, commit.opening, commit.share].every(({ length }) => length === stages);
  if (!groups || commit.share.some(({ length }) => length !== opening.n)) reject("header", "commitments per group");
  if (opening.k >= opening.n || opening.trustees.length !== opening.n) reject("header", "k of n");
  for (const trustee of opening.trustees) {
    const hpke = trustee.alg !== "sm2";
    if (trustee.ct.length !== stages || (trustee.enc?.length ?? -1) !== (hpke ? stages : -1))
      reject("header", "shares per group");
    if ((header.suite === 1) !== hpke) reject("suite", "the trustees' algorithm is that of the suite");
    for (const [g, ct] of trustee.ct.entries()) checkWrap(trustee.enc?.[g], ct, 33);
  }
  if (new Set(opening.trustees.map(({ kid }) => kid)).size !== opening.n) reject("header", "a trustee twice");
  if (new Set(keys.map(({ alg, kid }) => `${alg} ${kid}`)).size !== keys.length) reject("header", "a bidder key twice");
  for (const key of keys) {
    if (!KNOWN.has(key.alg)) continue; // an unknown way is kept and skipped (protocol §2.13)
    if ((key.alg === HPKE_ALG) !== (key.enc !== undefined)) reject("header", "enc");
    if (key.enc !== undefined || key.alg === "sm2") checkWrap(key.enc, key.ct, 32);
  }
  return header;
}

/**
 * A wrap of `length` octets in the only form it can have: with `enc` by HPKE, its point on the curve and a tag of 16 octets;
 * without by SM2, the ASN.1 form of GB/T 35276, its point on the curve too.
 */
function checkWrap(enc: string | undefined, ct: string, length: number): void {
  try {
    if (enc === undefined) {
      if (sm2CipherParts(fromBase64url(ct), "asn1").c2.length !== length) throw new Error("length");
      return;
    }
    point(fromBase64url(enc, 65));
    fromBase64url(ct, length + 16);
  } catch {
    reject("header", "stanza");
  }
}

const KNOWN = new Set(["rsa-oaep-256", "rsa-pkcs1", "sm2", "hpke-p256-sha256-aes256gcm"]);
