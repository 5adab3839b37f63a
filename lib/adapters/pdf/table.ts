import type { Weight } from "./fonts";
import { BLACK, balanced, drawLine, GREY, LINE, MM, newPage, type Sheet, SIZE, widthOf, wrapped } from "./sheet";

export type Align = "left" | "center" | "right";
export type Column = {
  readonly title: string;
  /** Millimetres; null shares what is left. */
  readonly mm: number | null;
  readonly align?: Align;
};
/** Text, or text with a second line in smaller type. An empty text is drawn as a dash. */
export type Cell =
  | string
  | {
      readonly text: string;
      readonly small?: string;
      readonly align?: Align;
      readonly head?: boolean;
      readonly span?: number;
    };

type Line = { readonly text: string; readonly size: number; readonly weight: Weight; readonly align: Align };
type Laid = {
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
  readonly grey: boolean;
};

const PAD_X = 1.4 * MM;
const PAD_Y = 1.1 * MM;
const LEADING = 1.45;

/** A table with ruled cells; its head is repeated on each page, and rows are not split while they fit on one. */
export function table(sheet: Sheet, columns: readonly Column[], rows: readonly (readonly Cell[])[]): void {
  const widths = columnWidths(sheet, columns);
  const head = columns.map((column, i) =>
    lay(sheet, { text: column.title, align: "center", head: true }, widths[i]!, "center", "bold"),
  );
  const body = rows.map((row) => layRow(sheet, columns, row, widths));
  const first = heightOf(head) + (body[0] ? Math.min(heightOf(body[0]), 60 * MM) : 0);
  if (sheet.y - first < sheet.bottom) newPage(sheet);
  drawRow(sheet, head);
  for (const row of body) {
    for (const part of cutToPages(sheet, row, heightOf(head))) {
      if (sheet.y - heightOf(part) < sheet.bottom) {
        newPage(sheet);
        drawRow(sheet, head);
      }
      drawRow(sheet, part);
    }
  }
  sheet.y -= 3 * MM;
}

/** Pairs of label and value, two pairs in a row where `second` is given: the title block of a document. */
export function facts(sheet: Sheet, rows: readonly (readonly [string, string, string?, string?])[]): void {
  const all = widthOf(sheet);
  for (const [label, value, secondLabel, second] of rows) {
    const widths = secondLabel === undefined ? [29 * MM, all - 29 * MM] : [29 * MM, 62 * MM, 24 * MM, all - 115 * MM];
    const cells: Cell[] = [{ text: label, head: true, align: "center" }, value];
    if (secondLabel !== undefined) cells.push({ text: secondLabel, head: true, align: "center" }, second ?? "");
    const row = cells.map((cell, i) => lay(sheet, cell, widths[i]!, "left", "regular"));
    for (const part of cutToPages(sheet, row, 0)) {
      if (sheet.y - heightOf(part) < sheet.bottom) newPage(sheet);
      drawRow(sheet, part);
    }
  }
  sheet.y -= 3 * MM;
}

function columnWidths(sheet: Sheet, columns: readonly Column[]): number[] {
  const fixed = columns.reduce((sum, { mm }) => sum + (mm ?? 0) * MM, 0);
  const open = columns.filter(({ mm }) => mm === null).length;
  const share = open === 0 ? 0 : (widthOf(sheet) - fixed) / open;
  // Fixed columns alone are stretched to the full width.
  const stretch = open === 0 ? widthOf(sheet) / fixed : 1;
  return columns.map(({ mm }) => (mm === null ? share : mm * MM * stretch));
}

function layRow(sheet: Sheet, columns: readonly Column[], row: readonly Cell[], widths: readonly number[]): Laid[] {
  let at = 0;
  return row.map((cell) => {
    const span = typeof cell === "string" ? 1 : (cell.span ?? 1);
    const width = widths.slice(at, at + span).reduce((sum, w) => sum + w, 0);
    const align = columns[at]?.align ?? "left";
    at += span;
    return lay(sheet, cell, width, align, "regular");
  });
}

function lay(sheet: Sheet, cell: Cell, width: number, fallback: Align, weight: Weight): Laid {
  const { text, small, align, head = false } = typeof cell === "string" ? { text: cell } : cell;
  const inner = width - 2 * PAD_X;
  const shown = text === "" ? "—" : text;
  const broken = inner < 60 * MM ? balanced : wrapped;
  const lineAlign = align ?? (text === "" ? "center" : fallback);
  const lines: Line[] = [
    ...broken(sheet, shown, inner, SIZE.table, weight).map((line) => ({
      text: line,
      size: SIZE.table,
      weight,
      align: lineAlign,
    })),
    ...(small ? broken(sheet, small, inner, SIZE.small) : []).map((line) => ({
      text: line,
      size: SIZE.small,
      weight: "regular" as const,
      align: lineAlign === "right" ? ("left" as const) : lineAlign,
    })),
  ];
  return { lines, width, height: heightOfLines(lines), grey: head };
}

const heightOfLines = (lines: readonly Line[]): number =>
  lines.reduce((sum, { size }) => sum + size * LEADING, 0) + 2 * PAD_Y;
const heightOf = (row: readonly Laid[]): number => Math.max(...row.map(({ height }) => height));

/** A row that is higher than a page is cut into parts; every other stays whole. */
function cutToPages(sheet: Sheet, row: readonly Laid[], head: number): (readonly Laid[])[] {
  const most = sheet.top - sheet.bottom - head;
  if (heightOf(row) <= most) return [row];
  const perPart = Math.floor((most - 2 * PAD_Y) / (SIZE.table * LEADING));
  const parts = Math.max(...row.map(({ lines }) => Math.ceil(lines.length / perPart)));
  return Array.from({ length: parts }, (_, part) =>
    row.map((cell) => {
      const lines = cell.lines.slice(part * perPart, (part + 1) * perPart);
      return { ...cell, lines, height: heightOfLines(lines) };
    }),
  );
}

function drawRow(sheet: Sheet, row: readonly Laid[]): void {
  const height = heightOf(row);
  let x = sheet.left;
  for (const cell of row) {
    const box = { x, y: sheet.y - height, width: cell.width, height };
    sheet.page.drawRectangle({ ...box, borderColor: BLACK, borderWidth: LINE, ...(cell.grey ? { color: GREY } : {}) });
    drawLines(sheet, cell, x, height);
    x += cell.width;
  }
  sheet.y -= height;
}

/** Vertically centred, as in the printed forms. */
function drawLines(sheet: Sheet, cell: Laid, x: number, height: number): void {
  let top = sheet.y - (height - cell.height) / 2 - PAD_Y;
  for (const { text, size, weight, align } of cell.lines) {
    const rest = cell.width - 2 * PAD_X - sheet.fonts.width(text, size, weight);
    const shift = align === "right" ? rest : align === "center" ? rest / 2 : 0;
    drawLine(sheet, text, x + PAD_X + shift, top - size * 1.1, size, weight);
    top -= size * LEADING;
  }
}
