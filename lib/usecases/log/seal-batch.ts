import { appendBatch } from "@/lib/store/log";
import type { Deps } from "@/lib/usecases/deps";

/**
 * One turn of the sequencer: closes a batch if the interval is over (protocol §6.1).
 * @param options.now close it at once, whatever the interval: for a world that is played faster than time
 * @returns size of the log after it, null if nothing was due
 */
export function sealBatch(deps: Pick<Deps, "log">, options: { readonly now?: boolean } = {}): Promise<bigint | null> {
  return appendBatch(deps.log, options.now ? 0 : deps.log.intervalMs);
}
