import { describe, expect, it } from "vitest";
import { useFreshDatabase } from "@/lib/testing/database";
import { moveSandboxClock, platformNow } from "./clock";
import { inTransaction } from "./db";

useFreshDatabase({ sandbox: true });

describe("R-84: the platform's clock", () => {
  it("is the database's, moved forward by the sandbox", async () => {
    const before = await platformNow();
    await inTransaction((tx) => moveSandboxClock(tx, 3_600_000));
    const after = await platformNow();
    expect(after.getTime() - before.getTime()).toBeGreaterThanOrEqual(3_600_000);
  });

  it("never goes back", async () => {
    await expect(inTransaction((tx) => moveSandboxClock(tx, 0))).rejects.toThrow(/forward only/);
  });
});
