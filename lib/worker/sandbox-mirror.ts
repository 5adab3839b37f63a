import { sandboxState } from "@/lib/store/clock";
import type { Deps } from "@/lib/usecases/deps";
import { type Loop, startLoop } from "./loop";

const EVERY_MS = 500;

/** Keeps the file of the sandbox clock equal to the database's offset, whoever moved it (a page, a seed, a test). */
export function startSandboxMirror(
  { sandboxClock }: Pick<Deps, "sandboxClock">,
  tell: (problem: string) => void,
): Loop {
  let written: number | null = null;
  return startLoop("sandbox clock", EVERY_MS, tell, async () => {
    if (!sandboxClock) return;
    const { enabled, offsetMs } = await sandboxState();
    if (!enabled || offsetMs === written) return;
    await sandboxClock.publish(offsetMs);
    written = offsetMs;
  });
}
