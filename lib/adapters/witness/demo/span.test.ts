import { describe, expect, it } from "vitest";
import { NEW_WATCH, probed } from "./span";

/** Probes ten seconds apart: `+` answered, `-` not, `>` not, and the clock was set an hour forward before it. */
function spans(course: string): string[] {
  let [watch, shift] = [NEW_WATCH, 0];
  const found: string[] = [];
  for (const [at, sign] of [...course].entries()) {
    if (sign === ">") shift += 3_600_000;
    const steadyAt = at * 10_000 + 500;
    const next = probed(watch, { well: sign === "+", overAt: steadyAt + shift, steadyAt, tookMs: 500 });
    watch = next.watch;
    const { ended } = next;
    if (ended)
      found.push(
        `${(ended.from.getTime() % 3_600_000) / 1000}-${(ended.to.getTime() % 3_600_000) / 1000} ${ended.failed}`,
      );
  }
  return found;
}

describe("protocol 5.5: what a witness calls unreachable", () => {
  it.each([
    ["nothing, while there are answers", "++++", []],
    ["three probes in a row, from the first sent to the last unanswered", "+---+", ["10-30.5 3"]],
    ["not two", "+--+--+", []],
    ["each span by itself", "+----++---+", ["10-40.5 4", "70-90.5 3"]],
    ["nothing before the platform was ever there", "------+", []],
    ["what lasts is no span yet", "+-----", []],
    ["time that did not pass is not counted", "+--->---+", ["10-30.5 3", "40-70.5 4"]],
    ["a clock set in the middle leaves two stretches too short to count", "+-->-+", []],
  ])("%s: %s", (_name, course, found) => expect(spans(course)).toEqual(found));
});
