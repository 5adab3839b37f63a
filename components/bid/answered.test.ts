import { describe, expect, it } from "vitest";
import { newerAnswer, noteAnswer } from "./answered";

describe("R-71: what the platform has registered stands on the page at once", () => {
  it("until the page's own facts have caught up, and never over newer ones", () => {
    expect(newerAnswer("a", 0)).toBeNull();
    noteAnswer("a", { seq: 1, state: "submitted" });
    expect(newerAnswer("a", 0)).toEqual({ seq: 1, state: "submitted" });
    expect(newerAnswer("a", 1)).toBeNull();
    expect(newerAnswer("b", 0)).toBeNull();
    noteAnswer("a", { seq: 2, state: "withdrawn" });
    expect(newerAnswer("a", 1)).toEqual({ seq: 2, state: "withdrawn" });
    expect(newerAnswer("a", 3)).toBeNull();
  });
});
