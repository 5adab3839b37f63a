import { gap, heading, paragraph } from "./blocks";
import { type DocumentHead, frameOf } from "./document";
import { longDate } from "./format";
import { closeSheet, openSheet, type Sheet } from "./sheet";
import { type SignatureBox, signatureBoxes } from "./signature-boxes";
import { facts, table } from "./table";

/** Any document made of sections: notices of all types, the tender document, amendments. Sections as in `NoticeContent`. */
export type NoticeData = DocumentHead & {
  readonly title: string;
  /** Who issues it; for the metadata. */
  readonly author: string;
  readonly intro: string;
  readonly sections: readonly DocumentSection[];
  /** Names under the text, and the date; null for documents that are not issued as letters. */
  readonly closing: { readonly issuers: readonly string[]; readonly at: string } | null;
  /** Empty where the platform alone signs, invisibly. */
  readonly signers: readonly SignatureBox[];
};

export type DocumentSection = {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly rows: readonly { readonly label: string; readonly value: string }[];
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
};

/** Makes a notice: the same text as the page and the hub record. */
export async function notice(data: NoticeData): Promise<Uint8Array> {
  const sheet = await openSheet(frameOf(data, data.title, data.title, data.author));
  if (data.intro) paragraph(sheet, data.intro, { indent: true });
  data.sections.forEach((section, i) => {
    writeSection(sheet, section, i);
  });
  if (data.closing) close(sheet, data.closing);
  if (data.signers.length > 0) {
    heading(sheet, "签章", 62);
    signatureBoxes(sheet, data.signers);
  }
  return closeSheet(sheet);
}

const NUMERALS = "一二三四五六七八九十";

/** 一 … 九十九 */
export function numeral(n: number): string {
  if (n <= 10) return NUMERALS[n - 1]!;
  const [tens, ones] = [Math.floor(n / 10), n % 10];
  return `${tens > 1 ? NUMERALS[tens - 1] : ""}十${ones ? NUMERALS[ones - 1] : ""}`;
}

export function writeSection(sheet: Sheet, section: DocumentSection, index: number): void {
  const numbered = /^[一二三四五六七八九十]+、/.test(section.heading);
  heading(sheet, numbered ? section.heading : `${numeral(index + 1)}、${section.heading}`);
  for (const text of section.paragraphs) paragraph(sheet, text, { indent: true });
  if (section.rows.length > 0)
    facts(
      sheet,
      section.rows.map(({ label, value }) => [label, value] as const),
    );
  if (section.table) writeTable(sheet, section.table);
}

/** Columns share the width by how much stands in them. */
function writeTable(sheet: Sheet, { head, rows }: NonNullable<DocumentSection["table"]>): void {
  const longest = head.map((title, i) =>
    Math.max(title.length * 1.2, ...rows.map((row) => Math.min((row[i] ?? "").length, 24)), 3),
  );
  const sum = longest.reduce((total, length) => total + length, 0);
  const columns = head.map((title, i) => ({ title, mm: (165 * longest[i]!) / sum }));
  table(sheet, columns, rows);
}

function close(sheet: Sheet, closing: NonNullable<NoticeData["closing"]>): void {
  gap(sheet, 6);
  for (const issuer of closing.issuers) paragraph(sheet, issuer, { align: "right" });
  paragraph(sheet, longDate(new Date(closing.at)), { align: "right" });
}
