/** The platform's own signing key (CMS over statements and PDFs). */
export type PlatformSigner = {
  readonly certificateDer: Uint8Array;
  readonly name: string;
  readonly uscc: string;
  /** Detached CMS over canonical bytes. */
  signStatement(bytes: Uint8Array): Promise<Uint8Array>;
  /** Detached CMS whose messageDigest is `digest` (SHA-256 of a PDF's byte range). */
  signDigest(digest: Uint8Array): Promise<Uint8Array>;
};

/** The transparency log's Ed25519 key. */
export type LogSigner = {
  readonly origin: string;
  /** C2SP verifier key line of the log. */
  readonly verifierKey: string;
  sign(message: Uint8Array): Promise<Uint8Array>;
  /** C2SP verifier keys of the witnesses, for archives that verify offline. */
  readonly witnessKeys?: () => Promise<readonly string[]>;
  /** Length of one interval, ms. */
  readonly intervalMs: number;
};
