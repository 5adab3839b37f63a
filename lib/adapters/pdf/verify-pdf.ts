import { createHash } from "node:crypto";
import { type CmsSigner, verifyCms } from "@/lib/crypto/cms";
import { readDerPrefix } from "@/lib/crypto/der";
import { latin1 } from "./incremental";

export type PdfSignature = {
  /** Up to which byte the document was signed; the last good signature should reach the end. */
  readonly coversWhole: boolean;
  readonly signedBytes: number;
  /** The exact CMS, padding taken off; null where it could not be read. */
  readonly cms: Uint8Array | null;
  readonly signer: CmsSigner | null;
  /** Null if the signature is good by the profile of protocol §2.8; the path is checked by the caller. */
  readonly reason: string | null;
};

/**
 * Reads and checks every signature of a PDF, in the order they were made. The byte range must leave out the signature's
 * own place and nothing else: whatever lies outside it could be changed unseen.
 */
export async function readPdfSignatures(pdf: Uint8Array): Promise<readonly PdfSignature[]> {
  const text = latin1(pdf);
  return Promise.all(
    byteRanges(text).map(([start, open, close, rest]) => readOne(pdf, text, start!, open!, close!, rest!)),
  );
}

const byteRanges = (text: string): number[][] =>
  [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)].map((match) =>
    match.slice(1).map(Number),
  );

async function readOne(
  pdf: Uint8Array,
  text: string,
  start: number,
  open: number,
  close: number,
  rest: number,
): Promise<PdfSignature> {
  const end = close + rest;
  const bad = (reason: string): PdfSignature => ({
    coversWhole: false,
    signedBytes: end,
    cms: null,
    signer: null,
    reason,
  });
  if (start !== 0 || open <= 0 || close <= open || end > pdf.length) return bad("PDF_RANGE");
  const hex = text.slice(open + 1, close - 1);
  if (text[open] !== "<" || text[close - 1] !== ">" || !/^[0-9a-fA-F]*$/.test(hex)) return bad("PDF_RANGE");
  const padded = new Uint8Array(Buffer.from(hex, "hex"));
  const cms = prefix(padded);
  if (!cms || padded.subarray(cms.length).some((octet) => octet !== 0)) return bad("CMS_MALFORMED");
  const verdict = await verifyCms(digestsOf(pdf, open, close, end), cms);
  const coversWhole = end === pdf.length;
  if (!verdict.ok) return { coversWhole, signedBytes: end, cms, signer: null, reason: verdict.reason };
  return { coversWhole, signedBytes: end, cms, signer: verdict.signers[0] ?? null, reason: null };
}

/** Both digests that a signature over these two ranges may hold: SHA-256, and SM3 of SM2 signers. */
export function digestsOf(pdf: Uint8Array, open: number, close: number, end: number) {
  const over = (algorithm: "sha256" | "sm3") =>
    new Uint8Array(createHash(algorithm).update(pdf.subarray(0, open)).update(pdf.subarray(close, end)).digest());
  return { digest: over("sha256"), sm3: over("sm3") };
}

/** SM3 of what the last, still empty signature covers. @throws {RangeError} if none was prepared */
export function signedSm3(prepared: Uint8Array): Uint8Array {
  const [open, close, rest] = byteRanges(latin1(prepared)).at(-1)?.slice(1) ?? [];
  if (!open || !close || rest === undefined) throw new RangeError("no signature was prepared");
  return digestsOf(prepared, open, close, close + rest).sm3;
}

function prefix(padded: Uint8Array): Uint8Array | null {
  try {
    return readDerPrefix(padded).bytes;
  } catch {
    return null;
  }
}
