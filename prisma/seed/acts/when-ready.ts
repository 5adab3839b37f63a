import { Refusal } from "@/lib/domain/refusal";
import { machineMs } from "@/lib/kernel/clock";

/** For slow machines; as a rule it is a second. */
const LONGEST_MS = 180_000;
const PAUSE_MS = 50;

/** Asks again and again until it is so. @throws where it does not come about */
export async function until(what: string, done: () => Promise<boolean>): Promise<void> {
  for (const end = machineMs() + LONGEST_MS; machineMs() < end; ) {
    if (await done()) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`${what}: nothing came in ${LONGEST_MS / 1000} s`);
}

/** Asks again while it is NOT_READY: the result of a draw waits for a checkpoint that a witness has signed. */
export const whenReady = (what: string, work: () => Promise<unknown>): Promise<void> =>
  until(what, async () => {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.code === "NOT_READY") return false;
      throw error;
    }
  });
