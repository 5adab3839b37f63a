/** What stands in a public text where a name stood. */
export const SOMEBODY = "（单位名称隐去）";

/**
 * A text without the names it must not show: of whoever asked or objected, and before the announcement of
 * everybody who takes part. Longer names first, so that a short one inside leaves nothing of the long one behind; white
 * space and full-width letters inside a name do not hide it.
 *
 * @param names organisations, credit codes, people; of fewer than two characters they are left alone
 */
export function withoutNames(text: string, names: readonly string[]): string {
  const wanted = [...new Set(names.map((name) => name.trim()).filter((name) => name.length > 1))];
  return wanted.sort((a, b) => b.length - a.length).reduce((left, name) => left.replace(pattern(name), SOMEBODY), text);
}

const pattern = (name: string): RegExp =>
  new RegExp([...name.normalize("NFKC").replace(/\s+/gu, "")].map(literal).join("\\s*"), "giu");

/** The sign itself, or its full-width twin; the text around a name stays as it was written. */
const literal = (sign: string): string => {
  const plain = sign.replace(/[.*+?^${}()|[\]\\]/u, "\\$&");
  const code = sign.codePointAt(0) ?? 0;
  return code > 0x20 && code < 0x7f ? `(?:${plain}|${String.fromCodePoint(code + 0xfee0)})` : plain;
};
