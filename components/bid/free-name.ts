/**
 * The name a file gets in a segment: its own, or with a number where another file has it, as a folder would do it. One
 * paper may stand for two attachments; a segment holds each name once (protocol §2.6).
 */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  const dot = name.lastIndexOf(".");
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  for (let n = 2; ; n++) {
    const numbered = `${stem} (${n})${ending}`;
    if (!taken.includes(numbered)) return numbered;
  }
}
