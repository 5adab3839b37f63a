/** Characters that must not begin a line, and those that must not end one (GB/T 15834 §5.1). */
const NOT_FIRST = new Set("，。、；：？！）》」』】〕〉”’…—％‰℃,.;:?!)]}%·");
const NOT_LAST = new Set("（《「『【〔〈“‘([{￥¥");

/** Pieces that stay together: a number with its unit, a Latin word, or one Chinese character. */
const PIECES = /\d+[年月日时分秒天元份条号页家]|[\p{Script=Latin}\p{Nd}.,:;/@#%&'+\-_=~*]+|\s+|[\s\S]/gu;

/**
 * Breaks text into lines no wider than `width`. pdf-lib draws past the edge without a word, so nothing may be drawn
 * that has not gone through here.
 * @param measure width of a text, in the unit of `width`
 */
export function wrap(text: string, width: number, measure: (text: string) => number): string[] {
  return text.split("\n").flatMap((paragraph) => wrapParagraph(paragraph, width, measure));
}

/** Plain spaces only: the wide ones indent a paragraph. */
const trimStart = (text: string): string => text.replace(/^ +/, "");
const trimEnd = (text: string): string => text.replace(/ +$/, "");

/** The same number of lines, but of about equal length: for narrow cells, where one last character alone looks lost. */
export function wrapBalanced(text: string, width: number, measure: (text: string) => number): string[] {
  const lines = wrap(text, width, measure);
  if (lines.length < 2 || lines.length > 6) return lines;
  let [low, high] = [width / lines.length, width];
  for (let step = 0; step < 8; step++) {
    const middle = (low + high) / 2;
    if (wrap(text, middle, measure).length <= lines.length) high = middle;
    else low = middle;
  }
  return wrap(text, high, measure);
}

function wrapParagraph(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  for (const piece of pieces(text, width, measure)) {
    if (line.length === 0 || measure(line.join("") + trimEnd(piece)) <= width) {
      line.push(line.length === 0 ? trimStart(piece) : piece);
      continue;
    }
    const carried = line.splice(carryFrom(line, piece));
    lines.push(trimEnd(line.join("")));
    line = [...carried, carried.length === 0 ? trimStart(piece) : piece];
  }
  lines.push(trimEnd(line.join("")));
  return lines;
}

/** A word wider than the whole line is cut by characters. */
function pieces(text: string, width: number, measure: (text: string) => number): string[] {
  return (text.match(PIECES) ?? []).flatMap((piece) => (measure(piece) > width ? Array.from(piece) : [piece]));
}

/** From which piece of the line on everything moves to the next line with `next`, so that neither rule is broken. */
function carryFrom(line: readonly string[], next: string): number {
  let from = line.length;
  const first = (i: number) => (i < line.length ? line[i]! : next)[0]!;
  while (from > 1 && (NOT_FIRST.has(first(from)) || NOT_LAST.has(line[from - 1]!.at(-1)!))) from -= 1;
  // A run of punctuation as long as a line: better a broken rule than a broken page.
  return from > 1 && line.length - from < 4 ? from : line.length;
}
