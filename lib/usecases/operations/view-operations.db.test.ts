import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "@/lib/store/db";
import { enqueue } from "@/lib/store/jobs";
import { logEvent } from "@/lib/store/log-events";
import { useFreshDatabase } from "@/lib/testing/database";
import { hostSide } from "@/lib/testing/tender-stage";
import { type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { viewOperations } from "./view-operations";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let look: () => Promise<string>;
beforeAll(async () => {
  world = await tenderWorld();
  const { operator } = await hostSide(world);
  look = async () => {
    const { asOf: _asOf, log, ...rest } = await viewOperations(operator.actor, {}, world.deps);
    return JSON.stringify({ ...rest, log: { ...log, ageMs: null } });
  };
}, 120_000);
afterAll(() => world.close());

describe("R-95, R-165: the operator's view of the system counts no bids", () => {
  it("looks the same whether or not events, jobs and timestamps of bids have come in since", async () => {
    const before = await look();
    for (let one = 0; one < 3; one++)
      await inTransaction(async (tx) => {
        await logEvent(tx, { lotId: null, tender: null, kind: "arrival", hash: "0".repeat(64) });
        await enqueue(tx, "timestamp.request", { statementId: randomUUID() });
      });
    expect(await look()).toBe(before);
  });
});
