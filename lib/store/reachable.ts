import { databaseNow } from "./clock";

const PATIENCE_MS = 120_000;
const AGAIN_MS = 500;

/**
 * Waits for the database. One that was killed replays its log before it answers: a program that ended meanwhile, and was
 * started over and over, would be given up.
 *
 * @param tell told once that it waits, and for what: it may be an address that was mistyped
 * @param ask  asks something of it
 * @throws what it was refused with, where it does not answer within two minutes
 */
export async function untilReachable(
  tell: (line: string) => void,
  ask: () => Promise<unknown> = databaseNow,
  patienceMs = PATIENCE_MS,
  againMs = AGAIN_MS,
): Promise<void> {
  let told = false;
  for (const end = performance.now() + patienceMs; ; ) {
    try {
      await ask();
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
      if (!told)
        tell(`waiting for the database: ${error instanceof Error ? error.message.trim().split("\n").at(-1) : error}`);
      told = true;
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
}
