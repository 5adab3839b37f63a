import { describe, expect, it } from "vitest";
import { reminderDue } from "./certificate";

const end = new Date("2027-03-01T16:00:00.000Z");
const earlier = (days: number, ms = 0) => new Date(end.getTime() - days * 86_400_000 + ms);

describe("R-31: reminders before a certificate ends", () => {
  it.each([
    [90, -1, null, null],
    [90, 0, null, 90],
    [60, 0, 90, null],
    [30, 0, 90, 30],
    [7, 0, 30, 7],
    [1, 0, 7, 1],
    [0, 0, 1, null],
    [0, 0, null, 1],
  ])("%s days and %s ms before, after %s: %s", (days, ms, last, due) => {
    expect(reminderDue(end, earlier(days, ms), last)).toBe(due);
  });

  it("what was missed comes once", () => expect(reminderDue(end, earlier(5), 90)).toBe(7));
  it("one that has ended is not reminded of", () => expect(reminderDue(end, earlier(-1), null)).toBeNull());
});
