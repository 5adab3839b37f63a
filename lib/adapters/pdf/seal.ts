import {
  beginText,
  closePath,
  endText,
  fill,
  lineTo,
  moveTo,
  type PDFHexString,
  type PDFOperator,
  popGraphicsState,
  pushGraphicsState,
  setFillingRgbColor,
  setFontAndSize,
  setGraphicsState,
  setLineWidth,
  setStrokingRgbColor,
  setTextMatrix,
  showText,
  stroke,
  appendBezierCurve,
} from "pdf-lib";
import type { Fonts } from "./fonts";
import { MM } from "./sheet";

/** What a signer leaves to be seen. */
export type SealLines = {
  readonly kind: "organization" | "person";
  /** Round the seal: the organisation. */
  readonly name: string;
  /** Who used the key; empty for an organisation's own seal. */
  readonly signer: string;
  readonly time: string;
  readonly serial: string;
};

const DIAMETER = 42 * MM;
const RED = [0xc3 / 255, 0x27 / 255, 0x2b / 255] as const;
const LABEL_WIDTH = 12 * MM;
const PAD = 3 * MM;
const SMALL = 9;

type Text = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly angle?: number;
};

/** The operators of a signature field's appearance, `width` by `height` points; fonts as /F1, state as /G1. */
export function sealOperators(lines: SealLines, fonts: Fonts, width: number, height: number): PDFOperator[] {
  const put = ({ text, x, y, size, angle = 0 }: Text): PDFOperator[] => {
    const encoded: PDFHexString = fonts.regular.encodeText(fonts.drawable(text));
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return [
      beginText(),
      setFontAndSize("F1", size),
      setTextMatrix(cos, sin, -sin, cos, x, y),
      showText(encoded),
      endText(),
    ];
  };
  const black = [setFillingRgbColor(0, 0, 0), ...written(lines, height).flatMap(put)];
  const state = [pushGraphicsState(), setGraphicsState("G1")];
  if (lines.kind === "person") return [...state, ...black, popGraphicsState()];
  const centre = { x: width - DIAMETER / 2 - 2 * MM, y: height - DIAMETER / 2 - 2 * MM };
  return [...state, ...black, ...drawSeal(lines.name, fonts, centre, put), popGraphicsState()];
}

function written({ kind, signer, time, serial }: SealLines, height: number): Text[] {
  const values = [signer, time, serial];
  if (kind === "organization")
    return values.flatMap((text, i) =>
      text === "" ? [] : [{ text, x: PAD + LABEL_WIDTH, y: PAD + (2 - i) * SMALL * 1.5, size: SMALL }],
    );
  return [
    { text: time, x: PAD, y: PAD + 11, size: 8 },
    { text: `证书 ${serial}`, x: PAD, y: PAD, size: 7.5 },
    { text: `已签名 ${signer}`.trim(), x: PAD, y: Math.min(height - 14 * MM, PAD + 24), size: SMALL },
  ];
}

function drawSeal(
  name: string,
  fonts: Fonts,
  centre: { x: number; y: number },
  put: (text: Text) => PDFOperator[],
): PDFOperator[] {
  const radius = DIAMETER / 2;
  const label = "电子印章";
  const size = radius * 0.16;
  return [
    setStrokingRgbColor(...RED),
    setFillingRgbColor(...RED),
    setLineWidth(radius * 0.048),
    ...circle(centre.x, centre.y, radius * 0.95),
    stroke(),
    ...star(centre.x, centre.y, radius * 0.33),
    fill(),
    ...put({ text: label, x: centre.x - fonts.width(label, size) / 2, y: centre.y - radius * 0.62, size }),
    ...arc(name, centre, radius * 0.72).flatMap(put),
  ];
}

/** The name along the upper arc, read from the inside; long names get smaller characters, not a longer arc. */
function arc(name: string, centre: { x: number; y: number }, radius: number): Text[] {
  const characters = Array.from(name);
  const span = Math.min((250 * Math.PI) / 180, characters.length * 0.36);
  const step = characters.length > 1 ? span / (characters.length - 1) : 0;
  const size = Math.min(radius * 0.29, Math.max(radius * 0.11, step === 0 ? radius * 0.29 : step * radius * 0.95));
  return characters.map((text, i) => {
    const angle = Math.PI / 2 + span / 2 - i * step;
    const turn = angle - Math.PI / 2;
    // Centre of the character on the circle; its own box is about one em wide and stands on the baseline.
    const [dx, dy] = [-size / 2, 0];
    return {
      text,
      size,
      angle: turn,
      x: centre.x + radius * Math.cos(angle) + dx * Math.cos(turn) - dy * Math.sin(turn),
      y: centre.y + radius * Math.sin(angle) + dx * Math.sin(turn) + dy * Math.cos(turn),
    };
  });
}

const KAPPA = 0.5523;
function circle(x: number, y: number, r: number): PDFOperator[] {
  const k = r * KAPPA;
  return [
    moveTo(x + r, y),
    appendBezierCurve(x + r, y + k, x + k, y + r, x, y + r),
    appendBezierCurve(x - k, y + r, x - r, y + k, x - r, y),
    appendBezierCurve(x - r, y - k, x - k, y - r, x, y - r),
    appendBezierCurve(x + k, y - r, x + r, y - k, x + r, y),
    closePath(),
  ];
}

function star(x: number, y: number, r: number): PDFOperator[] {
  const points = Array.from({ length: 10 }, (_, i) => {
    const reach = i % 2 === 0 ? r : r * 0.382;
    const angle = Math.PI / 2 + (i * Math.PI) / 5;
    return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)] as const;
  });
  return [...points.map(([px, py], i) => (i === 0 ? moveTo(px, py) : lineTo(px, py))), closePath()];
}
