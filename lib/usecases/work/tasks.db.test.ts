import { describe, expect, it } from "vitest";
import { db } from "@/lib/store/db";
import { useFreshDatabase } from "@/lib/testing/database";
import { guest, member, testSecrets } from "@/lib/testing/identity";
import type { Deps } from "@/lib/usecases/deps";
import { returnParty, verifyParty } from "@/lib/usecases/party/check-party";
import { viewOwnLots } from "./view-own-lots";
import { countTasks, viewTasks } from "./view-tasks";

useFreshDatabase();
const BASIS = "国家企业信用信息公示系统，当日查询";
const deps = { secrets: testSecrets, origin: "http://localhost:3000" } as Deps;

const kinds = async (actor: Parameters<typeof viewTasks>[0]) => {
  const { groups, waiting } = await viewTasks(actor, {}, deps);
  return {
    mine: groups.flatMap(({ tasks }) => tasks.map(({ kind }) => kind)),
    others: waiting.map(({ kind }) => kind),
  };
};

describe("R-20: to-dos of a registration", () => {
  it("go from the operator to the organisation and disappear when done", async () => {
    const { actor, partyId } = await member(1, deps);
    const clerk = { ...(await member(2, deps)).actor, role: "operator" as const };
    expect(await kinds(actor)).toEqual({ mine: [], others: ["party.wait"] });
    const before = await countTasks(clerk, deps);
    // The clerk's own organisation's entry was made by the clerk: it is somebody else's to check.
    expect(before).toBe(1);
    await returnParty(clerk, { partyId, version: 1, reason: "请补充营业执照" }, deps);
    expect(await kinds(actor)).toEqual({ mine: ["party.correct"], others: [] });
    expect(await countTasks(clerk, deps)).toBe(0);
  });

  it("remind of a certificate ninety days before its end, its holder only", async () => {
    const { actor, partyId } = await member(3, deps);
    const clerk = { ...(await member(4, deps)).actor, role: "operator" as const };
    await verifyParty(clerk, { partyId, version: 1, basis: BASIS }, deps);
    const certificate = (fingerprint: string, personId: string, days: number) => ({
      fingerprint,
      partyId,
      personId,
      serial: "4AB3F2A",
      issuer: "CN=测试",
      subject: "CN=测试",
      algorithm: "EC P-256",
      use: "both",
      der: Buffer.alloc(1),
      chain: [],
      notBefore: new Date("2026-01-01T00:00:00Z"),
      notAfter: new Date(Date.now() + days * 86_400_000),
      boundAt: new Date(),
    });
    await db().certificate.createMany({
      data: [
        certificate("a", actor.personId!, 89),
        certificate("b", actor.personId!, 91),
        certificate("c", clerk.personId!, 10),
      ],
    });
    const { groups } = await viewTasks(actor, {}, deps);
    const [task] = groups.flatMap(({ tasks }) => tasks);
    expect(groups.flatMap(({ tasks }) => tasks)).toHaveLength(1);
    expect(task).toMatchObject({ kind: "certificate.renew", facts: { serial: "3F2A" }, rule: "R-31" });
  });

  it("are nobody's without a session", async () => {
    await expect(viewTasks(guest, {}, deps)).rejects.toMatchObject({ code: "SIGN_IN_NEEDED" });
    await expect(viewOwnLots(guest, {}, deps)).rejects.toMatchObject({ code: "SIGN_IN_NEEDED" });
    expect(await countTasks(guest, deps)).toBe(0);
  });
});
