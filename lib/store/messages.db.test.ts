import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db, inTransaction } from "@/lib/store/db";
import { notify, notifyParties } from "@/lib/store/messages";
import { useFreshDatabase } from "@/lib/testing/database";

useFreshDatabase({ sandbox: true });

const FACTS = { lot: "一标段", tender: "道路工程", reason: "too-few", rule: "R-95" };
const jobs = () =>
  db().$queryRaw<{ id: string; attempts: number }[]>`
    SELECT j.payload->>'messageId' AS id, j.max_attempts AS attempts
      FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
     WHERE t.identifier = 'notify.send'`;

describe("one message to many parties", () => {
  it("is the same to each as if they were told one by one: a row and a job of its own", async () => {
    const parties = Array.from({ length: 2_500 }, () => randomUUID());
    const message = { kind: "lot.failed", facts: FACTS, lotId: randomUUID(), link: "/tenders/E1", legal: true };
    const alone = randomUUID();
    await inTransaction((tx) => notify(tx, { ...message, to: { partyId: alone } }));
    await inTransaction((tx) => notifyParties(tx, parties, message));
    const rows = await db().message.findMany();
    expect(rows.map(({ partyId }) => partyId).sort()).toEqual([alone, ...parties].sort());
    const same = ({ id: _id, partyId: _to, createdAt: _at, deliveredAt: _delivered, ...rest }: (typeof rows)[number]) =>
      JSON.stringify(rest);
    expect(new Set(rows.map(same)).size).toBe(1);
    expect((await jobs()).map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());
    expect(new Set((await jobs()).map(({ attempts }) => attempts))).toEqual(new Set([25]));
  });

  it("leaves nothing of a transaction that broke, and tells nobody where there is nobody", async () => {
    const before = [await db().message.count(), (await jobs()).length];
    const broken = inTransaction(async (tx) => {
      await notifyParties(tx, [randomUUID()], { kind: "lot.failed", facts: FACTS });
      throw new Error("broke");
    });
    await expect(broken).rejects.toThrow("broke");
    await inTransaction((tx) => notifyParties(tx, [], { kind: "lot.failed", facts: FACTS }));
    expect([await db().message.count(), (await jobs()).length]).toEqual(before);
  });
});
