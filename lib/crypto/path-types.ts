import type { Certificate } from "./certificate";

/** Why a certification path is not believed. The words for people are in lib/i18n. */
export type PathError =
  | "PATH_MALFORMED"
  | "PATH_VERSION"
  | "PATH_ALGORITHM"
  | "PATH_KEY"
  | "PATH_NO_ISSUER"
  | "PATH_TOO_DEEP"
  | "PATH_BUDGET"
  | "PATH_SIGNATURE"
  | "PATH_EXPIRED"
  | "PATH_NOT_YET_VALID"
  | "PATH_ANCHOR_PERIOD"
  | "PATH_NOT_CA"
  | "PATH_LENGTH"
  | "PATH_UNKNOWN_CRITICAL"
  | "PATH_POLICY_UNSUPPORTED"
  | "PATH_NAME_CONSTRAINT"
  | "PATH_NAME_CONSTRAINT_UNSUPPORTED"
  | "PATH_KEY_USAGE"
  | "PATH_EXTENDED_KEY_USAGE"
  | "PATH_REVOKED"
  | "PATH_REVOCATION_UNKNOWN";

/** An anchor, and the period in which the trust list accepts it (both ends included). */
export type TrustAnchor = { readonly der: Uint8Array; readonly from?: Date; readonly until?: Date };

export type PathPurpose = "sign" | "encrypt" | "tsa" | "ocsp" | "crl" | "any";

export type RevocationEvidence = {
  readonly certificate: string;
  readonly status: "good" | "revoked" | "unknown";
  readonly source: "crl" | "ocsp" | null;
  /** SHA-256 of the CRL or response, hex, by which it is kept. */
  readonly sha256: string | null;
  readonly thisUpdate: Date | null;
  readonly nextUpdate: Date | null;
  readonly revokedAt: Date | null;
  /** Why nothing could be said. */
  readonly detail: string | null;
};

/** An OCSP response, with the nonce of the request where there was one: then it must come back. */
export type OcspInput = Uint8Array | { readonly der: Uint8Array; readonly nonce: Uint8Array };

export type PathInput = {
  readonly leaf: Uint8Array;
  readonly intermediates: readonly Uint8Array[];
  readonly anchors: readonly (TrustAnchor | Uint8Array)[];
  readonly crls?: readonly Uint8Array[];
  readonly ocsp?: readonly OcspInput[];
  /** The instant the question is about: the RFC 3161 time of a seal, not "now". */
  readonly at: Date;
  /**
   * When CRLs and OCSP answers are read; `at` unless told. Later than `at` it asks what is known now of a signature made
   * then: newer lists count, and what they revoke from after `at` does not.
   */
  readonly asOf?: Date;
  /** Whether a certificate whose status is unknown is refused. A revoked one always is. */
  readonly requireRevocation: boolean;
  /** Certificates between leaf and anchor; 8 unless told. */
  readonly maxDepth?: number | null;
  /** `any` unless told. */
  readonly purpose?: PathPurpose;
  /** Extended key usages accepted besides those of the purpose. */
  readonly eku?: readonly string[];
};

export type PathResult = {
  readonly ok: boolean;
  /** Leaf first, anchor last. */
  readonly path?: readonly Certificate[];
  readonly reason?: PathError;
  readonly detail?: string;
  readonly evidence: readonly RevocationEvidence[];
};

/** What one call may cost at most, whatever is sent to it. */
export type Budget = { signatures: number; comparisons: number };

export type PathFailure = Error & { readonly pathError: PathError };

/** Ends the check of one path. */
export function pathFails(reason: PathError, detail: string): never {
  throw Object.assign(new Error(detail), { pathError: reason });
}

export const asPathFailure = (error: unknown): { reason: PathError; detail: string } => {
  const { pathError = "PATH_MALFORMED", message = "unreadable" } = error as Partial<PathFailure>;
  return { reason: pathError, detail: message };
};
