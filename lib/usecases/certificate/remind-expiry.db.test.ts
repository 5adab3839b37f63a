import { describe, expect, it } from "vitest";
import { bindCertificate } from "@/lib/store/certificates";
import { moveSandboxClock, platformNow } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { useFreshDatabase } from "@/lib/testing/database";
import { member, testSecrets } from "@/lib/testing/identity";
import type { Deps } from "@/lib/usecases/deps";
import { dueExpiries } from "./remind-expiry";

useFreshDatabase();

const DAY = 86_400_000;
const deps = { secrets: testSecrets, origin: "https://bid.test" } as Deps;

/** What the clockwork does, by two workers at the same moment. */
async function turn(): Promise<void> {
  const ids = await dueExpiries.due(await platformNow());
  await Promise.all([...ids, ...ids].map((id) => dueExpiries.run(id, deps)));
}

describe("R-31: the holder of a certificate hears of its end in time", () => {
  it("at 90, 30, 7 and 1 days, once each, and not of one that was stopped", async () => {
    const { actor } = await member(1, deps);
    const personId = actor.personId!;
    const start = await platformNow();
    const certificate = {
      ...{ partyId: actor.partyId, personId, issuer: "CN=x", subject: "CN=y", algorithm: "RSA", use: "both" as const },
      ...{ der: new Uint8Array([1]), chain: [], notBefore: start, notAfter: new Date(start.getTime() + 91 * DAY) },
    };
    await inTransaction((tx) =>
      bindCertificate(tx, { ...certificate, fingerprint: "a".repeat(64), serial: "00ffee12" }),
    );
    await inTransaction((tx) =>
      bindCertificate(tx, { ...certificate, fingerprint: "b".repeat(64), serial: "00ffee13" }),
    );
    await db().certificate.updateMany({ where: { serial: "00ffee13" }, data: { state: "stopped", stoppedAt: start } });
    const told: number[][] = [];
    for (const day of [0, 1, 40, 61, 62, 84, 90, 91, 92]) {
      await inTransaction((tx) => moveSandboxClock(tx, day * DAY + 1_000));
      await turn();
      const messages = await db().message.findMany({
        where: { personId, kind: "certificate.expiring" },
        orderBy: { createdAt: "asc" },
      });
      told.push(messages.map(({ facts }) => (facts as { days: number }).days));
    }
    expect(told).toEqual([
      [],
      [90],
      [90],
      [90, 30],
      [90, 30],
      [90, 30, 7],
      [90, 30, 7, 1],
      [90, 30, 7, 1],
      [90, 30, 7, 1],
    ]);
  });
});
