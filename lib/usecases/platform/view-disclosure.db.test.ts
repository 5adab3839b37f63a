import { describe, expect, it } from "vitest";
import { db, inTransaction } from "@/lib/store/db";
import { report } from "@/lib/store/outbox";
import { useFreshDatabase } from "@/lib/testing/database";
import type { Deps } from "@/lib/usecases/deps";
import { viewDisclosure } from "./view-disclosure";

useFreshDatabase();
const deps = {
  hub: { health: () => Promise.reject(new Error("down")) },
  objects: { health: async () => true },
  trust: {
    list: async () => ({ authorities: [{ name: "甲", algorithms: ["rsa"], contact: "x", anchors: ["secret"] }] }),
  },
} as unknown as Deps;
const send = (kind: number, key: string, releaseAfter?: Date) =>
  inTransaction((tx) =>
    report(tx, {
      kind,
      op: "create",
      key,
      payload: {},
      occurredAt: new Date(),
      ...(releaseAfter ? { releaseAfter } : {}),
    }),
  );

describe("R-17, R-153: the platform shows what runs and how its exchange stands", () => {
  it("answers while the hub is down, and says so", async () => {
    const seen = await viewDisclosure(deps);
    expect(seen.hub).toEqual({ answers: false, lastSuccess: null, waiting: null });
    expect(seen.exchange).toEqual([]);
    expect(seen.running).toMatchObject({ database: true, objects: true, worker: false });
    expect(seen.authorities).toEqual([{ name: "甲", algorithms: ["rsa"], contact: "x" }]);
  });

  it("counts by kind, and never what is held until an opening or a result", async () => {
    const first = await send(503, "a");
    await send(503, "b");
    await send(507, "lot", new Date(Date.now() + 3_600_000));
    const receivedAt = new Date("2026-11-23T06:25:31Z");
    await db().outboxMessage.update({ where: { id: first }, data: { state: "accepted", receivedAt } });
    const { exchange, hub } = await viewDisclosure(deps);
    expect(exchange).toEqual([{ kind: 503, total: 2, accepted: 1, rejected: 0, waiting: 1, lastSuccess: receivedAt }]);
    expect(hub.lastSuccess).toEqual(receivedAt);
  });
});
