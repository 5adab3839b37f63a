import { PDFHexString, PDFName, PDFString } from "pdf-lib";
import { BLACK, drawLine, LINE, MM, newPage, type Sheet, SIZE, widthOf, wrapped } from "./sheet";

/** A place for one signer. The field is there from the start, so that later signatures never shift pages. */
export type SignatureBox = {
  /** Name of the signature field, e.g. `tenderee`; unique in the document. */
  readonly field: string;
  /** e.g. `招标人` */
  readonly role: string;
  /** The organisation, or the person. */
  readonly name: string;
  readonly kind: "organization" | "person";
};

const HEIGHT = { organization: 49 * MM, person: 27 * MM } as const;
const PER_ROW = { organization: 2, person: 3 } as const;
const LABELS = ["签名人", "时间", "证书"];
const PAD = 3 * MM;

/** Draws the boxes in rows and creates their empty fields. */
export function signatureBoxes(sheet: Sheet, boxes: readonly SignatureBox[]): void {
  for (const kind of ["organization", "person"] as const) {
    const of = boxes.filter((box) => box.kind === kind);
    for (let i = 0; i < of.length; i += PER_ROW[kind]) drawRow(sheet, of.slice(i, i + PER_ROW[kind]), kind);
  }
  sheet.y -= 2 * MM;
}

function drawRow(sheet: Sheet, boxes: readonly SignatureBox[], kind: SignatureBox["kind"]): void {
  const height = HEIGHT[kind];
  if (sheet.y - height < sheet.bottom) newPage(sheet);
  const width = widthOf(sheet) / PER_ROW[kind];
  boxes.forEach((box, i) => {
    const x = sheet.left + i * width;
    const y = sheet.y - height;
    sheet.page.drawRectangle({ x, y, width, height, borderColor: BLACK, borderWidth: LINE });
    drawBox(sheet, box, x, width, y);
    addField(sheet, box, [x, y, x + width, sheet.y]);
  });
  sheet.y -= height;
}

function drawBox(sheet: Sheet, box: SignatureBox, x: number, width: number, y: number): void {
  drawLine(sheet, box.role, x + PAD, sheet.y - PAD - SIZE.small, SIZE.small);
  let baseline = sheet.y - PAD - SIZE.small - SIZE.table * 1.5;
  for (const line of wrapped(sheet, box.name, width - 2 * PAD, SIZE.table, "bold").slice(0, 3)) {
    drawLine(sheet, line, x + PAD, baseline, SIZE.table, "bold");
    baseline -= SIZE.table * 1.35;
  }
  if (box.kind === "person") return;
  LABELS.forEach((label, i) => {
    drawLine(sheet, label, x + PAD, y + PAD + (LABELS.length - 1 - i) * SIZE.small * 1.5, SIZE.small);
  });
}

function addField(sheet: Sheet, box: SignatureBox, rectangle: readonly number[]): void {
  const { doc, page } = sheet;
  const { context } = doc;
  const field = context.obj({
    Type: "Annot",
    Subtype: "Widget",
    FT: "Sig",
    T: PDFString.of(box.field),
    // The appearance is drawn when somebody signs: who it is for is kept here.
    TU: PDFHexString.fromText(box.name),
    XinbiaoKind: PDFName.of(box.kind),
    F: 132,
    Rect: [...rectangle],
    P: page.ref,
  });
  const ref = context.register(field);
  page.node.addAnnot(ref);
  doc.catalog.getOrCreateAcroForm().addField(ref);
}
