import { moveSandboxClock, platformNow, sandboxState } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import type { Deps } from "@/lib/usecases/deps";

export const DAY = 86_400_000;

/** Sets the clock back by so many days, once: a sandbox's clock goes forward only from then on. */
export async function beginInThePast(days: number, deps: Deps): Promise<void> {
  if ((await sandboxState()).enabled) return;
  await setOffset(-days * DAY, deps);
}

/** Moves the platform and everything beside it to an instant; an instant already past is no move. */
export async function goTo(at: Date, deps: Deps): Promise<void> {
  const { offsetMs } = await sandboxState();
  const by = at.getTime() - (await platformNow()).getTime();
  if (by > 0) await setOffset(offsetMs + by, deps);
}

/** The past is told: from here on the clock shows the real time. */
export async function arriveInThePresent(deps: Deps): Promise<void> {
  const { offsetMs } = await sandboxState();
  if (offsetMs < 0) await setOffset(0, deps);
}

async function setOffset(offsetMs: number, deps: Deps): Promise<void> {
  const whole = Math.round(offsetMs);
  await inTransaction((tx) => moveSandboxClock(tx, whole));
  await deps.sandboxClock?.publish(whole);
}
