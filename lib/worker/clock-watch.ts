import { steadyMs } from "@/lib/kernel/clock";
import { clockWatch } from "@/lib/store/clock-watch";
import { type Reading, readSteady, stepped } from "@/lib/usecases/clock/steady-reading";
import { watchClock } from "@/lib/usecases/clock/watch-clock";
import type { Deps } from "@/lib/usecases/deps";
import { type Loop, startLoop } from "./loop";

const LOOK_MS = 1_000;
/** The sources are somebody else's, and may cost money: asked seldom, while nothing is strange. */
const MEASURE_MS = 30_000;

/** Measures the platform's clock twice a minute; once a second while it is wrong, and at once when it steps (protocol §5.1). */
export function startClockWatch(deps: Deps, tell: (problem: string) => void): Loop {
  let last: Reading | null = null;
  let measuredAt = Number.NEGATIVE_INFINITY;
  return startLoop("clock watch", LOOK_MS, tell, async () => {
    const reading = await readSteady();
    const set = last !== null && stepped(last, reading);
    last = reading;
    const { state, stoppedAt } = await clockWatch();
    const wrong = state === "out" || state === "off" || stoppedAt !== null;
    if (!set && !wrong && steadyMs() - measuredAt < MEASURE_MS) return;
    measuredAt = steadyMs();
    await watchClock(deps);
    const stopped = (await clockWatch()).stoppedAt !== null;
    if (stopped && !stoppedAt) tell("clock: more than 1 s off; sealing and opening stop");
    if (!stopped && stoppedAt) tell("clock: right again; sealing and opening go on");
  });
}
