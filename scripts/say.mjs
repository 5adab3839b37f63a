// How the start speaks: one line for each step, one sentence for each thing that is in the way.

/** Something the person at the terminal can put right; shown as its sentence, without a stack. */
export class Problem extends Error {
  name = "Problem";
}

/** Prints a step's line when it begins (on a terminal) and its time when it ends. */
export function progress(out = process.stdout) {
  const line = (text) => out.write(`  ${text}\n`);
  const step = async (label, work) => {
    const begun = performance.now();
    if (out.isTTY) out.write(`  … ${label}`);
    const end = (mark, note) => {
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      out.write(`${out.isTTY ? "\r\u001b[2K" : ""}  ${mark} ${label}${note ? ` · ${note}` : ""} (${seconds} s)\n`);
    };
    try {
      const note = await work();
      end("✓", typeof note === "string" ? note : "");
    } catch (error) {
      end("✗", "");
      throw error;
    }
  };
  return { line, step };
}

/** Says nothing: for tests. */
export const silence = { line: () => {}, step: async (_label, work) => void (await work()) };
