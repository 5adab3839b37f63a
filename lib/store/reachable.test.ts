import { describe, expect, it } from "vitest";
import { untilReachable } from "./reachable";

describe("waiting for the database", () => {
  it("goes on when it answers", async () => {
    let asked = 0;
    const told: string[] = [];
    await untilReachable(
      (line) => void told.push(line),
      async () => {
        if (++asked < 4) throw new Error("the database system is starting up");
      },
      5_000,
      1,
    );
    expect(asked).toBe(4);
    expect(told).toEqual(["waiting for the database: the database system is starting up"]);
  });

  it("says what it was refused with in the end", async () => {
    const refused = untilReachable(String, () => Promise.reject(new Error("password authentication failed")), 20, 5);
    await expect(refused).rejects.toThrow("password authentication failed");
  });
});
