import { randomFillSync } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { deflateSync } from "node:zlib";
import { createRequire } from "node:module";
import fontkit from "@pdf-lib/fontkit";
import { PDFDocument, PDFName, type PDFPage, type PDFFont, PDFRawStream } from "pdf-lib";

const MB = 2 ** 20;
/** A4 at 200 dots an inch, one octet a dot. */
const SCAN = { width: 1654, height: 2339 } as const;
const A4: [number, number] = [595.28, 841.89];
const font = createRequire(import.meta.url).resolve(
  "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
);

/** Papers are kept between runs: what is in them depends on nothing but title and size. */
const folder = path.join(os.tmpdir(), "xinbiao-papers");

/**
 * A real PDF: pages of Chinese text and pages that are scans, whose grain no compression takes away.
 *
 * @param megabytes size to reach, within one scan's four megabytes
 * @returns path of the file; made once, then found again
 */
export async function paper(title: string, megabytes: number, lines: readonly string[] = []): Promise<string> {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${title}-${megabytes}.pdf`);
  if (fs.existsSync(file)) return file;
  const doc = await PDFDocument.create();
  doc.registerFontkit(fontkit);
  doc.setTitle(title);
  const face = await doc.embedFont(fs.readFileSync(font), { subset: true });
  const text = [title, ...lines, ...PARAGRAPHS];
  for (let sheet = 0; sheet < 12; sheet++) writePage(doc.addPage(A4), face, sheet, text);
  const scans = Math.max(1, Math.round((megabytes * MB) / (SCAN.width * SCAN.height)));
  for (let n = 0; n < scans; n++) scanPage(doc, doc.addPage(A4), n);
  const bytes = await doc.save({ useObjectStreams: false });
  // Whole or not at all: a run that was cut off must not leave half a paper for the next.
  fs.writeFileSync(`${file}.${process.pid}`, bytes);
  fs.renameSync(`${file}.${process.pid}`, file);
  return file;
}

/** A scanned sheet as a PNG, grain and all; such pictures are handed in as evidence. */
export function scan(title: string): string {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${title}.png`);
  if (fs.existsSync(file)) return file;
  const width = 1240;
  const height = 1754;
  const rows = Buffer.alloc((width + 1) * height);
  randomFillSync(rows);
  // Each row begins with its filter, none; the grain keeps to the light tones.
  for (let at = 0; at < rows.length; at++) rows[at] = at % (width + 1) === 0 ? 0 : 160 + ((rows[at] ?? 0) >> 2);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [
    signature,
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows, { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ];
  fs.writeFileSync(file, Buffer.concat(parts));
  return file;
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

function writePage(page: PDFPage, face: PDFFont, sheet: number, text: readonly string[]): void {
  for (let row = 0; row < 34; row++) {
    const line = text[(sheet * 7 + row) % text.length] ?? "";
    page.drawText(`${sheet + 1}.${row + 1} ${line}`, { x: 60, y: 780 - row * 21, size: 11, font: face });
  }
}

/** One sheet as a scanner gives it: nearly white paper with grain, every dot for itself. */
function scanPage(doc: PDFDocument, page: PDFPage, n: number): void {
  const dots = new Uint8Array(SCAN.width * SCAN.height);
  randomFillSync(dots);
  // A stamp's edge and the lines of a form, so that the picture shows something.
  for (let row = 200 + (n % 5) * 20; row < SCAN.height - 200; row += 90)
    dots.fill(32, row * SCAN.width + 160, row * SCAN.width + SCAN.width - 160);
  const image = PDFRawStream.of(
    doc.context.obj({
      Type: "XObject",
      Subtype: "Image",
      Width: SCAN.width,
      Height: SCAN.height,
      ColorSpace: "DeviceGray",
      BitsPerComponent: 8,
      // Paper is light: the grain keeps to the upper half.
      Decode: [0.55, 1],
      Length: dots.length,
    }),
    dots,
  );
  const name = page.node.newXObject("Scan", doc.context.register(image));
  const content = `q ${A4[0]} 0 0 ${A4[1]} 0 0 cm ${name.toString()} Do Q`;
  page.node.set(PDFName.of("Contents"), doc.context.register(doc.context.stream(content)));
}

const PARAGRAPHS = [
  "本章按招标文件第三章的要求编制，对施工组织、进度计划、质量保证和安全文明施工逐项响应。",
  "项目部设项目负责人一名、技术负责人一名，各专业工程师按合同段配置，均为本单位在册人员。",
  "道路工程采用半幅施工、半幅通行，夜间设置反光标志和爆闪灯，保证沿线居民出行。",
  "路基填筑分层压实，每层松铺厚度不超过三十厘米，压实度逐层检测，合格后方可填筑上一层。",
  "沥青面层摊铺前对基层洒布透层油，摊铺温度不低于一百三十五摄氏度，碾压紧跟慢压、高频低幅。",
  "雨水管道采用钢筋混凝土承插管，橡胶圈接口，闭水试验合格后回填，回填土不含石块和有机物。",
  "扬尘治理落实六个百分之百，现场安装在线监测设备，数据接入主管部门平台。",
  "农民工工资通过专用账户按月足额支付，施工现场设立维权信息告示牌。",
  "类似业绩见附件，所附合同、竣工验收证明和业主评价均为原件扫描件。",
];
