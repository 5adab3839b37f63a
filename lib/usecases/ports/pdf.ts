/** Makes the platform's documents as PDF from data, never from a screen; and signs them (PAdES). */
export type PdfMaker = {
  /** @param template name of a template of lib/adapters/pdf; @param data its documented data */
  make(template: string, data: unknown): Promise<Uint8Array>;
  /** Adds a signature field as an incremental update; returns what a signer has to sign. */
  prepareSignature(
    pdf: Uint8Array,
    field: PdfField,
  ): Promise<{ readonly pdf: Uint8Array; readonly byteRangeDigest: Uint8Array }>;
  /** SM3 of the bytes that the prepared signature covers: SM2 signers put it where others put SHA-256. */
  signedSm3(prepared: Uint8Array): Uint8Array;
  /** Puts CMS (and the timestamp over its signature) into the prepared field. */
  embedSignature(
    pdf: Uint8Array,
    cms: Uint8Array,
    stamp?: (imprint: Uint8Array) => Promise<Uint8Array>,
  ): Promise<Uint8Array>;
};

/** A signature field: one the template reserves by this name, else an invisible one. */
export type PdfField = {
  readonly name: string;
  readonly reason: string;
  readonly at: Date;
  /** Shown in the visible box: who signs, and the certificate's serial number (hex). */
  readonly signer?: string;
  readonly serial?: string;
};
