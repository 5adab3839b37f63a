import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { parseCanonical } from "./canonical";
import type { CmsContent } from "./cms-verify";

/** What is being done, shown to the person before the key is used. */
export type SignContext = {
  /** Origin of the page that asks. */
  readonly origin: string;
  /** The statement's own `type`, or `login`, or `document`. */
  readonly purpose: string;
  /** Lot id, where the act belongs to one. */
  readonly tender?: string;
  /** What the person reads: name of the act and of its object. */
  readonly title: string;
  readonly nonce: string;
  /** ISO instant after which the driver must not sign. */
  readonly expires: string;
};

export type SignerCertificate = {
  /** SHA-256 of the certificate, hex. */
  readonly id: string;
  readonly use: "sign" | "encrypt" | "both";
  readonly alg: "RSA" | "EC" | "SM2";
  readonly der: Uint8Array;
  /** Label of the token that holds it, where several may be plugged in. */
  readonly token?: string;
};

/**
 * Whether it is the person, the phone or the way there that said no, rather than the key: a mistyped PIN must not be taken
 * for a key that does not open.
 */
export const notTheKey = (error: unknown): boolean =>
  /^(BRIDGE|SIGNER_REMOTE)_/.test(String((error as { code?: unknown } | null)?.code ?? ""));

/** One way of using somebody's key (protocol §4.2). No driver signs raw hashes. */
export type Signer = {
  readonly kind: "software" | "token" | "remote";
  list(): Promise<readonly SignerCertificate[]>;
  /** @returns detached CMS over the statement; for `document`, over the bytes whose digest the statement names */
  sign(request: {
    readonly cert: string;
    readonly statement: Uint8Array;
    readonly context: SignContext;
  }): Promise<{ readonly cms: Uint8Array }>;
  /**
   * @param request.ciphertext for HPKE `enc || ct`, otherwise what was wrapped
   * @param request.info       HPKE `info`; required there, unused elsewhere
   * @returns                  at most 64 bytes
   */
  unwrap(request: {
    readonly cert: string;
    readonly alg: string;
    readonly ciphertext: Uint8Array;
    readonly info?: Uint8Array;
    readonly context: SignContext;
  }): Promise<Uint8Array>;
  close(): Promise<void>;
};

export type SignerCode =
  | "SIGNER_STATEMENT"
  | "SIGNER_PURPOSE"
  | "SIGNER_TENDER"
  | "SIGNER_TITLE"
  | "SIGNER_EXPIRED"
  | "SIGNER_CERTIFICATE"
  | "SIGNER_UNWRAP"
  | "SIGNER_CLOSED"
  | RemoteCode;

/** How a phone, or the way to it, says no. */
export type RemoteCode =
  | "SIGNER_REMOTE_NUMBER"
  | "SIGNER_REMOTE_REFUSED"
  | "SIGNER_REMOTE_EXPIRED"
  | "SIGNER_REMOTE_USED"
  | "SIGNER_REMOTE_DOWN"
  | "SIGNER_REMOTE_CANCELLED"
  | "SIGNER_REMOTE_ANSWER";

/** A driver's "no": an Error whose `code` is one of `SignerCode`. */
export function signerRefuses(code: SignerCode, detail: string): never {
  throw Object.assign(new Error(detail), { code });
}

/** First eight hex digits of the statement's hash, shown to the person beside the title. */
export const statementMark = (statement: Uint8Array): string => bytesToHex(sha256(statement)).slice(0, 8);

/**
 * Refuses everything that is not the act the person was shown, and says what the CMS covers: the statement itself,
 * or for `document` the bytes behind the digest it names. Every driver calls this before it touches a key.
 * @param now null where the driver has no clock it may trust; the platform's single-use nonce then decides alone
 */
export function contentToSign(statement: Uint8Array, context: SignContext, now: Date | null): CmsContent {
  const content = readStatement(statement);
  if (content.fmt !== "SBC/1") signerRefuses("SIGNER_STATEMENT", "not an SBC/1 statement");
  if (content.type !== context.purpose) signerRefuses("SIGNER_PURPOSE", `${content.type} is not ${context.purpose}`);
  const lot = (content.tender as { lot?: unknown } | null | undefined)?.lot;
  if (context.tender !== undefined && lot !== undefined && lot !== context.tender)
    signerRefuses("SIGNER_TENDER", "the statement belongs to another lot");
  if (now && now > new Date(context.expires)) signerRefuses("SIGNER_EXPIRED", "the request has expired");
  if (context.purpose !== "document") return statement;
  if (content.title !== context.title) signerRefuses("SIGNER_TITLE", "the title shown is not the document's");
  const digest = readDigest(content.sha256) ?? signerRefuses("SIGNER_STATEMENT", "the document's digest is missing");
  if (content.sm3 === undefined) return { digest };
  return { digest, sm3: readDigest(content.sm3) ?? signerRefuses("SIGNER_STATEMENT", "the document's SM3") };
}

const readDigest = (value: unknown): Uint8Array | null =>
  typeof value === "string" && /^[0-9a-f]{64}$/.test(value) ? hexToBytes(value) : null;

function readStatement(statement: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const content = parseCanonical(statement);
    if (typeof content === "object" && content !== null && !Array.isArray(content))
      return content as Readonly<Record<string, unknown>>;
  } catch {
    // falls through to the refusal
  }
  return signerRefuses("SIGNER_STATEMENT", "not canonical JSON");
}
