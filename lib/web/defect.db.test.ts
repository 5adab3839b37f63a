import { expect, it, vi } from "vitest";
import { db, inTransaction } from "@/lib/store/db";
import { useFreshDatabase } from "@/lib/testing/database";
import { refusalOf } from "./defect";

useFreshDatabase();

it("a row that others hold too long is said to be busy, and is no defect", async () => {
  const key = 4_711;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begun = () => {};
  const holds = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const first = db().$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${key}::bigint)`;
      begun();
      await held;
    },
    { timeout: 20_000 },
  );
  await holds;
  const second = inTransaction((tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(${key}::bigint)`);
  const error = await second.then(
    () => null,
    (reason: unknown) => reason,
  );
  release();
  await first;
  expect(refusalOf(error).code).toBe("BUSY");
}, 30_000);

it("anything else is a defect with a number, and the number alone is told", () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const refusal = refusalOf(new Error("the password is 123"));
  expect(refusal.code).toBe("DEFECT");
  expect(JSON.stringify(refusal.facts)).not.toContain("123");
  expect(log).toHaveBeenCalledOnce();
  log.mockRestore();
});
