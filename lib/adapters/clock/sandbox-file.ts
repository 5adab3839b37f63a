import { readFileSync } from "node:fs";

type SandboxFile = { readonly offsetMs?: unknown };

/**
 * The clock of a demonstration counterpart: real time plus the sandbox's offset, read anew at every look, so that all
 * programs of a sandbox jump together.
 * @param file path from SANDBOX_CLOCK_FILE, holding `{"offsetMs": n}`; undefined, or no such file, is real time
 * @param real gives the host's time
 */
export function sandboxClock(file: string | undefined, real: () => Date): () => Date {
  return () => new Date(real().getTime() + offsetMs(file));
}

function offsetMs(file: string | undefined): number {
  if (!file) return 0;
  try {
    const { offsetMs: offset } = JSON.parse(readFileSync(file, "utf8")) as SandboxFile;
    return typeof offset === "number" && Number.isSafeInteger(offset) ? offset : 0;
  } catch (error) {
    // Half-written or absent: the file is replaced whole by its writer, so absent is the only case met.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
    throw error;
  }
}
