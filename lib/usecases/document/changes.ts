import type { NoticeSection } from "@/lib/domain/notice-content";
import { type CompleteTerms, SECTIONS, type Section } from "@/lib/domain/terms";
import { sectionsOf } from "./document-pdf";

/** What an amendment changed, kept with the set. */
export type Changes = {
  readonly summary: string;
  readonly sections: readonly Section[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly replaced: readonly string[];
  readonly questionIds: readonly string[];
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** Members in one order: the database keeps JSON in its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

export const changedSections = (before: CompleteTerms, after: CompleteTerms): readonly Section[] =>
  SECTIONS.filter((section) => !same(before[section], after[section]));

/** Files by name: which came, went, or have other content under the same name. */
export function changedFiles(
  before: CompleteTerms,
  after: CompleteTerms,
): Pick<Changes, "added" | "removed" | "replaced"> {
  const old = new Map(before.files.files.map(({ name, fileId }) => [name, fileId]));
  const now = new Map(after.files.files.map(({ name, fileId }) => [name, fileId]));
  return {
    added: [...now.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !now.has(name)),
    replaced: [...now].filter(([name, fileId]) => old.has(name) && old.get(name) !== fileId).map(([name]) => name),
  };
}

/** A section of the document as text on both sides: what the page shows as a diff. */
export type TextChange = { readonly heading: string; readonly before: string; readonly after: string };

/** The headings whose text differs between two versions. */
export function textChanges(before: CompleteTerms, after: CompleteTerms): readonly TextChange[] {
  const old = new Map(sectionsOf(before).map((section) => [section.heading, textOf(section)]));
  const now = new Map(sectionsOf(after).map((section) => [section.heading, textOf(section)]));
  const headings = [...new Set([...now.keys(), ...old.keys()])];
  return headings
    .map((heading) => ({ heading, before: old.get(heading) ?? "", after: now.get(heading) ?? "" }))
    .filter((change) => change.before !== change.after);
}

const textOf = ({ rows, paragraphs, table }: NoticeSection): string =>
  [
    ...rows.map(({ label, value }) => `${label}：${value}`),
    ...(table?.rows.map((cells) => cells.join("　")) ?? []),
    ...paragraphs,
  ].join("\n");
