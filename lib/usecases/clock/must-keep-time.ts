import { Refusal } from "@/lib/domain/refusal";
import { clockWatch } from "@/lib/store/clock-watch";
import type { Db } from "@/lib/store/db";
import type { Deps } from "@/lib/usecases/deps";
import { type Reading, readSteady, stepped } from "./steady-reading";
import { watchClock } from "./watch-clock";

/** What this process has measured is believed so long, unless the clock was set meanwhile. */
const FRESH_MS = 30_000;
let last: Reading | null = null;

/** @throws {Refusal} CLOCK_OFF while sealing and opening stand still (protocol §5.1) */
export async function mustKeepTime(on?: Db): Promise<void> {
  const { stoppedAt } = await clockWatch(on);
  if (stoppedAt) throw new Refusal("CLOCK_OFF", { since: stoppedAt }, ["R-84"]);
}

/**
 * Whether the clock may open a lot. What has just been set forward reaches a deadline at once, sooner than the watch comes
 * by again: so it is measured here, before the deadline counts as passed.
 */
export async function keepsTime(deps: Deps): Promise<boolean> {
  const now = await readSteady();
  if (!last || stepped(last, now) || now.from - last.to > FRESH_MS) {
    await watchClock(deps);
    // The reading from before: a step during the measurement is seen at the next look.
    last = now;
  }
  return (await clockWatch()).stoppedAt === null;
}
