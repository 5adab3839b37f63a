import type { Deps } from "@/lib/usecases/deps";
import { collectCosignatures } from "@/lib/usecases/log/collect-cosignatures";
import { sealBatch } from "@/lib/usecases/log/seal-batch";
import { type Loop, startLoop } from "./loop";

/**
 * One batch per interval, event or no event (protocol §6.1), then the witnesses. Looks a few times per interval, so that
 * batches of several workers stay on one rhythm; the database decides whether it is time.
 */
export function startSequencer(deps: Pick<Deps, "log" | "witnesses">, tell: (problem: string) => void): Loop {
  const everyMs = Math.max(20, Math.min(500, Math.floor(deps.log.intervalMs / 4)));
  return startLoop("sequencer", everyMs, tell, async () => {
    const size = await sealBatch(deps);
    if (size === null) return;
    for (const { url, error } of await collectCosignatures(deps)) if (error) tell(`witness ${url}: ${error}`);
  });
}
