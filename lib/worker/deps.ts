import { join } from "node:path";
import { adaptersFromEnv } from "@/lib/adapters/adapters";
import { logNotifier, type Notifier } from "@/lib/adapters/notify/log";
import { dataDirOf, type Env } from "@/lib/adapters/settings";
import type { Deps } from "@/lib/usecases/deps";
import { storedTrust } from "@/lib/usecases/trust/stored-trust";

/** What the worker has besides the use cases' ports: a way out for mail and SMS. */
export type WorkerDeps = Deps & { readonly notifier: Notifier };

/** The outside world of a worker, wired once from the environment. */
export async function workerDeps(env: Env): Promise<WorkerDeps> {
  const deps: Deps = await adaptersFromEnv(env, storedTrust);
  return { ...deps, notifier: logNotifier(join(dataDirOf(env), "outgoing", "messages.jsonl")) };
}
