import { describe, expect, it } from "vitest";
import { stepped } from "./steady-reading";

const one = { from: 1_000, to: 1_020, clock: 50_000 };

describe("protocol 5.1: a clock that was set is seen at once, without asking anybody", () => {
  it.each([
    ["a second later", { from: 2_000, to: 2_020, clock: 51_000 }, false],
    ["a slow answer", { from: 2_000, to: 9_000, clock: 57_900 }, false],
    ["slewed a little", { from: 2_000, to: 2_020, clock: 51_200 }, false],
    ["set forward", { from: 2_000, to: 2_020, clock: 51_400 }, true],
    ["set back", { from: 2_000, to: 2_020, clock: 50_600 }, true],
  ])("%s: %j", (_name, two, set) => expect(stepped(one, two)).toBe(set));
});
