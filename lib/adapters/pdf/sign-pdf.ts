import { createHash } from "node:crypto";
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFRef,
  PDFString,
  type PDFContext,
} from "pdf-lib";
import { withTimestamp } from "@/lib/crypto/cms";
import { readSignedData } from "@/lib/crypto/cms-read";
import { embedFonts } from "./fonts";
import { longTime } from "./format";
import { appendUpdate, latin1, serialise, type Update } from "./incremental";
import { type SealLines, sealOperators } from "./seal";

export type SignatureField = {
  /** Name of a field the document reserves (`signatureBoxes`); another name makes an invisible field on the first page. */
  readonly name: string;
  /** What the signature means, e.g. `确认开标记录`. */
  readonly reason: string;
  readonly at: Date;
  /** For the visible box: the person who signs, and the certificate's serial number. */
  readonly signer?: string;
  readonly serial?: string;
};

export type PreparedPdf = {
  readonly pdf: Uint8Array;
  /** SHA-256 over all bytes but the signature's place: what the CMS's messageDigest must be. */
  readonly byteRangeDigest: Uint8Array;
};

/** CMS with chain, timestamp and its chain is some 8 KB; the place cannot grow afterwards. */
const CONTENTS_BYTES = 16_384;
const RANGE_PLACE = "/ByteRange [0 0000000000 0000000000 0000000000]";

/**
 * Adds a signature field with an empty place as an incremental update. Earlier signatures stay valid, and the same input
 * gives the same bytes, so that it may be prepared again when the signature comes back.
 * @throws {RangeError} if the field is signed already, or the file is not one of ours
 * @see ux.md §12, ETSI EN 319 142-1 (PAdES)
 */
export async function prepareSignature(pdf: Uint8Array, field: SignatureField): Promise<PreparedPdf> {
  const doc = await PDFDocument.load(pdf, { updateMetadata: false, throwOnInvalidObject: true });
  const { context } = doc;
  const before = context.largestObjectNumber;
  const changed = new Set<PDFRef>();
  const found = findField(doc, field.name) ?? addInvisibleField(doc, field.name, changed);
  const signature = context.nextRef();
  found.dict.set(PDFName.of("V"), signature);
  changed.add(found.ref);
  await drawAppearance(doc, found.dict, field);
  markSigned(doc, changed);
  await doc.flush();
  const updates: Update[] = [];
  for (const [ref, object] of context.enumerateIndirectObjects())
    if (ref.objectNumber > before || changed.has(ref)) updates.push(serialise(ref, object));
  updates.push({ ref: signature, bytes: signatureDictionary(signature, field) });
  const id = createHash("md5").update(pdf).update(field.name).update(field.at.toISOString()).digest("hex");
  return fillRange(appendUpdate(pdf, context, updates, id), pdf.length);
}

type Found = { readonly ref: PDFRef; readonly dict: PDFDict };

function findField(doc: PDFDocument, name: string): Found | null {
  const fields = doc.catalog.getAcroForm()?.dict.lookupMaybe(PDFName.of("Fields"), PDFArray);
  for (const ref of fields?.asArray() ?? []) {
    if (!(ref instanceof PDFRef)) continue;
    const dict = doc.context.lookup(ref, PDFDict);
    const title = dict.lookupMaybe(PDFName.of("T"), PDFString, PDFHexString);
    if (title?.decodeText() !== name) continue;
    if (dict.get(PDFName.of("V"))) throw new RangeError(`field ${name} is signed already`);
    return { ref, dict };
  }
  return null;
}

/** A field without a face, on the first page: a platform's signature on a document that has no box for it. */
function addInvisibleField(doc: PDFDocument, name: string, changed: Set<PDFRef>): Found {
  const page = doc.getPage(0);
  const dict = doc.context.obj({
    Type: "Annot",
    Subtype: "Widget",
    FT: "Sig",
    T: PDFHexString.fromText(name),
    F: 132,
    Rect: [0, 0, 0, 0],
    P: page.ref,
  });
  const ref = doc.context.register(dict);
  page.node.addAnnot(ref);
  changed.add(page.ref);
  noteIndirect(page.node.get(PDFName.of("Annots")), changed);
  doc.catalog.getOrCreateAcroForm().addField(ref);
  return { ref, dict };
}

const noteIndirect = (object: unknown, changed: Set<PDFRef>): void => {
  if (object instanceof PDFRef) changed.add(object);
};

/** SigFlags 3: signatures exist, append only. The form, its field list and the catalog may each be objects of their own. */
function markSigned(doc: PDFDocument, changed: Set<PDFRef>): void {
  const form = doc.catalog.getOrCreateAcroForm();
  form.dict.set(PDFName.of("SigFlags"), PDFNumber.of(3));
  noteIndirect(doc.catalog.get(PDFName.of("AcroForm")), changed);
  noteIndirect(form.dict.get(PDFName.of("Fields")), changed);
  noteIndirect(doc.context.trailerInfo.Root, changed);
}

