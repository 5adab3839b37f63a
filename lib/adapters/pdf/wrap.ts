/** Characters that must not begin a line, and those that must not end one (GB/T 15834 §5.1). */
const NOT_FIRST = new Set("，。、；：？！）》」』】〕〉”’…—％‰℃,.;:?!)]}%·");
const NOT_LAST = new Set("（《「『【〔〈“‘([{￥¥");

/** Pieces that stay together: a Latin word or number, or one Chinese character. */
const PIECES = /[\p{Script=Latin}\p{Nd}.,:;/@#%&'+\-_=~*]+|\s+|[\s\S]/gu;

/**
 * Breaks text into lines no wider than `width`. pdf-lib draws past the edge without a word, so nothing may be drawn
 * that has not gone through here.
 * @param measure width of a text, in the unit of `width`
 */
export function wrap(text: string, width: number, measure: (text: string) => number): string[] {
  return text.split("\n").flatMap((paragraph) => wrapParagraph(paragraph, width, measure));
}

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
  let line = "";
  for (const piece of pieces(text, width, measure)) {
    if (line === "" || measure(line + piece.trimEnd()) <= width) {
      line = line === "" ? piece.trimStart() : line + piece;
      continue;
    }
    const carried = carry(line, piece);
    lines.push(line.slice(0, line.length - carried.length).trimEnd());
    line = carried + piece.trimStart();
  }
  lines.push(line.trimEnd());
  return lines;
}

/** A word wider than the whole line is cut by characters. */
function pieces(text: string, width: number, measure: (text: string) => number): string[] {
  return (text.match(PIECES) ?? []).flatMap((piece) => (measure(piece) > width ? Array.from(piece) : [piece]));
}

/** What has to move to the next line together with `piece`, so that neither rule is broken. */
function carry(line: string, piece: string): string {
  const characters = Array.from(line);
  let from = characters.length;
  if (NOT_FIRST.has(piece[0]!) && from > 1) from -= 1;
  while (from > 1 && (NOT_LAST.has(characters[from - 1]!) || NOT_FIRST.has(characters[from] ?? ""))) from -= 1;
  return from > characters.length - 4 ? characters.slice(from).join("") : "";
}
