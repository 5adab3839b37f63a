import { PDFDocument, type PDFFont, type PDFPage, rgb } from "pdf-lib";
import QRCode from "qrcode";
import { embedFonts, type Fonts, type Weight } from "./fonts";
import { longTime, spacedHex } from "./format";
import { wrap, wrapBalanced } from "./wrap";

export const MM = 72 / 25.4;
export const BLACK = rgb(0, 0, 0);
export const GREY = rgb(0.91, 0.91, 0.91);
export const LINE = 0.5;

/** Sizes in points: title 小二, headings and body 小四, tables 五号. */
export const SIZE = { title: 18, body: 12, table: 10.5, small: 9, foot: 9 } as const;

/** What every document has round its matter (ux.md §12). */
export type SheetFrame = {
  /** Name of the platform, head left. */
  readonly platform: string;
  /** Document number, head right, e.g. `GZ2026-0123-A02-KB01`. */
  readonly number: string;
  readonly title: string;
  /** For the metadata: what the document is about, and who issues it. */
  readonly subject: string;
  readonly author: string;
  readonly generatedAt: Date;
  /** SHA-256 (hex) of the record the document shows; its first 16 digits stand in the foot. Null if it has none. */
  readonly digest: string | null;
  /** Address behind the QR code on the first page. */
  readonly verifyUrl: string;
  readonly landscape?: boolean;
  /** Across each page: `草稿 DRAFT`, `演练`, or the name and time of a reader. */
  readonly mark?: string | null;
};

/** A document being written: a cursor that runs down the pages. */
export type Sheet = {
  readonly frame: SheetFrame;
  readonly doc: PDFDocument;
  readonly fonts: Fonts;
  readonly left: number;
  readonly bottom: number;
  right: number;
  top: number;
  page: PDFPage;
  /** Top of what comes next, points from the lower edge. */
  y: number;
};

const MARGIN = { top: 25 * MM, right: 20 * MM, bottom: 24 * MM, left: 25 * MM };
const A4 = [595.28, 841.89] as const;

/** Begins a document: first page, title, QR code. */
export async function openSheet(frame: SheetFrame): Promise<Sheet> {
  const doc = await PDFDocument.create();
  doc.setTitle(`${frame.number} ${frame.title}`, { showInWindowTitleBar: true });
  doc.setSubject(frame.subject);
  doc.setAuthor(frame.author);
  doc.setProducer("Xinbiao");
  doc.setCreator("Xinbiao");
  doc.setLanguage("zh-CN");
  doc.setCreationDate(frame.generatedAt);
  doc.setModificationDate(frame.generatedAt);
  const fonts = await embedFonts(doc);
  const [short, long] = A4;
  const size: [number, number] = frame.landscape ? [long, short] : [short, long];
  const page = doc.addPage(size);
  const sheet: Sheet = {
    frame,
    doc,
    fonts,
    left: MARGIN.left,
    right: size[0] - MARGIN.right,
    top: size[1] - MARGIN.top,
    bottom: MARGIN.bottom,
    page,
    y: size[1] - MARGIN.top,
  };
  drawTitle(sheet);
  return sheet;
}

/** Width between the margins. */
export const widthOf = (sheet: Sheet): number => sheet.right - sheet.left;

export function newPage(sheet: Sheet): void {
  sheet.page = sheet.doc.addPage([sheet.page.getWidth(), sheet.page.getHeight()]);
  sheet.y = sheet.top;
}

/** Goes on upright or on its side, on a new page if the way changes: tables of more than seven columns lie. */
export function turn(sheet: Sheet, way: "portrait" | "landscape"): void {
  const [short, long] = A4;
  const [width, height] = way === "portrait" ? [short, long] : [long, short];
  if (sheet.page.getWidth() === width) return;
  sheet.page = sheet.doc.addPage([width, height]);
  sheet.right = width - MARGIN.right;
  sheet.top = height - MARGIN.top;
  sheet.y = sheet.top;
}

/** Goes to a new page if less than `height` is left. */
export function room(sheet: Sheet, height: number): void {
  if (sheet.y - height < sheet.bottom) newPage(sheet);
}

/** One line at a place; `x` is its left edge. */
export function drawLine(
  sheet: Sheet,
  text: string,
  x: number,
  baseline: number,
  size: number,
  weight: Weight = "regular",
): void {
  const font: PDFFont = sheet.fonts[weight];
  const drawable = sheet.fonts.drawable(text);
  if (drawable !== "") sheet.page.drawText(drawable, { x, y: baseline, size, font, color: BLACK });
}

export const wrapped = (
  sheet: Sheet,
  text: string,
  width: number,
  size: number,
  weight: Weight = "regular",
): string[] => wrap(sheet.fonts.drawable(text), width, (part) => sheet.fonts.width(part, size, weight));

export const balanced = (
  sheet: Sheet,
  text: string,
  width: number,
  size: number,
  weight: Weight = "regular",
): string[] => wrapBalanced(sheet.fonts.drawable(text), width, (part) => sheet.fonts.width(part, size, weight));

