/** A timestamp authority (RFC 3161). */
export type Tsa = {
  /**
   * @param imprint hash of what is stamped, 32 bytes
   * @param hash    by which it was made; SHA-256 if absent
   * @returns       the token, DER
   * @throws {Error} when the authority cannot be reached or refuses; the caller tries again later
   */
  stamp(imprint: Uint8Array, hash?: "SHA-256" | "SM3"): Promise<Uint8Array>;
};
