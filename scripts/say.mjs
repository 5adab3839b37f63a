// How the start speaks: one line for each step, one sentence for each thing that is in the way.

/** Something the person at the terminal can put right; shown as its sentence, without a stack. */
export class Problem extends Error {
  name = "Problem";
}

/** Prints a step's line when it begins (on a terminal), what its work notes meanwhile, and its time when it ends. */
export function progress(out = process.stdout) {
  const line = (text) => out.write(`  ${text}\n`);
  const step = async (label, work) => {
    const begun = performance.now();
    if (out.isTTY) out.write(`  … ${label}`);
    const end = (mark, note) => {
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      out.write(`${out.isTTY ? "\r\u001b[2K" : ""}  ${mark} ${label}${note ? ` · ${note}` : ""} (${seconds} s)\n`);
    };
    const note = (text) => {
      const room = (out.columns ?? 80) - 6;
      if (out.isTTY) out.write(`\r\u001b[2K  … ${cut(`${label} · ${text}`, room)}`);
    };
    try {
      const said = await work(note);
      end("✓", typeof said === "string" ? said : "");
    } catch (error) {
      end("✗", "");
      throw error;
    }
  };
  return { line, step };
}

/** As much of a text as fits so many columns: a line that wraps cannot be written over. A Chinese character takes two. */
function cut(text, columns) {
  let left = columns;
  let kept = "";
  for (const character of text) {
    left -= character.codePointAt(0) > 0x2e7f ? 2 : 1;
    if (left < 0) return kept;
    kept += character;
  }
  return kept;
}

/** Says nothing: for tests. */
export const silence = { line: () => {}, step: async (_label, work) => void (await work(() => {})) };
