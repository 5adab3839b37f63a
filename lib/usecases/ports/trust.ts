import type { TrustList } from "@/lib/crypto/binding";

/** Whose certificates are accepted, as data (protocol §3.4); read anew when it changes. */
export type Trust = {
  list(): Promise<TrustList>;
  /** DER of the CRLs at hand. */
  crls(): Promise<readonly Uint8Array[]>;
  /** DER of the OCSP answers at hand about one certificate. @param fingerprint SHA-256 of its DER, hex */
  ocsp?(fingerprint: string): Promise<readonly Uint8Array[]>;
};
