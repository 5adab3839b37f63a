import { heading, paragraph } from "@/lib/adapters/pdf/blocks";
import { closeSheet, openSheet } from "@/lib/adapters/pdf/sheet";

const made = new Map<string, Promise<Uint8Array>>();

/** A small real PDF with these paragraphs; a line that begins with 一 to 九 and 、 is a heading. Made once per content. */
export function paper(title: string, lines: readonly string[]): Promise<Uint8Array> {
  const key = [title, ...lines].join("\n");
  const known = made.get(key) ?? make(title, lines);
  made.set(key, known);
  return known;
}

async function make(title: string, lines: readonly string[]): Promise<Uint8Array> {
  const sheet = await openSheet({
    platform: "投标工具",
    number: "",
    title,
    subject: title,
    author: "",
    generatedAt: new Date("2026-09-01T01:00:00Z"),
    digest: null,
    verifyUrl: "https://xinbiao.invalid/",
  });
  for (const line of lines) {
    if (/^[一二三四五六七八九]、/.test(line)) heading(sheet, line);
    else paragraph(sheet, line, { indent: true });
  }
  return closeSheet(sheet);
}
