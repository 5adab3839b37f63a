import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/store/db";
import { useFreshDatabase } from "@/lib/testing/database";
import { runOnce } from "./once";

useFreshDatabase();

const person = randomUUID();

describe("a form that is sent twice", () => {
  it("runs once, and both get the same result", async () => {
    let runs = 0;
    const run = async () => {
      runs++;
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { ok: true, value: { id: "1", amount: 12n } };
    };
    const [first, second] = await Promise.all([runOnce("k1", person, run), runOnce("k1", person, run)]);
    expect(runs).toBe(1);
    expect([first?.ok, second?.ok]).toEqual([true, true]);
    expect((await runOnce("k1", person, run))?.ok).toBe(true);
    expect(runs).toBe(1);
  });

  it("is another person's own intention under the same key", async () => {
    let runs = 0;
    await runOnce("k1", randomUUID(), async () => ({ ok: ++runs > 0 }));
    expect(runs).toBe(1);
  });

  it("may be mended and sent again after a refusal or a fault", async () => {
    const answers = [{ ok: false }, { ok: true }];
    expect(await runOnce("k2", person, async () => answers.shift()!)).toEqual({ ok: false });
    await expect(runOnce("k2", person, () => Promise.reject(new Error("fault")))).rejects.toThrow("fault");
    expect(await runOnce("k2", person, async () => answers.shift()!)).toEqual({ ok: true });
  });

  it("is taken over when the process that began it died", async () => {
    const key = `${person}:k3`;
    const createdAt = new Date(Date.now() - 120_000);
    await db().idempotencyKey.create({ data: { key, actorId: person, result: { pending: true }, createdAt } });
    expect(await runOnce("k3", person, async () => ({ ok: true }))).toEqual({ ok: true });
  });
});
