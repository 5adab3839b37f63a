import { drawLine, MM, room, type Sheet, SIZE, widthOf, wrapped } from "./sheet";

/** A heading; `keepMm` below it must fit on the page too, so that it never stands alone at the foot. */
export function heading(sheet: Sheet, text: string, keepMm = 30): void {
  room(sheet, keepMm * MM);
  if (sheet.y < sheet.top) sheet.y -= 6 * MM;
  drawLine(sheet, text, sheet.left, sheet.y - SIZE.body, SIZE.body, "bold");
  sheet.y -= SIZE.body * 1.5 + 1 * MM;
}

export type ParagraphStyle = {
  readonly size?: number;
  readonly weight?: "regular" | "bold";
  /** First line indented by two characters, as in letters. */
  readonly indent?: boolean;
  readonly align?: "left" | "right" | "center";
};

/** A paragraph, 1.5 lines, broken over pages where it must be. */
export function paragraph(sheet: Sheet, text: string, style: ParagraphStyle = {}): void {
  const { size = SIZE.body, weight = "regular", indent = false, align = "left" } = style;
  const width = widthOf(sheet);
  const space = indent ? "　　" : "";
  for (const line of wrapped(sheet, space + text, width, size, weight)) {
    room(sheet, size * 1.5);
    const rest = width - sheet.fonts.width(line, size, weight);
    const x = sheet.left + (align === "right" ? rest : align === "center" ? rest / 2 : 0);
    drawLine(sheet, line, x, sheet.y - size * 1.1, size, weight);
    sheet.y -= size * 1.5;
  }
  sheet.y -= 1 * MM;
}

/** Empty room, e.g. before a letter's closing. */
export function gap(sheet: Sheet, mm: number): void {
  sheet.y -= mm * MM;
}
