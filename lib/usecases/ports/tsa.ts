/** A timestamp authority (RFC 3161). */
export type Tsa = {
  /**
   * @param imprint SHA-256 of what is stamped, 32 bytes
   * @returns       the token, DER
   * @throws {Error} when the authority cannot be reached or refuses; the caller tries again later
   */
  stamp(imprint: Uint8Array): Promise<Uint8Array>;
};
