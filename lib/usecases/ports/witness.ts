/** A witness of the transparency log (C2SP tlog-witness). */
export type Witness = {
  readonly url: string;
  /**
   * @param oldSize     size the witness is believed to hold
   * @param consistency RFC 6962 consistency proof from oldSize, base64 per hash
   * @param checkpoint  the signed note
   * @returns           cosignature lines; or the size it really holds, to try again from
   */
  cosign(
    oldSize: bigint,
    consistency: readonly string[],
    checkpoint: string,
  ): Promise<{ readonly cosignatures: string } | { readonly holds: bigint }>;
};
