import { describe, expect, it } from "vitest";
import { isWeakPassword } from "./password";

describe("R-157: passwords", () => {
  it.each([
    ["eleven characters", "abcdefghij1", true],
    ["four unrelated words", "correct-horse-battery-staple", false],
    ["a Chinese sentence", "乌江水长流不息山高路远", true],
    ["a longer Chinese sentence", "乌江水长流不息山高路远人未归", false],
    ["one character repeated", "aaaaaaaaaaaaaaaa", true],
    ["a common word with a year and a sign", "Password2026!", true],
    ["digits only", "1234567890123", true],
    ["the account inside", "x-chensiyuan-2026", true],
    ["over the limit", "ab1-".repeat(40), true],
  ])("%s", (_what, password, weak) => {
    expect(isWeakPassword(password, "chensiyuan")).toBe(weak);
  });
});
