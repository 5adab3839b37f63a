import type { SignerCertificate } from "@/lib/crypto/signer";

export type TokenCertificate = SignerCertificate & {
  /** Label of the token, as its window and the list say it. */
  readonly token: string;
  /** What its token says of the PIN: nearly or just before locked, locked, or typed on the token's own pad. */
  readonly pin?: "low" | "last" | "locked" | "pad";
};

/** What holds keys: PKCS#11 now, SKF later, a file for SM2 in tests. A PIN is asked by the bridge, never by a page. */
export type Token = {
  /** Certificates with a private key beside them, of every token that is plugged in. */
  list(): Promise<readonly TokenCertificate[]>;
  /**
   * Signs bytes, hashing included; ECDSA and SM2 give r || s.
   * @throws code BRIDGE_PIN, BRIDGE_PIN_LOCKED, BRIDGE_TOKEN
   */
  sign(certificate: TokenCertificate, bytes: Uint8Array, pin: string): Promise<Uint8Array>;
  /** @returns null where the key does not open it @throws as `sign` */
  unwrap(
    certificate: TokenCertificate,
    what: { readonly alg: string; readonly ciphertext: Uint8Array; readonly info?: Uint8Array | undefined },
    pin: string,
  ): Promise<Uint8Array | null>;
  /** Certificates to send along with a signature. */
  chain(certificate: TokenCertificate): Promise<readonly Uint8Array[]>;
};
