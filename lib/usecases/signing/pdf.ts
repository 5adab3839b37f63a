import { canonicalBytes } from "@/lib/crypto/canonical";
import { decodeBase64 } from "@/lib/crypto/binding";
import { bytesToHex, sha256Hex } from "@/lib/crypto/bytes";
import type { Certificate } from "@/lib/crypto/certificate";
import { parseDocument } from "@/lib/crypto/signed-acts";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import type { Deps } from "@/lib/usecases/deps";
import type { PdfField } from "@/lib/usecases/ports/pdf";
import { acceptCms, type Signed } from "./accept-signature";
import { type Prepared, prepared, type TenderRef } from "./act";

export type PreparedPdf = {
  /** The PDF with an empty signature field: keep it until the signature comes back. */
  readonly pdf: Uint8Array;
  /** What the signature covers: keep it beside the PDF, `acceptPdf` wants it. */
  readonly byteRangeDigest: Uint8Array;
  readonly item: Prepared;
};

/** Makes a PDF ready for a person's signature: the dialog shows title and digest, the CMS covers the byte range. */
export async function preparePdf(
  pdf: Uint8Array,
  field: PdfField,
  title: string,
  tender: TenderRef | null,
  deps: Deps,
): Promise<PreparedPdf> {
  const ready = await deps.pdf.prepareSignature(pdf, field);
  const digest = bytesToHex(ready.byteRangeDigest);
  const sm3 = bytesToHex(deps.pdf.signedSm3(ready.pdf));
  const bytes = canonicalBytes({ fmt: "SBC/1", sha256: digest, sm3, title, type: "document" });
  const lines = [{ label: "SHA-256", value: digest }];
  return { ...ready, item: prepared({ bytes, purpose: "document", tender, title }, lines) };
}

/**
 * Puts the person's signature into the PDF that was prepared, with a timestamp over it where the authority answers.
 *
 * @param byteRangeDigest of the prepared PDF, computed by the caller's own `prepareSignature`, never taken from input
 */
export async function acceptPdf(
  actor: Actor,
  pdf: Uint8Array,
  byteRangeDigest: Uint8Array,
  signed: Signed,
  deps: Deps,
): Promise<{ readonly pdf: Uint8Array; readonly sha256: string; readonly certificate: Certificate }> {
  const sm3 = deps.pdf.signedSm3(pdf);
  mustBeOf(decodeBase64(signed.statement), bytesToHex(byteRangeDigest), bytesToHex(sm3));
  const cms = decodeBase64(signed.cms);
  const certificate = await acceptCms(actor, { digest: byteRangeDigest, sm3 }, cms, deps);
  const complete = await embed(pdf, cms, deps);
  return { pdf: complete, sha256: await sha256Hex(complete), certificate };
}

/** The statement is kept beside the signature, so it has to say what was signed and nothing else. */
function mustBeOf(statement: Uint8Array, sha256: string, sm3: string): void {
  try {
    const said = parseDocument(statement);
    if (said.sha256 === sha256 && said.sm3 === sm3) return;
  } catch {
    // not canonical, or not of this shape: refused like another file's
  }
  throw new Refusal("CONTENT_CHANGED", {}, ["R-38"]);
}

/** The platform's own signature on a PDF. */
export async function signPdfAsPlatform(pdf: Uint8Array, field: PdfField, deps: Deps): Promise<Uint8Array> {
  const ready = await deps.pdf.prepareSignature(pdf, field);
  return embed(ready.pdf, await deps.platform.signDigest(ready.byteRangeDigest), deps);
}

/** A signature is good without its timestamp; it must not wait for an authority that is down (settled 11). */
async function embed(pdf: Uint8Array, cms: Uint8Array, deps: Deps): Promise<Uint8Array> {
  try {
    return await deps.pdf.embedSignature(pdf, cms, (imprint) => deps.tsa.stamp(imprint));
  } catch {
    return deps.pdf.embedSignature(pdf, cms);
  }
}