async function drawAppearance(
  doc: PDFDocument,
  field: PDFDict,
  { at, signer = "", serial = "" }: SignatureField,
): Promise<void> {
  const [left = 0, low = 0, right = 0, high = 0] = field.lookup(PDFName.of("Rect"), PDFArray).asArray().map(Number);
  const [width, height] = [right - left, high - low];
  if (width <= 0 || height <= 0) return;
  const kind = field.get(PDFName.of("XinbiaoKind"))?.toString() === "/person" ? "person" : "organization";
  const name = field.lookupMaybe(PDFName.of("TU"), PDFString, PDFHexString)?.decodeText() ?? "";
  const fonts = await embedFonts(doc);
  const lines: SealLines = { kind, name, signer, time: longTime(at), serial: serial.replace(/(..)(?=.)/g, "$1 ") };
  const operators = sealOperators(lines, fonts, width, height);
  const appearance = formXObject(
    doc.context,
    operators.map(String).join("\n"),
    [0, 0, width, height],
    fonts.regular.ref,
  );
  field.set(PDFName.of("AP"), doc.context.obj({ N: appearance }));
}

function formXObject(context: PDFContext, content: string, box: readonly number[], font: PDFRef): PDFRef {
  const stream = context.flateStream(content, {
    Type: "XObject",
    Subtype: "Form",
    BBox: [...box],
    Resources: {
      Font: { F1: font },
      // Multiply: what is printed under the seal stays readable.
      ExtGState: { G1: { Type: "ExtGState", BM: "Multiply", ca: 0.9, CA: 0.9 } },
    },
    Group: { Type: "Group", S: "Transparency" },
  });
  return context.register(stream);
}

function signatureDictionary(ref: PDFRef, { reason, at, signer, name }: SignatureField): Uint8Array {
  const text = (value: string) => PDFHexString.fromText(value).toString();
  const date = `D:${at.toISOString().slice(0, 19).replace(/[-:T]/g, "")}Z`;
  return new TextEncoder().encode(
    `${ref.objectNumber} 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached ${RANGE_PLACE} ` +
      `/Contents <${"0".repeat(CONTENTS_BYTES * 2)}> /M (${date}) /Name ${text(signer ?? name)} /Reason ${text(reason)} >>\nendobj\n`,
  );
}

/** Writes the real ranges over the placeholder of the same length, then digests. */
function fillRange(pdf: Uint8Array, from: number): PreparedPdf {
  const added = latin1(pdf.subarray(from));
  const place = from + added.indexOf(RANGE_PLACE);
  const open = from + added.indexOf("/Contents <", place - from) + "/Contents ".length;
  const close = open + CONTENTS_BYTES * 2 + 2;
  const ten = (n: number) => String(n).padStart(10, " ");
  const range = `/ByteRange [0 ${ten(open)} ${ten(close)} ${ten(pdf.length - close)}]`;
  pdf.set(new TextEncoder().encode(range), place);
  const digest = createHash("sha256").update(pdf.subarray(0, open)).update(pdf.subarray(close)).digest();
  return { pdf, byteRangeDigest: new Uint8Array(digest) };
}

/**
 * Puts the CMS into the place of the last prepared signature, with a timestamp over its signature value if `stamp` is
 * given (PAdES-B-T).
 * @param stamp gives the RFC 3161 token for a SHA-256 imprint
 * @throws {RangeError} if there is no empty place, or the CMS does not fit
 */
export async function embedSignature(
  pdf: Uint8Array,
  cms: Uint8Array,
  stamp?: (imprint: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const { open, close } = lastRange(pdf);
  if (/[^0]/.test(latin1(pdf.subarray(open + 1, close - 1))))
    throw new RangeError("the last signature is there already");
  const stamped = stamp ? withTimestamp(cms, await stamp(imprintOf(cms))) : cms;
  const hex = Buffer.from(stamped).toString("hex");
  if (hex.length > close - open - 2) throw new RangeError("the signature is larger than its place");
  const signed = pdf.slice();
  signed.set(new TextEncoder().encode(hex), open + 1);
  return signed;
}

function imprintOf(cms: Uint8Array): Uint8Array {
  const { signature } = readSignedData(cms).signers[0]!;
  return new Uint8Array(createHash("sha256").update(signature).digest());
}

function lastRange(pdf: Uint8Array): { open: number; close: number } {
  const found = [...latin1(pdf).matchAll(/\/ByteRange \[0 +(\d+) +(\d+) +(\d+)\]/g)].pop();
  if (!found) throw new RangeError("no signature was prepared");
  return { open: Number(found[1]), close: Number(found[2]) };
}
