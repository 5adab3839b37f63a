import { beat, freeJobsOfDead } from "@/lib/store/workers";
import { type Loop, startLoop } from "./loop";

const EVERY_MS = 1_000;
/** Ten missed beats. */
const DEAD_MS = 10_000;

/**
 * Says once a second that this process lives and which queue workers are its own, and frees the jobs of processes that
 * do not say so any more.
 */
export function startHeartbeat(
  name: string,
  startedAt: Date,
  workers: () => readonly string[],
  tell: (line: string) => void,
): Loop {
  return startLoop("heartbeat", EVERY_MS, tell, async () => {
    await beat(name, startedAt, { workers: [...workers()], pid: process.pid });
    for (const id of await freeJobsOfDead(DEAD_MS)) tell(`freed the jobs of ${id}, which is gone`);
  });
}
