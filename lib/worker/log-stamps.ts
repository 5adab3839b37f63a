import type { Deps } from "@/lib/usecases/deps";
import { stampCheckpoint } from "@/lib/usecases/log/stamp-checkpoint";
import { type Loop, startLoop } from "./loop";

const LOOK_MS = 5_000;

/** The hourly token over the log's newest checkpoint. A loop of its own: an authority that hangs holds nobody else up. */
export function startLogStamps(deps: Pick<Deps, "tsa" | "witnesses">, tell: (problem: string) => void): Loop {
  return startLoop("hourly timestamp", LOOK_MS, tell, async () => {
    await stampCheckpoint(deps);
  });
}
