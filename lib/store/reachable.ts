import { databaseNow } from "./clock";

const PATIENCE_MS = 120_000;
const AGAIN_MS = 500;

/**
 * Waits for the database. One that was killed replays its log before it answers: a program that ended meanwhile, and was
 * started over and over, would be given up.
 *
 * @param ask asks something of it
 * @throws what it was refused with, where it does not answer within two minutes
 */
export async function untilReachable(
  ask: () => Promise<unknown> = databaseNow,
  patienceMs = PATIENCE_MS,
  againMs = AGAIN_MS,
): Promise<void> {
  for (const end = performance.now() + patienceMs; ; ) {
    try {
      await ask();
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
}
