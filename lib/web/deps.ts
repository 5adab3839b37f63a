import { adaptersFromEnv } from "@/lib/adapters/adapters";
import type { Deps } from "@/lib/usecases/deps";
import { storedTrust } from "@/lib/usecases/trust/stored-trust";

let built: Promise<Deps> | undefined;

/** Whether there is a provider of certificates on phones; a process that cannot start offers nothing. */
export const phoneOffered = (): Promise<boolean> =>
  deps().then(
    ({ remote }) => remote !== undefined,
    () => false,
  );

/** The outside world of this process, wired once from the environment. A failed start is tried again at the next call. */
export function deps(): Promise<Deps> {
  built ??= Promise.resolve(adaptersFromEnv(process.env, storedTrust)).catch((error: unknown) => {
    built = undefined;
    throw error;
  });
  return built;
}
