import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/domain/actor";
import { db, inTransaction } from "@/lib/store/db";
import { notify } from "@/lib/store/messages";
import { useFreshDatabase } from "@/lib/testing/database";
import { guest, member, testSecrets } from "@/lib/testing/identity";
import type { Deps } from "@/lib/usecases/deps";
import { deleteMessage, readMessage } from "./read-message";
import { countUnread, viewMessages } from "./view-messages";

useFreshDatabase();
const deps = { secrets: testSecrets, origin: "http://localhost:3000" } as Deps;
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code ?? String(error),
  );

let one: Actor;
let two: Actor;
beforeAll(async () => {
  one = (await member(1, deps)).actor;
  two = (await member(2, deps)).actor;
}, 60_000);

const tell = (to: Parameters<typeof notify>[1]["to"], legal: boolean) =>
  inTransaction((tx) =>
    notify(tx, { to, kind: "party.verified", facts: { name: "甲" }, link: "/work/organisation", legal }),
  );
const list = (actor: Actor, unread?: "1") => viewMessages(actor, { page: 1, unread }, deps);

describe("R-56: messages, with proof of receipt", () => {
  it("reach everybody of the organisation or one person, and nobody else", async () => {
    await tell({ partyId: one.partyId! }, false);
    await tell({ personId: one.personId! }, false);
    expect((await list(one)).total).toBe(2);
    expect((await list(two)).total).toBe(0);
    expect(await countUnread(one)).toBe(2);
    expect(await countUnread(guest)).toBe(0);
    expect(await refusal(list(guest))).toBe("SIGN_IN_NEEDED");
  });

  it("keep who read them first, and when", async () => {
    const messageId = await tell({ partyId: one.partyId! }, true);
    expect(await refusal(readMessage(two, { messageId }, deps))).toBe("NOT_ALLOWED");
    expect(await readMessage(one, { messageId }, deps)).toEqual({ link: "/work/organisation" });
    const before = await db().message.findUniqueOrThrow({ where: { id: messageId } });
    await readMessage(one, { messageId }, deps);
    expect(await db().message.findUniqueOrThrow({ where: { id: messageId } })).toEqual(before);
    expect(before).toMatchObject({ readById: one.personId, readAt: expect.any(Date) });
    expect(await db().auditEntry.count({ where: { action: "message.read", objectId: messageId } })).toBe(1);
  });

  it("of legal effect stay; others can be taken off the list by their reader only", async () => {
    const legal = await tell({ partyId: two.partyId! }, true);
    const plain = await tell({ partyId: two.partyId! }, false);
    expect(await refusal(deleteMessage(two, { messageId: legal }, deps))).toBe("STATE_FORBIDS");
    expect(await refusal(deleteMessage(one, { messageId: plain }, deps))).toBe("NOT_ALLOWED");
    expect(await refusal(deleteMessage(two, { messageId: plain }, deps))).toBe("done");
    expect((await list(two)).lines.map(({ id }) => id)).toEqual([legal]);
    expect((await list(two, "1")).total).toBe(1);
  });
});
