/** A timestamp authority (RFC 3161), or several of which the first that answers stamps (protocol §5.1). */
export type Tsa = {
  /**
   * @param imprint hash of what is stamped, 32 bytes
   * @param hash    by which it was made; SHA-256 if absent
   * @returns       the token, DER; who made it stands in it
   * @throws {Error} when no authority can be reached, or all refuse; the caller tries again later
   */
  stamp(imprint: Uint8Array, hash?: "SHA-256" | "SM3"): Promise<Uint8Array>;
  /** Each by itself, the spare last: for whoever looks how they are. Absent where none was named. */
  readonly authorities?: readonly TsaAuthority[];
};

export type TsaAuthority = Pick<Tsa, "stamp"> & {
  /** Its address. */
  readonly url: string;
};
