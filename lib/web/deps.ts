import { adaptersFromEnv } from "@/lib/adapters/adapters";
import type { Deps } from "@/lib/usecases/deps";

let built: Promise<Deps> | undefined;

/** The outside world of this process, wired once from the environment. A failed start is tried again at the next call. */
export function deps(): Promise<Deps> {
  built ??= Promise.resolve(adaptersFromEnv(process.env)).catch((error: unknown) => {
    built = undefined;
    throw error;
  });
  return built;
}
