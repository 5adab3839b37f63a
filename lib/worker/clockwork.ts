import { machineMs } from "@/lib/kernel/clock";
import { platformNow } from "@/lib/store/clock";
import type { Deps } from "@/lib/usecases/deps";
import type { DueProvider } from "@/lib/usecases/due";
import { type Loop, startLoop } from "./loop";

const EVERY_MS = 500;
const LONGEST_PAUSE_MS = 60_000;

type Trouble = { readonly failures: number; readonly notBefore: number };

/**
 * Asks every provider what is due and has it done (architecture 2.8). One thing that fails is left alone for a while,
 * longer each time, and does not hold up the others.
 */
export function startClockwork(providers: readonly DueProvider[], deps: Deps, tell: (problem: string) => void): Loop {
  const troubles = new Map<string, Trouble>();
  return startLoop("clockwork", EVERY_MS, tell, async () => {
    const now = await platformNow();
    for (const provider of providers) await turn(provider, now, deps, troubles, tell);
  });
}

async function turn(
  provider: DueProvider,
  now: Date,
  deps: Deps,
  troubles: Map<string, Trouble>,
  tell: (problem: string) => void,
): Promise<void> {
  const ids = await provider.due(now).catch((error: unknown) => {
    tell(`${provider.name}: ${String(error)}`);
    return [];
  });
  for (const id of ids) {
    const key = `${provider.name}/${id}`;
    const trouble = troubles.get(key);
    if (trouble && machineMs() < trouble.notBefore) continue;
    try {
      await provider.run(id, deps);
      troubles.delete(key);
    } catch (error) {
      const failures = (trouble?.failures ?? 0) + 1;
      const pause = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures);
      troubles.set(key, { failures, notBefore: machineMs() + pause });
      tell(`${key}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
}
