import type { PDFContext, PDFObject, PDFRef } from "pdf-lib";

const encoder = new TextEncoder();

/** Object numbers in an update, with the bytes of each. */
export type Update = { readonly ref: PDFRef; readonly bytes: Uint8Array };

/** Where the last cross-reference section of the file starts. @throws {RangeError} if the file does not end as a PDF must */
export function lastXref(pdf: Uint8Array): number {
  const tail = latin1(pdf.subarray(Math.max(0, pdf.length - 2048)));
  const found = [...tail.matchAll(/startxref\s+(\d+)\s+%%EOF/g)].pop();
  const offset = Number(found?.[1]);
  // A classic table must not follow a cross-reference stream; our own documents never have one.
  if (!found || latin1(pdf.subarray(offset, offset + 4)) !== "xref")
    throw new RangeError("not a PDF with a classic cross-reference table");
  return offset;
}

export const latin1 = (bytes: Uint8Array): string => new TextDecoder("latin1").decode(bytes);

/** An object as it stands in the file. */
export function serialise(ref: PDFRef, object: PDFObject): Update {
  const body = new Uint8Array(object.sizeInBytes());
  object.copyBytesInto(body, 0);
  return {
    ref,
    bytes: join([
      encoder.encode(`${ref.objectNumber} ${ref.generationNumber} obj\n`),
      body,
      encoder.encode("\nendobj\n"),
    ]),
  };
}

/**
 * Appends an incremental update: the earlier bytes stay exactly as they were, so that signatures over them stay valid
 * (ISO 32000-2 §7.5.6).
 * @param id second part of /ID; the first one never changes
 */
export function appendUpdate(pdf: Uint8Array, context: PDFContext, updates: readonly Update[], id: string): Uint8Array {
  const parts: Uint8Array[] = [pdf, encoder.encode("\n")];
  let at = pdf.length + 1;
  const entries: { number: number; generation: number; offset: number }[] = [];
  for (const { ref, bytes } of updates) {
    entries.push({ number: ref.objectNumber, generation: ref.generationNumber, offset: at });
    parts.push(bytes);
    at += bytes.length;
  }
  entries.sort((a, b) => a.number - b.number);
  const sections = entries
    .map(
      ({ number, generation, offset }) =>
        `${number} 1\n${String(offset).padStart(10, "0")} ${String(generation).padStart(5, "0")} n \n`,
    )
    .join("");
  const { Root, Info } = context.trailerInfo;
  const info = Info ? ` /Info ${Info}` : "";
  const trailer =
    `xref\n${sections}trailer\n<< /Size ${context.largestObjectNumber + 1} /Root ${Root}${info} /Prev ${lastXref(pdf)} ` +
    `/ID [${firstId(context) ?? `<${id}>`} <${id}>] >>\nstartxref\n${at}\n%%EOF\n`;
  return join([...parts, encoder.encode(trailer)]);
}

function firstId(context: PDFContext): string | null {
  const { ID } = context.trailerInfo;
  if (!ID) return null;
  return /<[0-9A-Fa-f]*>/.exec(ID.toString())?.[0] ?? null;
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