function drawTitle(sheet: Sheet): void {
  const { frame } = sheet;
  const qr = 18 * MM;
  const middle = (sheet.left + sheet.right) / 2;
  // Short titles are spaced out as in official papers; long ones take as many lines as they need.
  const gap = frame.title.length > 10 ? 0 : SIZE.title * 0.3;
  const available = widthOf(sheet) - 2 * (qr + 4 * MM);
  const lines = gap > 0 ? [frame.title] : balanced(sheet, frame.title, available, SIZE.title, "bold");
  const leading = SIZE.title * 1.35;
  let baseline = sheet.y - 11 * MM - SIZE.title * 0.35 + ((lines.length - 1) * leading) / 2;
  for (const line of lines) {
    drawSpaced(sheet, line, middle, baseline, gap);
    baseline -= leading;
  }
  drawQr(sheet, frame.verifyUrl, sheet.right - qr - MM, sheet.y, qr);
  drawCentred(sheet, "扫码核验", sheet.right - qr / 2 - MM, sheet.y - qr - 9, 8);
  sheet.y -= Math.max(27 * MM, 16 * MM + lines.length * leading);
}

function drawSpaced(sheet: Sheet, line: string, middle: number, baseline: number, gap: number): void {
  const { fonts } = sheet;
  const characters = gap > 0 ? Array.from(line) : [line];
  const whole = fonts.width(line, SIZE.title, "bold") + gap * (characters.length - 1);
  let x = middle - whole / 2;
  for (const part of characters) {
    drawLine(sheet, part, x, baseline, SIZE.title, "bold");
    x += fonts.width(part, SIZE.title, "bold") + gap;
  }
}

export function drawCentred(
  sheet: Sheet,
  text: string,
  x: number,
  baseline: number,
  size: number,
  weight: Weight = "regular",
): void {
  drawLine(sheet, text, x - sheet.fonts.width(sheet.fonts.drawable(text), size, weight) / 2, baseline, size, weight);
}

function drawQr(sheet: Sheet, url: string, left: number, top: number, side: number): void {
  const { modules } = QRCode.create(url, { errorCorrectionLevel: "M" });
  const cell = side / modules.size;
  for (let row = 0; row < modules.size; row++) {
    for (let from = 0; from < modules.size; from++) {
      let to = from;
      while (to < modules.size && modules.get(row, to)) to++;
      if (to === from) continue;
      // A hair wider than the cell: readers draw white seams between touching boxes.
      const box = { x: left + from * cell, y: top - (row + 1) * cell, width: (to - from) * cell, height: cell * 1.02 };
      sheet.page.drawRectangle({ ...box, color: BLACK });
      from = to;
    }
  }
}

/** Heads, feet and marks, which need the number of pages; then the bytes. */
export async function closeSheet(sheet: Sheet): Promise<Uint8Array> {
  const pages = sheet.doc.getPages();
  pages.forEach((page, i) => {
    sheet.page = page;
    drawFrame(sheet, i + 1, pages.length);
  });
  // Plain objects and a classic cross-reference table: what the incremental updates of signatures append to.
  return sheet.doc.save({ useObjectStreams: false, updateFieldAppearances: false });
}

function drawFrame(sheet: Sheet, number: number, count: number): void {
  const { frame, fonts, left, page } = sheet;
  const right = page.getWidth() - MARGIN.right;
  const high = page.getHeight();
  const rule = (y: number) =>
    page.drawLine({ start: { x: left, y }, end: { x: right, y }, thickness: LINE, color: BLACK });
  const toRight = (text: string) => right - fonts.width(text, SIZE.foot);
  drawLine(sheet, frame.platform, left, high - 17 * MM, SIZE.foot);
  drawLine(sheet, frame.number, toRight(frame.number), high - 17 * MM, SIZE.foot);
  rule(high - 19 * MM);
  rule(18 * MM);
  const foot = 13.5 * MM;
  const pageOf = `第 ${number} 页 共 ${count} 页`;
  drawLine(sheet, `生成于 ${longTime(frame.generatedAt)}`, left, foot, SIZE.foot);
  if (frame.digest)
    drawCentred(sheet, `摘要值 ${spacedHex(frame.digest.slice(0, 16), 8)}`, (left + right) / 2, foot, SIZE.foot);
  drawLine(sheet, pageOf, toRight(pageOf), foot, SIZE.foot);
  if (frame.mark) drawMark(sheet, frame.mark);
}

function drawMark(sheet: Sheet, mark: string): void {
  const { page, fonts } = sheet;
  const text = fonts.drawable(mark);
  const size = Math.min(64, (page.getWidth() * 0.8) / fonts.width(text, 1));
  const half = (fonts.width(text, size) / 2) * Math.SQRT1_2;
  page.drawText(text, {
    x: page.getWidth() / 2 - half,
    y: page.getHeight() / 2 - half,
    size,
    font: fonts.regular,
    color: rgb(0.5, 0.5, 0.5),
    opacity: 0.18,
    rotate: { type: "degrees" as never, angle: 45 },
  });
}
