import { CLOCK_LIMITS, offForCertain } from "@/lib/domain/clock-watch";
import { machineMs } from "@/lib/kernel/clock";
import { databaseNow } from "@/lib/store/clock";
import { databaseReady, workerConnected } from "@/lib/store/health";
import type { Deps } from "@/lib/usecases/deps";

const PATIENCE_MS = 3_000;

export type Part = "database" | "objects" | "worker" | "clock";
export type Health = { readonly status: "ok" | "unavailable"; readonly missing: readonly Part[] };

/**
 * Whether everything the platform needs is there, for load balancers and the start: web (it answers), database, objects
 * and a worker. A host whose own clock is more
 * than half a second from the database's leaves the pool (protocol §5.1). Services outside (timestamp authority, hub) are not among them: without them the procedure goes on.
 *
 * @param deps the outside world, or a failure to wire it, which counts as objects missing
 */
export async function checkHealth(deps: () => Promise<Pick<Deps, "objects">>): Promise<Health> {
  const answers: readonly (readonly [Part, Promise<boolean>])[] = [
    ["database", databaseReady()],
    ["objects", deps().then(({ objects }) => objects.health())],
    ["worker", workerConnected()],
    ["clock", hostAgrees()],
  ];
  const found = await Promise.all(answers.map(async ([part, answer]) => [part, await inTime(answer)] as const));
  const missing = found.filter(([, well]) => !well).map(([part]) => part);
  return { status: missing.length === 0 ? "ok" : "unavailable", missing };
}

/** Both readings lie between the two others': only what is certain counts, so that a busy host is not a wrong one. */
async function hostAgrees(): Promise<boolean> {
  const before = machineMs();
  const database = (await databaseNow().catch(() => null))?.getTime();
  const bounds = { low: before - (database ?? before), high: machineMs() - (database ?? before) };
  return database === undefined || offForCertain(bounds) <= CLOCK_LIMITS.out;
}

/** Whoever asks about health wants an answer now: a hanging store is not a healthy one. */
async function inTime(answer: Promise<boolean>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  try {
    return await Promise.race([answer.catch(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}
