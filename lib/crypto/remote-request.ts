import { concat, hash, label, randomBytes, toBase64url } from "./bytes";
import { canonicalBytes } from "./canonical";

/** What a phone can be asked for: to lend its certificates to a page, a signature, or to open what was wrapped. */
export type RemoteKind = "connect" | "sign" | "unwrap";

/** A certificate that a phone holds, DER as base64. */
export type RemoteCertificate = {
  readonly der: string;
  readonly use: "sign" | "encrypt" | "both";
  readonly alg: "RSA" | "EC" | "SM2";
};

/** What comes back, by kind of request. */
export type RemoteResult = {
  /** Of `connect`: names this connection in later requests; nobody else knows it. */
  readonly phone?: string | undefined;
  readonly certificates?: readonly RemoteCertificate[] | undefined;
  /** Of `sign`: detached CMS, base64. */
  readonly cms?: string | undefined;
  /** Of `unwrap`: what was opened, encrypted to the page's own key; the platform on the way cannot read it. Base64. */
  readonly enc?: string | undefined;
  readonly ct?: string | undefined;
};

/** How a request ended on the phone. */
export type RemoteEnd = "approved" | "refused" | "wrongNumber" | "expired";

/** Longest that a person may take, as for a sign-in challenge. */
export const REMOTE_SECONDS = 120;

const nonce = () => toBase64url(randomBytes(16));

/** Asks a phone to lend its certificates to pages of this origin. */
export const connectStatement = (origin: string): Uint8Array =>
  canonicalBytes({ fmt: "SBC/1", nonce: nonce(), origin, type: "connect" });

/** Asks a phone to open a stanza and to encrypt what is inside to `to`, an uncompressed P-256 point of the page. */
export const unwrapStatement = (ask: {
  readonly alg: string;
  readonly ciphertext: Uint8Array;
  readonly info: Uint8Array;
  readonly to: Uint8Array;
  readonly origin: string;
  readonly purpose: string;
}): Uint8Array =>
  canonicalBytes({
    alg: ask.alg,
    ciphertext: toBase64url(ask.ciphertext),
    fmt: "SBC/1",
    info: toBase64url(ask.info),
    nonce: nonce(),
    origin: ask.origin,
    purpose: ask.purpose,
    to: toBase64url(ask.to),
    type: "unwrap",
  });

/** HPKE `info` of the answer: it belongs to this very request. */
export const unwrapInfo = (statement: Uint8Array): Uint8Array => concat(label("remote-unwrap"), hash(statement));

/** What the square code on the page says: which request, of whom, about what (protocol §4.3). */
export function scanAddress(phoneUrl: string, id: string, origin: string, mark: string): string {
  const query = new URLSearchParams({ id, mark, origin });
  return `${phoneUrl}?${query}`;
}
